//! Ends of words, which spare the browser to know all words.
//!
//! A reader may type any part of a word of letters or digits: `os` of `macos` and of `host`. Words that begin with it
//! stand side by side among the terms. So that those that have it further on do too, each end of a word is written
//! as a term of its own, with the places where it begins in any word: `-acos`, `-cos`, `-os`, `-s`; and `-ost`.

use super::index::is_word;
use super::joined::{Joined, Lines, STEP};
use super::lists::{List, Lists};
use super::postings::Place;
use crate::memo::Memo;

/// Stands before an end.
const MARK: char = '-';

/// Characters of an end that are written: a longer part of a word is looked up by its pieces. Without a limit the ends
/// of a word would take the square of its length.
const LONGEST: usize = 16;

/// An end, with a word that has it behind so many characters, and that word's list.
type End<'a> = (&'a str, u32, List<'a>);

/// The ends of the words among the terms of a book, each with its list, in order. They are made range by range, and those that
/// are in the memo are taken from there.
pub fn ends(terms: &Joined, memo: &mut Memo<Lists>) -> Vec<Lines> {
    let made = memo.all(&terms.0, |part| (part.key, &part.lists), |lists| of_range(lists));
    terms.with(made.into_iter()).lines(STEP)
}

/// The ends of the words of a range.
fn of_range(terms: &Lists) -> Lists {
    let words = terms.iter().filter(|(term, _)| is_word(term));
    let mut ends: Vec<End<'_>> = words.flat_map(|(word, list)| ends_of(word, list)).collect();
    ends.sort_unstable_by_key(|(end, ..)| *end);
    let mut lists = Lists::default();
    for same in ends.chunk_by(|a, b| a.0 == b.0) {
        let moved = |(_, offset, list): &End<'_>| list.places().map(|place| place.on(*offset)).collect::<Vec<_>>();
        let mut places: Vec<Place> = same.iter().flat_map(moved).collect();
        places.sort_unstable();
        lists.add_term(&format!("{MARK}{}", same[0].0), &places);
    }
    lists.whole()
}

fn ends_of<'a>(word: &'a str, list: List<'a>) -> impl Iterator<Item = End<'a>> {
    let starts = word.char_indices().enumerate().skip(1);
    starts.map(move |(offset, (at, _))| (start(&word[at..]), offset as u32, list))
}

/// So much of an end as is written.
fn start(end: &str) -> &str {
    &end[..end.char_indices().nth(LONGEST).map_or(end.len(), |(at, _)| at)]
}
