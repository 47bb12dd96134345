//! A normal form → conditions on terms that together hold exactly where the form stands.

use super::normalise::{Class, class};

/// A condition on the characters at some place of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Atom {
    /// A term of the index.
    Term(String),
    /// A word that has this at its start, its end, or anywhere; the edges of a form may stand
    /// inside a longer word.
    Part {
        /// The part.
        text: String,
        /// Whether the word starts with it.
        start: bool,
        /// Whether the word ends with it.
        end: bool,
    },
    /// A single kana or kanji.
    Single(char),
}

/// Cuts a form into conditions that together hold exactly where it stands.
pub fn atoms(form: &str) -> Vec<(u32, Atom)> {
    let chars: Vec<char> = form.chars().collect();
    let is_cjk = |at: usize| chars.get(at).is_some_and(|c| class(*c) == Class::Cjk);
    if chars.len() == 1 && is_cjk(0) {
        return vec![(0, Atom::Single(chars[0]))];
    }
    let mut atoms = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        if matches!(class(chars[at]), Class::Letter | Class::Digit) {
            let end = (at..chars.len())
                .find(|at| !matches!(class(chars[*at]), Class::Letter | Class::Digit))
                .unwrap_or(chars.len());
            let text: String = chars[at..end].iter().collect();
            let (start, stop) = (at > 0, end < chars.len());
            atoms.push((
                at as u32,
                if start && stop { Atom::Term(text) } else { Atom::Part { text, start, end: stop } },
            ));
            at = end;
        } else if is_cjk(at) {
            // Pairs side by side; the last one may overlap the one before it.
            let from = if at + 1 < chars.len() { at } else { at - 1 };
            atoms.push((from as u32, Atom::Term(chars[from..from + 2].iter().collect())));
            at += if at + 1 < chars.len() && is_cjk(at + 1) { 2 } else { 1 };
        } else {
            at += 1;
        }
    }
    atoms
}
