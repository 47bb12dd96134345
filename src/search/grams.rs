//! Long lists, and what spares the browser to load them.
//!
//! A pair of kanji or katakana that stands in thousands of places has a list of hundreds of kilobytes in a large book, and a
//! word may be made of several. So such a list also has a *summary*, which says of each section what its rank needs and not
//! where the pair stands; and the pair is also indexed together with each character beside it, as a *gram* of three. Where
//! a gram is long, so again, with the next character. A word that is looked up alone then loads one summary, or
//! lists that are short.
//!
//! All that is made range by range, of the lists of a range and of what is long in the book; and kept for the next
//! build, as the lists of a range are.

use std::collections::BTreeSet;
use std::sync::Arc;

use rayon::prelude::*;

use super::analyse::{BODY, HEADING, KEYWORDS, ROOM, is_name};
use super::joined::{Joined, Lines, STEP};
use super::lists::{List, Lists};
use super::postings::{Place, is_longer, write_number};
use super::script::{Script, script};
use crate::memo::{self, Form, Key, Memo};
use crate::store;

/// What is made of the lists of pairs.
#[derive(Debug, Default)]
pub struct Grams {
    /// Pairs and grams whose lists are long, each with its summary, by their length.
    pub long: Vec<Lines>,
    /// Lists of all grams of three characters or more, by their length.
    pub lists: Vec<Lines>,
}

/// What is made of the grams of a length in a range.
#[derive(Debug)]
pub struct Made {
    /// Summaries of those that are long.
    summaries: Arc<Lists>,
    /// Grams with one more character.
    longer: Arc<Lists>,
}

/// How they are kept on disk.
pub const FORM: Form<Made> = Form {
    write: |made| Some(store::Entry::body(bincode::serialize(&(&*made.summaries, &*made.longer)).ok()?)),
    read: |_, body| {
        let (summaries, longer): (Lists, Lists) = bincode::deserialize(&body.read()?).ok()?;
        Some(Made { summaries: summaries.into(), longer: longer.into() })
    },
};

/// Tables for the lengths from two on: what is made of the longest gram, of six characters, has its list whatever its length.
pub type Memos = [Memo<Made>; 4];

/// Places that make a list long, in a book of so many sections. It moves in steps that double, as all
/// that is written hangs on it.
pub fn limit(sections: usize) -> usize {
    (sections / 16).next_power_of_two().clamp(1024, 8192)
}

/// Makes the grams of the lists of terms, whose lines these are. A list is long with more places than the limit.
pub fn grams(terms: &Joined, lines: &[Lines], limit: usize, memos: &mut Memos) -> Grams {
    let mut grams = Grams::default();
    let mut long = long(lines, 2, limit);
    let mut level = Joined(terms.0.clone());
    for (length, memo) in (2..).zip(memos) {
        // Where nothing is long, nothing is made.
        level.0.truncate(if long.is_empty() { 0 } else { level.0.len() });
        level.0.iter_mut().for_each(|part| part.key = key(&part.key, &long));
        let made = memo.all(&level.0, |part| (part.key, part), |part| Made::new(&part.lists, &long, length));
        grams.long.extend(level.with(made.iter().map(|made| made.summaries.clone())).lines(SUMMARY_STEP));
        level = level.with(made.iter().map(|made| made.longer.clone()));
        let lines = level.lines(STEP);
        long = self::long(&lines, length + 1, limit);
        grams.lists.extend(lines);
    }
    grams
}

/// Hash of what grams are made from: that of the lists of a range, and what is long.
fn key(range: &Key, long: &BTreeSet<String>) -> Key {
    memo::key(std::iter::once(&range[..]).chain(long.iter().map(|gram| gram.as_bytes())))
}

/// Grams of a length that have more places than the limit.
fn long(lines: &[Lines], length: u32, limit: usize) -> BTreeSet<String> {
    let long = lines.par_iter().flat_map_iter(Lines::iter);
    let long = long.filter(|(gram, list)| is_longer(list, limit) && is_gram(gram, length));
    long.map(|(gram, _)| gram.to_owned()).collect()
}

/// Whether a term is so many kanji and katakana alone.
fn is_gram(term: &str, length: u32) -> bool {
    let is_content = |c| matches!(script(c), Script::Kanji | Script::Katakana);
    term.chars().count() == length as usize && term.chars().all(is_content)
}

/// A gram of a range.
struct Gram<'a> {
    text: &'a str,
    list: List<'a>,
    is_long: bool,
}

impl Gram<'_> {
    fn last(&self) -> &str {
        self.text.char_indices().next_back().map_or("", |(at, _)| &self.text[at..])
    }
}

impl Made {
    fn new(lists: &Lists, long: &BTreeSet<String>, length: u32) -> Made {
        let grams = lists.iter().filter(|(term, _)| is_gram(term, length));
        let grams: Vec<Gram<'_>> =
            grams.map(|(text, list)| Gram { text, list, is_long: long.contains(text) }).collect();
        Made { summaries: summaries(&grams, length).into(), longer: longer(&grams).into() }
    }
}

/// Joins grams that overlap in all but one character, where one of the two is long.
fn longer(grams: &[Gram<'_>]) -> Lists {
    let numbered = grams.iter().zip(0u32..);
    let mut places: Vec<(Place, u32)> =
        numbered.flat_map(|(gram, number)| gram.list.places().map(move |place| (place, number))).collect();
    places.sort_unstable_by_key(|(place, _)| *place);
    let is_long = |number: u32| grams[number as usize].is_long;
    let beside = |pair: &[(Place, u32)]| {
        let [(place, first), (next, second)] = *pair else { return None };
        (next == place.on(1) && (is_long(first) || is_long(second))).then_some((first, second, place))
    };
    let mut found: Vec<(u32, u32, Place)> = places.windows(2).filter_map(beside).collect();
    found.sort_unstable();
    let mut lists = Lists::default();
    for same in found.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
        let (first, second, _) = same[0];
        let places: Vec<Place> = same.iter().map(|(_, _, place)| *place).collect();
        lists.add_term(&[grams[first as usize].text, grams[second as usize].last()].concat(), &places);
    }
    lists.whole()
}

/// Bits of what a summary says of a section beside how often its text has the gram.
const TITLE: u32 = 1;
const IN_HEADING: u32 = 2;
const IN_KEYWORDS: u32 = 4;
const WHOLE_NAME: u32 = 8;
const WHOLE_TITLE: u32 = 16;

/// What the number of a section in a summary grows by for each section that it is further from the one before.
const SUMMARY_STEP: u32 = 3;

/// Summaries of the grams of a length that are long.
fn summaries(grams: &[Gram<'_>], length: u32) -> Lists {
    let mut lists = Lists::default();
    for gram in grams.iter().filter(|gram| gram.is_long) {
        lists.begin(gram.text);
        let places: Vec<Place> = gram.list.places().collect();
        places.chunk_by(|a, b| a.section() == b.section()).for_each(|places| summarise(places, length, &mut lists));
    }
    lists.whole()
}

/// Writes of a section its distance from the one before, times three; and one more where the text has
/// the gram more than once, which is followed by how often beyond twice; or two more where it stands elsewhere
/// too, which is followed by how often it stands in the text, and by the bits.
fn summarise(places: &[Place], length: u32, lists: &mut Lists) {
    let count = places.iter().filter(|place| place.position() >= BODY).count() as u32;
    let bits = places.iter().fold(0, |bits, place| bits | bits_of(place.position(), length));
    let (sort, numbers): (u32, &[u32]) = match (bits, count) {
        (0, 1) => (0, &[]),
        (0, 2..) => (1, &[count - 2]),
        _ => (2, &[count, bits]),
    };
    let out = lists.add_section(places[0].section(), |distance| distance * SUMMARY_STEP + sort);
    numbers.iter().for_each(|number| write_number(out, *number));
}

fn bits_of(position: u32, length: u32) -> u32 {
    match position {
        BODY.. => 0,
        KEYWORDS.. => IN_KEYWORDS,
        HEADING.. => IN_HEADING,
        ROOM.. if is_name(position, length) => WHOLE_NAME,
        ROOM.. => 0,
        _ if is_name(position, length) => TITLE | WHOLE_TITLE,
        _ => TITLE,
    }
}
