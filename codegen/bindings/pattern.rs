//! Turns an XML Schema pattern into the states of an automaton, so that checking a value needs
//! neither a regular expression library nor any memory.
//!
//! Understood: ASCII literals, `\d`, classes of ranges, groups, `|`, `?`, `*`, `+`, `{n}`, `{n,m}`.

use std::collections::{BTreeMap, BTreeSet};

/// One state: whether a value may end here, and where each range of bytes leads.
#[derive(Debug)]
pub struct State {
    pub accepts: bool,
    pub arms: Vec<(u8, u8, usize)>,
}

/// The states of a pattern, the first being where a value starts. `Err` names what is not understood.
pub fn states(pattern: &str) -> Result<Vec<State>, String> {
    if !pattern.is_ascii() {
        return Err(format!("the pattern {pattern}: only ASCII is understood"));
    }
    let mut parser = Parser { rest: pattern.as_bytes(), pattern };
    let tree = parser.choice()?;
    if !parser.rest.is_empty() {
        return Err(parser.not_understood());
    }
    let mut graph = Graph::default();
    let start = graph.node();
    let end = graph.add(&tree, start);
    Ok(graph.determined(start, end))
}

#[derive(Clone)]
enum Tree {
    Byte(BTreeSet<u8>),
    Chain(Vec<Tree>),
    Choice(Vec<Tree>),
    Any(Box<Tree>),
}

struct Parser<'p> {
    rest: &'p [u8],
    pattern: &'p str,
}

impl Parser<'_> {
    fn choice(&mut self) -> Result<Tree, String> {
        let mut branches = vec![self.chain()?];
        while self.take(b'|') {
            branches.push(self.chain()?);
        }
        Ok(Tree::Choice(branches))
    }

    fn chain(&mut self) -> Result<Tree, String> {
        let mut pieces = Vec::new();
        while let Some(next) = self.rest.first() {
            if matches!(next, b'|' | b')') {
                break;
            }
            let atom = self.atom()?;
            pieces.push(self.quantified(atom)?);
        }
        Ok(Tree::Chain(pieces))
    }

    fn atom(&mut self) -> Result<Tree, String> {
        if self.take(b'(') {
            let inner = self.choice()?;
            return if self.take(b')') { Ok(inner) } else { Err(self.not_understood()) };
        }
        if self.take(b'[') {
            return self.class();
        }
        self.single().map(Tree::Byte)
    }

    fn class(&mut self) -> Result<Tree, String> {
        let mut bytes = BTreeSet::new();
        while !self.take(b']') {
            let low = self.single()?;
            let (Some(&first), 1, true) = (low.first(), low.len(), self.take(b'-')) else {
                bytes.extend(low);
                continue;
            };
            let high = self.single()?;
            match (high.first(), high.len()) {
                (Some(&last), 1) if first <= last => bytes.extend(first..=last),
                _ => return Err(self.not_understood()),
            }
        }
        Ok(Tree::Byte(bytes))
    }

    fn single(&mut self) -> Result<BTreeSet<u8>, String> {
        match self.rest {
            [b'\\', b'd', rest @ ..] => {
                self.rest = rest;
                Ok((b'0'..=b'9').collect())
            }
            [byte, rest @ ..] if byte.is_ascii_alphanumeric() || b" _:/,;%&=#@".contains(byte) => {
                self.rest = rest;
                Ok(BTreeSet::from([*byte]))
            }
            _ => Err(self.not_understood()),
        }
    }

    fn quantified(&mut self, atom: Tree) -> Result<Tree, String> {
        if self.take(b'?') {
            return Ok(Tree::Choice(vec![atom, Tree::Chain(Vec::new())]));
        }
        if self.take(b'*') {
            return Ok(Tree::Any(Box::new(atom)));
        }
        if self.take(b'+') {
            return Ok(Tree::Chain(vec![atom.clone(), Tree::Any(Box::new(atom))]));
        }
        if !self.take(b'{') {
            return Ok(atom);
        }
        let least = self.number()?;
        let most = if self.take(b',') { self.number()? } else { least };
        if !self.take(b'}') || most < least {
            return Err(self.not_understood());
        }
        let mut pieces = vec![atom.clone(); least];
        let optional = Tree::Choice(vec![atom, Tree::Chain(Vec::new())]);
        pieces.extend(vec![optional; most - least]);
        Ok(Tree::Chain(pieces))
    }

    fn number(&mut self) -> Result<usize, String> {
        let digits = self.rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let (number, rest) = self.rest.split_at(digits);
        let number = String::from_utf8_lossy(number).parse().map_err(|_| self.not_understood())?;
        self.rest = rest;
        Ok(number)
    }

    fn take(&mut self, byte: u8) -> bool {
        match self.rest.split_first() {
            Some((first, rest)) if *first == byte => {
                self.rest = rest;
                true
            }
            _ => false,
        }
    }

    fn not_understood(&self) -> String {
        let at = self.pattern.len() - self.rest.len();
        format!("the pattern {}: not understood from position {at}", self.pattern)
    }
}

/// A graph whose edges take one byte, or nothing.
#[derive(Default)]
struct Graph {
    free: Vec<Vec<usize>>,
    bytes: Vec<Vec<(BTreeSet<u8>, usize)>>,
}

impl Graph {
    fn node(&mut self) -> usize {
        self.free.push(Vec::new());
        self.bytes.push(Vec::new());
        self.free.len() - 1
    }

    fn add(&mut self, tree: &Tree, from: usize) -> usize {
        match tree {
            Tree::Byte(bytes) => {
                let to = self.node();
                self.bytes[from].push((bytes.clone(), to));
                to
            }
            Tree::Chain(pieces) => pieces.iter().fold(from, |at, piece| self.add(piece, at)),
            Tree::Choice(branches) => {
                let to = self.node();
                for branch in branches {
                    let end = self.add(branch, from);
                    self.free[end].push(to);
                }
                to
            }
            Tree::Any(inner) => {
                let around = self.node();
                self.free[from].push(around);
                let end = self.add(inner, around);
                self.free[end].push(around);
                let to = self.node();
                self.free[around].push(to);
                to
            }
        }
    }

    fn determined(&self, start: usize, end: usize) -> Vec<State> {
        let mut sets = vec![self.closure(BTreeSet::from([start]))];
        let mut numbers = BTreeMap::from([(sets[0].clone(), 0)]);
        let mut states = Vec::new();
        while states.len() < sets.len() {
            let set = sets[states.len()].clone();
            let mut arms: Vec<(u8, u8, usize)> = Vec::new();
            for byte in 0..128 {
                let reached: BTreeSet<usize> = set
                    .iter()
                    .flat_map(|node| &self.bytes[*node])
                    .filter(|(bytes, _)| bytes.contains(&byte))
                    .map(|(_, to)| *to)
                    .collect();
                if reached.is_empty() {
                    continue;
                }
                let reached = self.closure(reached);
                let number = *numbers.entry(reached.clone()).or_insert_with(|| {
                    sets.push(reached);
                    sets.len() - 1
                });
                match arms.last_mut() {
                    Some((_, last, to)) if *last + 1 == byte && *to == number => *last = byte,
                    _ => arms.push((byte, byte, number)),
                }
            }
            states.push(State { accepts: set.contains(&end), arms });
        }
        states
    }

    fn closure(&self, mut nodes: BTreeSet<usize>) -> BTreeSet<usize> {
        let mut open: Vec<usize> = nodes.iter().copied().collect();
        while let Some(node) = open.pop() {
            for to in &self.free[node] {
                if nodes.insert(*to) {
                    open.push(*to);
                }
            }
        }
        nodes
    }
}
