/// A pattern of a schema as an automaton; the generator makes them.
#[derive(Debug)]
pub struct Pattern(pub &'static [State]);

/// One state of a [`Pattern`]; a text starts in the first.
#[derive(Debug)]
pub struct State {
    /// Whether a text may end here.
    pub accepts: bool,
    /// First byte, last byte, and the state that bytes from the one to the other lead to.
    pub arms: &'static [(u8, u8, u16)],
}

impl Pattern {
    /// Whether the whole text is as the pattern demands. White space counts.
    pub fn matches(&self, text: &str) -> bool {
        let Some(mut state) = self.0.first() else { return false };
        for byte in text.bytes() {
            let next = state
                .arms
                .iter()
                .find(|(first, last, _)| (*first..=*last).contains(&byte))
                .and_then(|(_, _, to)| self.0.get(usize::from(*to)));
            match next {
                Some(next) => state = next,
                None => return false,
            }
        }
        state.accepts
    }
}
