//! Ends of words, which spare the browser to know all words.
//!
//! A reader may type any part of a word of letters or digits: `os` of `macos` and of `host`. Words that begin with it
//! stand side by side among the terms. So that those that have it further on do too, each end of a word is written
//! as a term of its own, with the places where it begins in any word: `-acos`, `-cos`, `-os`, `-s`; and `-ost`.

use rayon::prelude::*;

use super::index::is_word;
use super::postings::{Place, places, written};

/// Stands before an end.
const MARK: char = '-';

/// Characters of an end that are written: a longer part of a word is looked up by its pieces. Without a limit the ends
/// of a word would take the square of its length.
const LONGEST: usize = 16;

/// An end, with a word that has it behind so many characters, and that word's list.
type End<'a> = (&'a str, u32, &'a str);

/// The ends of the words among some terms, each with its list, in order.
pub fn ends(lines: &[(&str, &str)]) -> Vec<(String, String)> {
    let words = lines.par_iter().filter(|(term, _)| is_word(term));
    let mut ends: Vec<End<'_>> = words.flat_map_iter(|(word, list)| ends_of(word, list)).collect();
    ends.par_sort_unstable();
    let equal: Vec<&[End<'_>]> = ends.chunk_by(|a, b| a.0 == b.0).collect();
    equal.into_par_iter().map(|ends| (format!("{MARK}{}", ends[0].0), joined(ends))).collect()
}

fn ends_of<'a>(word: &'a str, list: &'a str) -> impl Iterator<Item = End<'a>> {
    let starts = word.char_indices().enumerate().skip(1);
    starts.map(move |(offset, (at, _))| (start(&word[at..]), offset as u32, list))
}

/// So much of an end as is written.
fn start(end: &str) -> &str {
    &end[..end.char_indices().nth(LONGEST).map_or(end.len(), |(at, _)| at)]
}

/// Writes the places of an end in all words that have it as a list.
fn joined(ends: &[End<'_>]) -> String {
    let moved = |(_, offset, list): &End<'_>| -> Vec<Place> { places(list).map(|place| place.on(*offset)).collect() };
    let mut all: Vec<Place> = ends.iter().flat_map(moved).collect();
    all.sort_unstable();
    written(&all)
}
