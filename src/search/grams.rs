//! Long lists, and what spares the browser to load them.
//!
//! A pair of kanji or katakana that stands in thousands of places has a list of hundreds of kilobytes in a large book, and a
//! word may be made of several. So such a list also has a *summary*, which says of each section what its rank needs and not
//! where the pair stands; and the pair is also indexed together with each character beside it, as a *gram* of three. Where
//! a gram is long, so again, with the next character. A word that is looked up alone then loads one summary, or
//! lists that are short.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::analyse::{BODY, HEADING, KEYWORDS, ROOM, is_name};
use super::postings::{Place, head, places, write_number, write_positions};
use super::script::{Script, script};

/// Characters of the longest gram; it has its list whatever its length.
const LONGEST: usize = 6;

/// A gram with its list.
type List = (String, String);

/// What is made of the lists of pairs.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Grams {
    /// Pairs and grams whose lists are long, each with its summary.
    pub long: BTreeMap<String, String>,
    /// Lists of all grams of three characters or more.
    pub lists: BTreeMap<String, String>,
}

/// Places that make a list long, in a book of so many sections. It moves in steps that double, as all
/// that is written hangs on it.
pub fn limit(sections: usize) -> usize {
    (sections / 16).next_power_of_two().clamp(256, 8192)
}

/// Makes the grams of some lists of terms, in order. A list is long with more places than the limit.
pub fn grams(lines: &[(&str, &str)], limit: usize) -> Grams {
    let pairs = lines.iter().filter(|(term, _)| is_content(term) && term.chars().count() == 2);
    let mut level: Vec<List> = pairs.map(|(term, list)| ((*term).to_owned(), (*list).to_owned())).collect();
    let mut grams = Grams::default();
    for length in 2..LONGEST {
        let long: BTreeSet<&str> = level
            .par_iter()
            .filter(|(_, list)| places(list).nth(limit).is_some())
            .map(|(gram, _)| gram.as_str())
            .collect();
        let next = longer(&level, &long);
        let lists = level.par_iter().filter(|(gram, _)| long.contains(gram.as_str()));
        let summaries: Vec<List> = lists.map(|(gram, list)| (gram.clone(), summary(list, length as u32))).collect();
        grams.long.extend(summaries);
        grams.lists.extend(next.iter().cloned());
        level = next;
    }
    grams
}

/// Whether a term has kanji and katakana alone.
fn is_content(term: &str) -> bool {
    term.chars().all(|c| matches!(script(c), Script::Kanji | Script::Katakana))
}

/// Joins grams that overlap in all but one character, where one of the two is long.
fn longer(level: &[List], long: &BTreeSet<&str>) -> Vec<List> {
    let mut middles: BTreeMap<&str, Around<'_>> = BTreeMap::new();
    for (gram, list) in level {
        let gram = Gram { text: gram, list, is_long: long.contains(gram.as_str()) };
        middles.entry(gram.without_first()).or_default().before.push(gram);
        middles.entry(gram.without_last()).or_default().after.push(gram);
    }
    let mut found: Vec<List> = middles.par_iter().flat_map_iter(|(_, around)| around.joined()).collect();
    found.sort_unstable();
    found
}

#[derive(Clone, Copy)]
struct Gram<'a> {
    text: &'a str,
    list: &'a str,
    is_long: bool,
}

impl<'a> Gram<'a> {
    fn without_first(&self) -> &'a str {
        self.text.char_indices().nth(1).map_or("", |(at, _)| &self.text[at..])
    }

    fn without_last(&self) -> &'a str {
        self.text.char_indices().next_back().map_or("", |(at, _)| &self.text[..at])
    }
}

/// Grams that end with the same characters, and those that begin with them.
#[derive(Default)]
struct Around<'a> {
    before: Vec<Gram<'a>>,
    after: Vec<Gram<'a>>,
}

impl Around<'_> {
    fn joined(&self) -> Vec<List> {
        let wants_all = self.before.iter().any(|gram| gram.is_long);
        let wanted = |(_, gram): &(usize, &Gram<'_>)| wants_all || gram.is_long;
        let after = self.after.iter().enumerate().filter(wanted);
        let mut next: Vec<(Place, usize)> =
            after.flat_map(|(at, gram)| places(gram.list).map(move |place| (place, at))).collect();
        next.sort_unstable();
        if next.is_empty() {
            Vec::new()
        } else {
            self.before.iter().flat_map(|gram| self.joined_to(gram, &next)).collect()
        }
    }

    /// Grams that begin with one of those before. `next` has the places of those after it, in order.
    fn joined_to(&self, gram: &Gram<'_>, mut next: &[(Place, usize)]) -> Vec<List> {
        let mut found: Vec<Vec<Place>> = vec![Vec::new(); self.after.len()];
        for place in places(gram.list) {
            let wanted = Place { position: place.position + 1, ..place };
            next = from(next, wanted);
            if let Some((_, at)) =
                next.first().filter(|(place, at)| *place == wanted && (gram.is_long || self.after[*at].is_long))
            {
                found[*at].push(place);
            }
        }
        let last = |at: usize| &self.after[at].text[self.after[at].without_last().len()..];
        let joined = found.iter().enumerate().filter(|(_, places)| !places.is_empty());
        joined.map(|(at, places)| (format!("{}{}", gram.text, last(at)), written(places))).collect()
    }
}

/// The rest of a list from a place on, which is most often near its start.
fn from(list: &[(Place, usize)], wanted: Place) -> &[(Place, usize)] {
    let mut reach = 1;
    while list.get(reach).is_some_and(|(place, _)| *place < wanted) {
        reach *= 2;
    }
    let near = &list[..list.len().min(reach + 1)];
    &list[near.partition_point(|(place, _)| *place < wanted)..]
}

/// Writes places as a list.
fn written(places: &[Place]) -> String {
    let (mut out, mut last) = (String::new(), 0);
    for places in places.chunk_by(|a, b| a.section == b.section) {
        let positions: Vec<u32> = places.iter().map(|place| place.position).collect();
        write_number(&mut out, head(places[0].section - last, &positions));
        write_positions(&mut out, &positions);
        last = places[0].section;
    }
    out
}

/// Bits of what a summary says of a section beside how often its text has the gram.
const TITLE: u32 = 1;
const IN_HEADING: u32 = 2;
const IN_KEYWORDS: u32 = 4;
const WHOLE_NAME: u32 = 8;
const WHOLE_TITLE: u32 = 16;

/// Writes of each section of a list its distance from the one before, times three; and one more where the text has
/// the gram more than once, which is followed by how often beyond twice; or two more where it stands elsewhere
/// too, which is followed by how often it stands in the text, and by the bits.
fn summary(list: &str, length: u32) -> String {
    let places: Vec<Place> = places(list).collect();
    let (mut out, mut last) = (String::new(), 0);
    for places in places.chunk_by(|a, b| a.section == b.section) {
        let distance = (places[0].section - last) * 3;
        let count = places.iter().filter(|place| place.position >= BODY).count() as u32;
        let bits = places.iter().fold(0, |bits, place| bits | bits_of(place.position, length));
        let numbers = match (bits, count) {
            (0, 1) => vec![distance],
            (0, 2..) => vec![distance + 1, count - 2],
            _ => vec![distance + 2, count, bits],
        };
        numbers.into_iter().for_each(|number| write_number(&mut out, number));
        last = places[0].section;
    }
    out
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
