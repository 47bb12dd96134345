//! A normal form → conditions on terms that together hold exactly where the form stands.

use std::ops::Range;

use super::normalise::{Class, class};
use super::script::{Script, script};

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

impl Atom {
    /// The same condition for a name that nobody typed: its letters are whole words.
    pub fn whole(self) -> Atom {
        match self {
            Atom::Part { text, .. } => Atom::Term(text),
            atom => atom,
        }
    }
}

/// Cuts a form into conditions with their places. Kanji and katakana are covered by pairs of their own,
/// which are those of the words of a question, and come first; then hiragana, which stand everywhere.
pub fn atoms(form: &str) -> Vec<(u32, Atom)> {
    let chars: Vec<char> = form.chars().collect();
    if let [c] = chars[..]
        && class(c) == Class::Cjk
    {
        return vec![(0, Atom::Single(c))];
    }
    let runs = runs(&chars);
    let mut covered = vec![false; chars.len()];
    let mut atoms = Vec::new();
    for (script, run) in runs.iter().filter(|(script, _)| !matches!(script, Script::Hiragana | Script::Space)) {
        if *script == Script::Word {
            atoms.push((run.start as u32, word(&chars, run)));
        } else {
            atoms.extend(pairs(&chars, run.clone(), &mut covered));
        }
    }
    for (_, run) in runs.iter().filter(|(script, _)| *script == Script::Hiragana) {
        let rest = run.start + covered[run.clone()].iter().take_while(|covered| **covered).count();
        atoms.extend(pairs(&chars, rest..run.end, &mut covered));
    }
    atoms
}

/// The conditions for a form that was typed. A word of one character is told by the terms that it makes with what
/// stands beside it, whose lists are shorter than those of all words that begin or end with it; alone it is no part of another word.
pub fn typed(form: &str) -> Vec<(u32, Atom)> {
    let chars: Vec<char> = form.chars().collect();
    let mut typed = Vec::new();
    for (at, atom) in atoms(form) {
        for atom in around(&chars, at as usize, &atom).unwrap_or_else(|| vec![(at, atom)]) {
            if !typed.contains(&atom) {
                typed.push(atom);
            }
        }
    }
    typed
}

/// The terms around a word of one character, or itself where it stands alone; none at a border that is in no term.
fn around(chars: &[char], at: usize, atom: &Atom) -> Option<Vec<(u32, Atom)>> {
    let (Atom::Term(text) | Atom::Part { text, .. }) = atom else { return None };
    if text.chars().count() > 1 {
        return None;
    }
    let term = |range: Range<usize>| (range.start as u32, Atom::Term(chars[range].iter().collect()));
    let mut terms = Vec::new();
    if at > 0 {
        terms.push(term(at - reach(chars[at - 1])?..at + 1));
    }
    if at + 1 < chars.len() {
        terms.push(term(at..at + 1 + reach(chars[at + 1])?));
    }
    if terms.is_empty() {
        terms.push(term(at..at + 1));
    }
    Some(terms)
}

/// Characters that a term of a word's last or first character has beyond it.
fn reach(beside: char) -> Option<usize> {
    match class(beside) {
        Class::Cjk => Some(1),
        _ => (beside == ' ').then_some(2),
    }
}

/// Cuts characters into runs of one script.
fn runs(chars: &[char]) -> Vec<(Script, Range<usize>)> {
    let mut runs: Vec<(Script, Range<usize>)> = Vec::new();
    for (at, c) in chars.iter().enumerate() {
        match runs.last_mut() {
            Some((known, run)) if *known == script(*c) => run.end = at + 1,
            _ => runs.push((script(*c), at..at + 1)),
        }
    }
    runs
}

/// A word of letters or digits; at the edges of a form it may stand inside a longer one.
fn word(chars: &[char], run: &Range<usize>) -> Atom {
    let text = chars[run.clone()].iter().collect();
    let (start, end) = (run.start > 0, run.end < chars.len());
    if start && end { Atom::Term(text) } else { Atom::Part { text, start, end } }
}

/// Pairs that cover a run, side by side; the last one overlaps the one before it, or goes beyond the run
/// where that is a single character.
fn pairs(chars: &[char], run: Range<usize>, covered: &mut [bool]) -> Vec<(u32, Atom)> {
    let mut pairs = Vec::new();
    for at in run.clone().step_by(2) {
        let reaches = at + 1 < run.end || at == run.start && at + 1 < chars.len();
        let from = if reaches { at } else { at - 1 };
        covered[from..from + 2].fill(true);
        pairs.push((from as u32, Atom::Term(chars[from..from + 2].iter().collect())));
    }
    pairs
}

/// The term that is looked up first for a form; none for a single character.
pub fn first_term(form: &str) -> Option<String> {
    match atoms(form).into_iter().next() {
        Some((_, Atom::Term(text) | Atom::Part { text, .. })) => Some(text),
        _ => None,
    }
}
