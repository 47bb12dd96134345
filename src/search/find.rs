//! Finds a normal form in all sections, exactly, by the positions of its terms.

use std::collections::BTreeMap;

use anyhow::Result;

use super::atoms::{Atom, atoms, typed};
use super::index::SearchIndex;
use super::postings::Posting;
use super::query::{Form, Nearness};

/// Finds a form in all sections.
///
/// # Errors
/// When the index cannot be read.
pub fn find(index: &SearchIndex, form: &Form) -> Result<Vec<Posting>> {
    let mut found: Option<Vec<Posting>> = None;
    for (offset, atom) in atoms_of(form) {
        let postings = shifted(atom_postings(index, &atom)?, offset);
        let both = match found {
            Some(before) => intersect(&before, &postings),
            None => postings,
        };
        if both.is_empty() {
            return Ok(both);
        }
        found = Some(both);
    }
    Ok(found.unwrap_or_default())
}

/// The conditions for a form. The letters of a name that nobody typed are whole words.
fn atoms_of(form: &Form) -> Vec<(u32, Atom)> {
    match form.nearness {
        Nearness::Synonym => atoms(&form.text).into_iter().map(|(at, atom)| (at, atom.whole())).collect(),
        _ => typed(&form.text),
    }
}

fn atom_postings(index: &SearchIndex, atom: &Atom) -> Result<Vec<Posting>> {
    match atom {
        Atom::Term(term) => index.postings(term),
        Atom::Single(c) => {
            let lists =
                index.terms(&c.to_string())?.iter().map(|term| index.postings(term)).collect::<Result<Vec<_>>>()?;
            Ok(union(lists))
        }
        Atom::Part { text, start, end } => {
            let mut lists = Vec::new();
            for word in index.words()? {
                for offset in offsets(word, text, *start, *end) {
                    lists.push(index.postings(word)?.into_iter().map(|posting| posting.moved(offset as i64)).collect());
                }
            }
            Ok(union(lists))
        }
    }
}

/// Where a part stands in a word, in characters; only at its start or end where that is asked.
fn offsets(word: &str, part: &str, start: bool, end: bool) -> Vec<usize> {
    let last = || word.chars().count() - part.chars().count();
    match (start, end) {
        (true, true) => return if word == part { vec![0] } else { Vec::new() },
        (true, false) => return if word.starts_with(part) { vec![0] } else { Vec::new() },
        (false, true) => return if word.ends_with(part) { vec![last()] } else { Vec::new() },
        (false, false) => {}
    }
    let starts = word.char_indices().enumerate().filter(|(_, (at, _))| word[*at..].starts_with(part));
    starts.map(|(index, _)| index).collect()
}

impl Posting {
    fn moved(mut self, by: i64) -> Posting {
        self.positions.iter_mut().for_each(|position| *position = (i64::from(*position) + by) as u32);
        self
    }
}

/// Moves positions back by the offset of their term in the form.
fn shifted(postings: Vec<Posting>, offset: u32) -> Vec<Posting> {
    let move_back = |mut posting: Posting| {
        posting.positions.retain(|position| *position >= offset);
        (!posting.positions.is_empty()).then(|| posting.moved(-i64::from(offset)))
    };
    postings.into_iter().filter_map(move_back).collect()
}

/// Positions that are in both lists.
fn intersect(a: &[Posting], b: &[Posting]) -> Vec<Posting> {
    let mut out = Vec::new();
    let mut others = b.iter().peekable();
    for posting in a {
        while others.next_if(|other| other.section < posting.section).is_some() {}
        let Some(other) = others.peek().filter(|other| other.section == posting.section) else { continue };
        let positions: Vec<u32> = posting
            .positions
            .iter()
            .copied()
            .filter(|position| other.positions.binary_search(position).is_ok())
            .collect();
        if !positions.is_empty() {
            out.push(Posting { section: posting.section, positions });
        }
    }
    out
}

/// Positions that are in any list.
fn union(lists: Vec<Vec<Posting>>) -> Vec<Posting> {
    let mut all: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for posting in lists.into_iter().flatten() {
        all.entry(posting.section).or_default().extend(posting.positions);
    }
    let sorted = all.into_iter().map(|(section, mut positions)| {
        positions.sort_unstable();
        positions.dedup();
        Posting { section, positions }
    });
    sorted.collect()
}
