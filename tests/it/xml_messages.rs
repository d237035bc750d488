//! Messages made by chance from the contracts' own schemas, written in every style that producers
//! use. One number gives one message, so a failing test names its message.

use std::path::Path;

use crate::contract_generated::bindings::model::{ComplexType, Interaction, QName, SimpleType};
use crate::contract_generated::bindings::pattern;
use crate::contract_generated::bindings::schema::Schemas;
use crate::contract_generated::bindings::wsdl;

const SOAP: &str = "http://schemas.xmlsoap.org/soap/envelope/";

/// A contract's schemas, ready to make messages of.
pub struct Contract {
    schemas: Schemas,
    interaction: Interaction,
}

/// One element of a message, with children or with text.
#[derive(Clone, Debug)]
pub struct Node {
    pub name: QName,
    pub children: Vec<Node>,
    pub text: Option<String>,
    /// Whether elements of other namespaces may follow the children.
    pub open: bool,
}

/// How a message is written.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    pub prefixes: Prefixes,
    pub white_space: &'static str,
    pub declaration: &'static str,
    /// Elements of foreign namespaces at the ends of open types.
    pub extensions: bool,
    /// Comments, instructions and attributes that mean nothing.
    pub noise: bool,
    /// Texts as CDATA sections and character references.
    pub odd_texts: bool,
}

/// Where namespaces are declared.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Prefixes {
    /// All on the envelope.
    Envelope,
    /// All on the envelope, together with more than a hundred that nothing uses.
    Jaxb,
    /// As the default namespace of each element that needs another one.
    Default,
    /// Anew on each element, under names that mislead.
    Misleading,
}

/// Chance that can be repeated.
pub struct Chance(u64);

impl Chance {
    pub fn new(seed: u64) -> Self {
        Self(seed ^ 0x9E37_79B9_7F4A_7C15)
    }

    pub fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) % end as u64) as usize
    }

    pub fn one_in(&mut self, count: usize) -> bool {
        self.below(count) == 0
    }

    pub fn of<T: Clone>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len())].clone()
    }
}

impl Style {
    /// A style by chance, of those that all readers of ours understand alike.
    pub fn by_chance(chance: &mut Chance) -> Self {
        let prefixes = chance.of(&[
            Prefixes::Envelope,
            Prefixes::Jaxb,
            Prefixes::Default,
            Prefixes::Misleading,
        ]);
        Self {
            prefixes,
            white_space: chance.of(&["", "\n", "\n  ", "\r\n\t"]),
            declaration: chance.of(&[
                "",
                "<?xml version=\"1.0\"?>",
                "<?xml version='1.0' encoding='utf-8'?>\n",
                "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\r\n",
            ]),
            extensions: chance.one_in(2),
            noise: chance.one_in(2),
            odd_texts: chance.one_in(2),
        }
    }

    pub const PLAIN: Self = Self {
        prefixes: Prefixes::Envelope,
        white_space: "",
        declaration: "",
        extensions: false,
        noise: false,
        odd_texts: false,
    };
}

impl Contract {
    /// Reads a contract by the name of its WSDL, without ending.
    pub fn read(name: &str) -> Self {
        let mut schemas = Schemas::default();
        let path = Path::new("wsdl").join(name).with_extension("wsdl");
        let interaction = wsdl::read(&path, &mut schemas).unwrap();
        Self { schemas, interaction }
    }

    /// An answer with so many entries directly under it.
    pub fn answer(&self, chance: &mut Chance, entries: usize) -> Node {
        let path = &self.interaction.path;
        let kind = self.schemas.element(&self.interaction.response, path).unwrap();
        let kind = self.schemas.resolved(kind).unwrap().unwrap();
        let mut root = Node::empty(self.interaction.response.clone(), kind.open);
        for element in &kind.elements {
            let count = if element.repeats { entries } else { 1 };
            for _ in 0..count {
                root.children.push(self.node(&element.name, &element.kind, chance));
            }
        }
        root
    }

    /// A question.
    pub fn question(&self, chance: &mut Chance) -> Node {
        let path = &self.interaction.path;
        let kind = self.schemas.element(&self.interaction.request, path).unwrap().clone();
        self.node(&self.interaction.request, &kind, chance)
    }

    fn node(&self, name: &QName, kind: &QName, chance: &mut Chance) -> Node {
        match self.schemas.resolved(kind).unwrap() {
            Some(complex) => self.complex(name, &complex, chance),
            None => Node {
                name: name.clone(),
                children: Vec::new(),
                text: Some(value(&self.schemas.simple(kind, Path::new("")).unwrap(), chance)),
                open: false,
            },
        }
    }

    fn complex(&self, name: &QName, kind: &ComplexType, chance: &mut Chance) -> Node {
        let mut node = Node::empty(name.clone(), kind.open);
        for element in &kind.elements {
            let least = usize::from(element.required);
            let most = if element.repeats { 2 } else { 1 };
            for _ in 0..least + chance.below(most + 1 - least) {
                node.children.push(self.node(&element.name, &element.kind, chance));
            }
        }
        node
    }
}

fn value(kind: &SimpleType, chance: &mut Chance) -> String {
    const WORDS: &[&str] = &[
        "Fästing-TBE",
        "Göteborg",
        "SE2321000016-1A2B",
        "<5 år & frisk>",
        "dos 2",
        "\"x\"",
        "Ö",
        "1.2.752.129.2.1.3.1",
        "MPR/II",
        "𐐷 ☂",
        "]]",
        "'",
        "a\u{A0}b",
    ];
    match kind {
        SimpleType::Text => {
            let count = 1 + chance.below(3);
            let words: Vec<&str> = (0..count).map(|_| chance.of(WORDS)).collect();
            words.join(" ")
        }
        SimpleType::Length { least, most } => {
            let text = value(&SimpleType::Text, chance);
            let cut: String = text.chars().take(*most).collect();
            let mut text = cut.trim_end().to_owned();
            while text.chars().count() < *least {
                text.push('x');
            }
            text
        }
        SimpleType::Range { least, most } => {
            chance.of(&[*least, *most, least.midpoint(*most)]).to_string()
        }
        SimpleType::Date => (chance.of(&["2024-02-29", "1912-12-12Z"])).to_owned(),
        SimpleType::DateTime => {
            (chance.of(&["2024-02-29T23:59:59", "1912-12-12T00:00:00.5+01:00"])).to_owned()
        }
        SimpleType::Base64 => (chance.of(&["QUJD", "QQ=="])).to_owned(),
        SimpleType::Boolean => (chance.of(&["true", "false", "1", "0"])).to_owned(),
        SimpleType::Integer => (chance.of(&["1", "0", "-7", "+3", "123456789012"])).to_owned(),
        SimpleType::Double => (chance.of(&["0.5", "1", "-2.50E-3", "INF", "NaN", ".5"])).to_owned(),
        SimpleType::Codes { values, .. } => chance.of(values),
        SimpleType::Pattern(text) => {
            let states = pattern::states(text).unwrap();
            let mut text = String::new();
            let mut at = 0;
            while !states[at].accepts || !states[at].arms.is_empty() {
                let (first, last, next) = chance.of(&states[at].arms);
                let offset = chance.below(usize::from(last - first) + 1) as u8;
                text.push(char::from(first + offset));
                at = next;
            }
            text
        }
    }
}

impl Node {
    /// An element with nothing in it.
    pub fn empty(name: QName, open: bool) -> Self {
        Self { name, children: Vec::new(), text: None, open }
    }

    /// Every element below, this one included.
    pub fn size(&self) -> usize {
        1 + self.children.iter().map(Self::size).sum::<usize>()
    }

    /// The element at a place, counted as [`Self::size`] counts.
    pub fn at(&mut self, place: usize) -> &mut Self {
        let mut place = place;
        if place == 0 {
            return self;
        }
        place -= 1;
        for child in &mut self.children {
            let size = child.size();
            if place < size {
                return child.at(place);
            }
            place -= size;
        }
        unreachable!("there is no such element")
    }
}

/// The message in an envelope.
pub fn envelope(message: &Node, style: Style, chance: &mut Chance) -> String {
    let soap = |local: &str| QName { namespace: SOAP.to_owned(), local: local.to_owned() };
    let mut root = Node::empty(soap("Envelope"), false);
    root.children.push(Node::empty(soap("Header"), false));
    root.children.push(Node::empty(soap("Body"), false));
    root.children[1].children.push(message.clone());
    let mut writer =
        Writer { out: style.declaration.to_owned(), style, chance, declared: Vec::new() };
    writer.misc();
    writer.element(&root, None, 0);
    writer.misc();
    writer.out
}

struct Writer<'c> {
    out: String,
    style: Style,
    chance: &'c mut Chance,
    /// Namespace and prefix, where all are declared on the envelope.
    declared: Vec<(String, String)>,
}

impl Writer<'_> {
    fn element(&mut self, node: &Node, default: Option<&str>, depth: usize) {
        let namespace = node.name.namespace.as_str();
        let (prefix, declarations) = self.prefix(node, default);
        let own_default = declarations.starts_with(" xmlns=").then_some(namespace);
        let default = own_default.or(default);
        self.out.push('<');
        self.out.push_str(&prefix);
        self.out.push_str(&node.name.local);
        self.out.push_str(&declarations);
        if self.style.noise && self.chance.one_in(4) {
            self.out.push_str(self.chance.of(&[
                " id='a1'",
                " xml:lang=\"sv\"",
                "\n x.y = '&lt;>'",
            ]));
        }
        let is_empty = node.children.is_empty() && node.text.is_none();
        let extends = self.style.extensions && node.open && self.chance.one_in(3);
        if is_empty && !extends && self.chance.one_in(2) {
            self.out.push_str(self.chance.of(&["/>", " />"]));
            return;
        }
        self.out.push('>');
        if let Some(text) = &node.text {
            self.text(text);
        } else {
            for child in &node.children {
                self.space(depth + 1);
                self.element(child, default, depth + 1);
            }
            if extends {
                self.extension(node);
            }
            self.space(depth);
        }
        self.out.push_str("</");
        self.out.push_str(&prefix);
        self.out.push_str(&node.name.local);
        self.out.push_str(self.chance.of(&[">", ">", ">", " >"]));
    }

    /// The prefix of an element, with its colon, and the declarations that its tag needs.
    fn prefix(&mut self, node: &Node, default: Option<&str>) -> (String, String) {
        let namespace = node.name.namespace.as_str();
        match self.style.prefixes {
            Prefixes::Envelope | Prefixes::Jaxb if self.declared.is_empty() => {
                let mut declarations = String::new();
                let mut all = Vec::new();
                namespaces(node, &mut all);
                if self.style.prefixes == Prefixes::Jaxb {
                    all.extend((0..120).map(|n| format!("urn:riv:unused:{n}")));
                }
                for (number, namespace) in all.into_iter().enumerate() {
                    declarations.push_str(&format!(" xmlns:ns{number}=\"{namespace}\""));
                    self.declared.push((namespace, format!("ns{number}:")));
                }
                ("ns0:".to_owned(), declarations)
            }
            Prefixes::Envelope | Prefixes::Jaxb => {
                let known = self.declared.iter().find(|(known, _)| known == namespace);
                (known.unwrap().1.clone(), String::new())
            }
            Prefixes::Default if default == Some(namespace) => (String::new(), String::new()),
            Prefixes::Default => (String::new(), format!(" xmlns='{namespace}'")),
            Prefixes::Misleading => {
                let prefix = self.chance.of(&["soap", "xs", "a", "urn2"]);
                (format!("{prefix}:"), format!(" xmlns:{prefix} = \"{namespace}\""))
            }
        }
    }

    fn text(&mut self, text: &str) {
        if self.style.odd_texts && self.chance.one_in(3) && !text.contains("]]") {
            self.out.push_str(&format!("<![CDATA[{text}]]>"));
            return;
        }
        for letter in text.chars() {
            match letter {
                '<' => self.out.push_str("&lt;"),
                '&' => self.out.push_str("&amp;"),
                '>' => self.out.push_str("&gt;"),
                letter if self.style.odd_texts && self.chance.one_in(6) && letter != ' ' => {
                    let number = u32::from(letter);
                    let reference = if self.chance.one_in(2) {
                        format!("&#{number};")
                    } else {
                        format!("&#x{number:X};")
                    };
                    self.out.push_str(&reference);
                }
                letter => self.out.push(letter),
            }
        }
    }

    /// An element that no contract names, with decoys of the element's own children inside.
    fn extension(&mut self, node: &Node) {
        let decoy = node.children.first().map_or("nullified", |child| &child.name.local);
        self.out.push_str(&format!(
            "<e:{decoy} xmlns:e=\"urn:other:1\"><{decoy} xmlns='urn:other:2'>true</{decoy}></e:{decoy}>"
        ));
    }

    fn space(&mut self, depth: usize) {
        if self.style.white_space.is_empty() {
            return;
        }
        self.out.push_str(self.style.white_space);
        self.out.extend(std::iter::repeat_n(' ', depth));
        if self.style.noise && self.chance.one_in(5) {
            self.out.push_str(self.chance.of(&["<!-- - -->", "<?stop here?>", "<!---->"]));
        }
    }

    fn misc(&mut self) {
        if self.style.noise {
            self.out.push_str(self.chance.of(&["<!-- outside -->\n", "<?a?>", "\n \t", ""]));
        }
    }
}

fn namespaces(node: &Node, all: &mut Vec<String>) {
    if !all.contains(&node.name.namespace) {
        all.push(node.name.namespace.clone());
    }
    for child in &node.children {
        namespaces(child, all);
    }
}
