//! The gate: what it must refuse, and that it refuses nothing that is right.

use vaccinjournal::rivta::xml::{Limits, ReadErrorKind};

use crate::xml_messages::{Chance, Contract, Prefixes, Style, envelope};
use crate::xml_support::{LIMITS, judge, judge_text};

fn verdict(text: &str) -> Result<(), ReadErrorKind> {
    judge_text(text, LIMITS).map_err(|error| error.kind)
}

#[test]
fn what_is_not_well_formed_is_refused_by_its_name() {
    use ReadErrorKind as Kind;
    let cases: &[(&str, Kind)] = &[
        ("", Kind::Empty),
        ("<!-- x -->", Kind::Empty),
        ("<a>", Kind::CutOff),
        ("<a><b></b>", Kind::CutOff),
        ("<a", Kind::CutOff),
        ("<a b='x", Kind::CutOff),
        ("<a></a", Kind::CutOff),
        ("<a><![CDATA[x]]></a", Kind::CutOff),
        ("<a><![CDATA[x]]", Kind::CutOff),
        ("<a><!-- x --", Kind::CutOff),
        ("<a>x", Kind::CutOff),
        ("<a/><b/>", Kind::OutsideRoot),
        ("<a/>x", Kind::OutsideRoot),
        ("x<a/>", Kind::OutsideRoot),
        ("<a/>&amp;", Kind::OutsideRoot),
        ("<a/><![CDATA[]]>", Kind::OutsideRoot),
        ("\u{FEFF}<a b='c'/>", Kind::OutsideRoot),
        ("</a>", Kind::MismatchedEnd),
        ("<a/></a>", Kind::MismatchedEnd),
        ("<a></b>", Kind::MismatchedEnd),
        ("<a><b></a></b>", Kind::MismatchedEnd),
        ("<a></a b='1'>", Kind::MismatchedEnd),
        ("<a></ a>", Kind::MismatchedEnd),
        ("<p:a xmlns:p='u' xmlns:q='u'></q:a>", Kind::MismatchedEnd),
        ("<!DOCTYPE a><a/>", Kind::DocumentType),
        ("<!doctype html><a/>", Kind::DocumentType),
        ("<!-- x --><!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", Kind::DocumentType),
        ("<!DOCTYPE a SYSTEM 'http://127.0.0.1:9/x'><a/>", Kind::DocumentType),
        ("<!DOCTYPE a [", Kind::DocumentType),
        ("< a/>", Kind::IllegalName),
        ("<1a/>", Kind::IllegalName),
        ("<-a/>", Kind::IllegalName),
        ("<a:b:c xmlns:a='u'/>", Kind::IllegalName),
        ("<:a/>", Kind::IllegalName),
        ("<a:/>", Kind::IllegalName),
        ("<a:1 xmlns:a='u'/>", Kind::IllegalName),
        ("<a/ >", Kind::IllegalName),
        ("<a\u{D7}/>", Kind::IllegalName),
        ("<a 1b=''/>", Kind::IllegalName),
        ("<a b/>", Kind::Malformed),
        ("<a b=c/>", Kind::Malformed),
        ("<a b='1'c='2'/>", Kind::Malformed),
        ("<a b='<'/>", Kind::Malformed),
        ("<a b='1' b='2'/>", Kind::DuplicateAttribute),
        ("<a b='1' c='2' d='3' b='4'/>", Kind::DuplicateAttribute),
        ("<a xmlns:p='u' xmlns:q='u' p:b='1' q:b='2'/>", Kind::DuplicateAttribute),
        ("<a xmlns='u' xmlns='u'/>", Kind::DuplicateAttribute),
        ("<p:a/>", Kind::UndeclaredPrefix),
        ("<a p:b=''/>", Kind::UndeclaredPrefix),
        ("<a><b xmlns:p='u'/><p:c/></a>", Kind::UndeclaredPrefix),
        ("<xmlns:a/>", Kind::UndeclaredPrefix),
        ("<a xmlns:p=''/>", Kind::IllegalNamespace),
        ("<a xmlns:xml='u'/>", Kind::IllegalNamespace),
        ("<a xmlns:xmlns='u'/>", Kind::IllegalNamespace),
        ("<a xmlns:p='http://www.w3.org/2000/xmlns/'/>", Kind::IllegalNamespace),
        ("<a xmlns='http://www.w3.org/XML/1998/namespace'/>", Kind::IllegalNamespace),
        ("<a>&b;</a>", Kind::UndefinedReference),
        ("<a>&nbsp;</a>", Kind::UndefinedReference),
        ("<a>&</a>", Kind::UndefinedReference),
        ("<a>& b</a>", Kind::UndefinedReference),
        ("<a>&#;</a>", Kind::UndefinedReference),
        ("<a>&#x;</a>", Kind::UndefinedReference),
        ("<a>&#X41;</a>", Kind::UndefinedReference),
        ("<a>&#+65;</a>", Kind::UndefinedReference),
        ("<a b='&c;'/>", Kind::UndefinedReference),
        ("<a b='&'/>", Kind::UndefinedReference),
        ("<a>&#0;</a>", Kind::ForbiddenCharacter),
        ("<a>&#xD800;</a>", Kind::ForbiddenCharacter),
        ("<a>&#xFFFE;</a>", Kind::ForbiddenCharacter),
        ("<a>&#99999999999;</a>", Kind::ForbiddenCharacter),
        ("<a b='&#1;'/>", Kind::ForbiddenCharacter),
        ("<a>\u{0}</a>", Kind::ForbiddenCharacter),
        ("<a>\u{B}</a>", Kind::ForbiddenCharacter),
        ("<a>\u{FFFF}</a>", Kind::ForbiddenCharacter),
        ("<a b='\u{1F}'/>", Kind::ForbiddenCharacter),
        ("<a>]]></a>", Kind::SectionEndInText),
        ("<a><![CDATA[x]]>]]></a>", Kind::SectionEndInText),
        (" <?xml version='1.0'?><a/>", Kind::IllegalDeclaration),
        ("<a/><?xml version='1.0'?>", Kind::IllegalDeclaration),
        ("<?xml?><a/>", Kind::IllegalDeclaration),
        ("<?xml version='2.0'?><a/>", Kind::IllegalDeclaration),
        ("<?xml encoding='utf-8'?><a/>", Kind::IllegalDeclaration),
        ("<?xml version='1.0' standalone='maybe'?><a/>", Kind::IllegalDeclaration),
        ("<?xml version='1.0' standalone='no' encoding='utf-8'?><a/>", Kind::IllegalDeclaration),
        ("<?xml version='1.0' encoding='8'?><a/>", Kind::IllegalDeclaration),
        ("<?XML version='1.0'?><a/>", Kind::IllegalMiscellany),
        ("<a><?1?></a>", Kind::IllegalMiscellany),
        ("<a><?b:c?></a>", Kind::IllegalMiscellany),
        ("<a><? b?></a>", Kind::IllegalMiscellany),
        ("<a><!-- -- --></a>", Kind::IllegalMiscellany),
        ("<a><!-- x ---></a>", Kind::IllegalMiscellany),
    ];
    for (text, kind) in cases {
        assert_eq!(verdict(text), Err(kind.clone()), "{text}");
    }
}

#[test]
fn what_is_well_formed_is_accepted() {
    let cases = [
        "<a/>",
        "<a />",
        "<a></a >",
        "<?xml version='1.0'?><a/>",
        "<?xml version=\"1.9\" encoding=\"UTF-8\" standalone='yes' ?>\n<a/>",
        "<!-- - -->\n<?b c?><!----><a/>\r\n<!-- x --> <?d?>",
        "<a b = 'c'\n\td=\"'\" e='>'/>",
        "<a b='1' c:b='2' xmlns:c='u' d:b='3' xmlns:d='v'/>",
        "<a xmlns='u'><b xmlns=''/></a>",
        "<xml:a xml:lang='sv'/>",
        "<a xmlns:xml='http://www.w3.org/XML/1998/namespace'/>",
        "<å.ä-ö·1 \u{10400}='x'/>",
        "<_/>",
        "<a>&lt;&gt;&amp;&apos;&quot;&#9;&#x1F600;&#0065;</a>",
        "<a>]] > ]] ]]&gt; > '\"</a>",
        "<a><![CDATA[<&]] >]]]]><![CDATA[>]]></a>",
        "<a>\u{85}\u{2028}\u{7F}\u{FFFD}\u{10FFFF}</a>",
        "<a><?b <c> & ?></a>",
        "<a><!-- <b> & &x; ]]> --></a>",
        "<a b='&lt;&#10;&amp;x' c='&quot;'/>",
    ];
    for text in cases {
        assert_eq!(verdict(text), Ok(()), "{text}");
    }
}

#[test]
fn every_message_of_the_contracts_is_accepted_in_every_style() {
    let contracts = [
        "get-vaccination-history-2",
        "get-vaccination-history-1",
        "ping-for-configuration-1",
        "find-content-1",
    ]
    .map(Contract::read);
    let sizes = [0, 1, 1, 2, 5, 20];
    let mut accepted = 0;
    for seed in 0..320 {
        let mut chance = Chance::new(seed);
        let contract = &contracts[chance.below(contracts.len())];
        let entries = if seed % 80 == 0 { 1000 } else { chance.of(&sizes) };
        let message = contract.answer(&mut chance, entries);
        let style = Style::by_chance(&mut chance);
        let text = envelope(&message, style, &mut chance);
        let bytes = encoded(&text, seed);
        assert_eq!(judge(&bytes), Ok(()), "seed {seed}, {style:?}");
        accepted += 1;
    }
    assert_eq!(accepted, 320);
}

/// The text in one of the encodings that carry all of Unicode, by the number given.
fn encoded(text: &str, seed: u64) -> Vec<u8> {
    let undeclared = !text.starts_with("<?xml") || !text.contains("encoding=");
    match seed % 4 {
        1 => format!("\u{FEFF}{text}").into_bytes(),
        2 if undeclared => {
            format!("\u{FEFF}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect()
        }
        3 if undeclared => {
            format!("\u{FEFF}{text}").encode_utf16().flat_map(u16::to_be_bytes).collect()
        }
        _ => text.as_bytes().to_vec(),
    }
}

#[test]
fn each_limit_refuses_one_more_than_it_allows() {
    use ReadErrorKind as Kind;
    let nested = |depth: usize| format!("{}{}", "<a>".repeat(depth), "</a>".repeat(depth));
    let attributes = |count: usize| {
        let all: String = (0..count).map(|n| format!(" b{n}=''")).collect();
        format!("<a{all}/>")
    };
    let bindings = |count: usize| {
        let all: String = (0..count).map(|n| format!(" xmlns:b{n}='u'")).collect();
        format!("<a{all}/>")
    };
    let tight = Limits {
        bytes: 2000,
        depth: 10,
        attributes: 20,
        namespace_bindings: 10,
        name_length: 30,
        text_length: 100,
        ..LIMITS
    };
    let cases = [
        (nested(10), nested(11), Kind::TooDeep),
        (attributes(20), attributes(21), Kind::TooManyAttributes),
        (bindings(10), bindings(11), Kind::TooManyNamespaces),
        (format!("<{}/>", "a".repeat(30)), format!("<{}/>", "a".repeat(31)), Kind::NameTooLong),
        (
            format!("<a>{}</a>", "b".repeat(100)),
            format!("<a>{}</a>", "b".repeat(101)),
            Kind::TextTooLong,
        ),
        (
            format!("<a b='{}'/>", "b".repeat(100)),
            format!("<a b='{}'/>", "b".repeat(101)),
            Kind::TextTooLong,
        ),
        (
            format!("<a>{}</a>", " ".repeat(80)),
            format!("<!--{}--><a/>", "b".repeat(101)),
            Kind::TextTooLong,
        ),
        (
            format!("<a/>{}", "\n".repeat(1996)),
            format!("<a/>{}", "\n".repeat(1997)),
            Kind::TooLarge,
        ),
    ];
    for (within, past, kind) in cases {
        assert_eq!(judge_text(&within, tight).map_err(|error| error.kind), Ok(()), "{kind:?}");
        assert_eq!(judge_text(&past, tight).map_err(|error| error.kind), Err(kind));
    }
}

#[test]
fn a_hundred_declarations_that_nothing_uses_are_no_matter() {
    let mut chance = Chance::new(7);
    let message = Contract::read("get-vaccination-history-2").answer(&mut chance, 3);
    let style = Style { prefixes: Prefixes::Jaxb, ..Style::PLAIN };
    let text = envelope(&message, style, &mut chance);
    assert!(text.matches("xmlns:").count() > 100);
    assert_eq!(judge(text.as_bytes()), Ok(()));
}

#[test]
fn every_seed_of_the_fuzzer_is_judged() {
    let mut seeds = 0;
    for target in std::fs::read_dir("fuzz/seeds").unwrap() {
        for seed in std::fs::read_dir(target.unwrap().path()).unwrap() {
            let bytes = std::fs::read(seed.unwrap().path()).unwrap();
            let document = bytes.splitn(2, |byte| *byte == b'\n').last().unwrap_or_default();
            let _ = judge(&bytes);
            let _ = judge(document);
            seeds += 1;
        }
    }
    assert!(seeds > 20, "the seeds are gone");
}
