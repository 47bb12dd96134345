//! Long lists, and what spares the browser to load them.
//!
//! A pair of kanji or katakana that stands in thousands of places has a list of hundreds of kilobytes in a large book, and a
//! word may be made of several. So such a list also has a *summary*, which says of each section what its rank needs and not
//! where the pair stands; and the pair is also indexed together with each character beside it, as a *gram* of three. Where
//! a gram is long, so again, with the next character. A word that is looked up alone then loads one summary, or
//! lists that are short.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use rayon::prelude::*;

use super::analyse::{BODY, HEADING, KEYWORDS, ROOM, is_name};
use super::postings::{Place, places, write_number, written};
use super::script::{Script, script};

/// Characters of the longest gram; it has its list whatever its length.
const LONGEST: u32 = 6;

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
    (sections / 16).next_power_of_two().clamp(1024, 8192)
}

/// Makes the grams of some lists of terms, in order. A list is long with more places than the limit.
pub fn grams(lines: &[(&str, &str)], limit: usize) -> Grams {
    let pairs = lines.par_iter().filter(|(term, _)| is_pair(term));
    let pairs: Vec<Gram<'_>> = pairs.map(|(term, list)| Gram::new((*term).into(), (*list).into(), limit)).collect();
    let mut grams = Grams { long: summaries(&pairs, 2), ..Grams::default() };
    let mut level = longer(&pairs, limit);
    for length in 3..LONGEST {
        grams.long.extend(summaries(&level, length));
        let next = longer(&level, limit);
        grams.keep(std::mem::replace(&mut level, next));
    }
    grams.keep(level);
    grams
}

impl Grams {
    fn keep(&mut self, level: Vec<Gram<'_>>) {
        self.lists.extend(level.into_iter().map(|gram| (gram.text.into_owned(), gram.list.into_owned())));
    }
}

/// Whether a term is a pair of kanji and katakana alone.
fn is_pair(term: &str) -> bool {
    let is_content = |c| matches!(script(c), Script::Kanji | Script::Katakana);
    term.chars().count() == 2 && term.chars().all(is_content)
}

/// Summaries of the grams of a length that are long.
fn summaries(level: &[Gram<'_>], length: u32) -> BTreeMap<String, String> {
    let long = level.par_iter().filter(|gram| gram.is_long);
    long.map(|gram| (gram.text.to_string(), summary(&gram.list, length))).collect()
}

/// Joins grams that overlap in all but one character, where one of the two is long.
fn longer(level: &[Gram<'_>], limit: usize) -> Vec<Gram<'static>> {
    let long = level.iter().filter(|gram| gram.is_long);
    let middles: BTreeSet<&str> = long.flat_map(|gram| [gram.without_first(), gram.without_last()]).collect();
    let mut arounds: Vec<Around<'_>> = middles.iter().map(|_| Around::default()).collect();
    let numbers: HashMap<&str, usize> = middles.into_iter().zip(0..).collect();
    for gram in level {
        let number = |middle| numbers.get(middle).copied();
        number(gram.without_first()).into_iter().for_each(|number| arounds[number].before.push(gram));
        number(gram.without_last()).into_iter().for_each(|number| arounds[number].after.push(gram));
    }
    arounds.par_iter().flat_map_iter(|around| around.joined(limit)).collect()
}

/// A pair, or a piece of a text that is made of overlapping pairs, with its list.
struct Gram<'a> {
    text: Cow<'a, str>,
    list: Cow<'a, str>,
    is_long: bool,
}

impl<'a> Gram<'a> {
    fn new(text: Cow<'a, str>, list: Cow<'a, str>, limit: usize) -> Gram<'a> {
        // A place takes at least one character.
        let is_long = list.len() > limit && places(&list).nth(limit).is_some();
        Gram { text, list, is_long }
    }

    fn without_first(&self) -> &str {
        self.text.char_indices().nth(1).map_or("", |(at, _)| &self.text[at..])
    }

    fn without_last(&self) -> &str {
        &self.text[..self.last()]
    }

    /// Where its last character stands.
    fn last(&self) -> usize {
        self.text.char_indices().next_back().map_or(0, |(at, _)| at)
    }
}

/// Grams that end with the same characters, and those that begin with them.
#[derive(Default)]
struct Around<'a> {
    before: Vec<&'a Gram<'a>>,
    after: Vec<&'a Gram<'a>>,
}

impl Around<'_> {
    fn joined(&self, limit: usize) -> Vec<Gram<'static>> {
        let all = self.following(|_| true);
        let long = self.following(|gram| gram.is_long);
        let next = |gram: &Gram<'_>| if gram.is_long { &all } else { &long };
        self.before.iter().flat_map(|gram| self.joined_to(gram, next(gram), limit)).collect()
    }

    /// The places of grams that come after, in order, each with the number of its gram.
    fn following(&self, is_wanted: impl Fn(&Gram<'_>) -> bool) -> Vec<(Place, usize)> {
        let after = self.after.iter().enumerate().filter(|(_, gram)| is_wanted(gram));
        let mut places: Vec<(Place, usize)> =
            after.flat_map(|(at, gram)| places(&gram.list).map(move |place| (place, at))).collect();
        places.sort_unstable_by_key(|(place, _)| *place);
        places
    }

    /// Grams that begin with one of those before. `next` has the places of those after it, in order.
    fn joined_to(&self, gram: &Gram<'_>, mut next: &[(Place, usize)], limit: usize) -> Vec<Gram<'static>> {
        let mut found: Vec<(usize, Place)> = Vec::new();
        for place in places(&gram.list) {
            next = from(next, place.on(1));
            match next.first() {
                Some((following, at)) if *following == place.on(1) => found.push((*at, place)),
                Some(_) => {}
                None => break,
            }
        }
        found.sort_unstable();
        let joined = |places: &[(usize, Place)]| {
            let after = self.after[places[0].0];
            let text = format!("{}{}", gram.text, &after.text[after.last()..]);
            let places: Vec<Place> = places.iter().map(|(_, place)| *place).collect();
            Gram::new(text.into(), written(&places).into(), limit)
        };
        found.chunk_by(|a, b| a.0 == b.0).map(joined).collect()
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
    for places in places.chunk_by(|a, b| a.section() == b.section()) {
        let distance = (places[0].section() - last) * 3;
        let count = places.iter().filter(|place| place.position() >= BODY).count() as u32;
        let bits = places.iter().fold(0, |bits, place| bits | bits_of(place.position(), length));
        let numbers = match (bits, count) {
            (0, 1) => vec![distance],
            (0, 2..) => vec![distance + 1, count - 2],
            _ => vec![distance + 2, count, bits],
        };
        numbers.into_iter().for_each(|number| write_number(&mut out, number));
        last = places[0].section();
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
