//! Where a term stands: sections, and positions in them.

use super::analyse::BODY;

/// Positions of a term in one section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Posting {
    /// Index of the section, in the book or in a range of it.
    pub section: u32,
    /// Positions in rising order.
    pub positions: Vec<u32>,
}

/// The alphabet of the numbers in exported files: no character of it needs an escape in a string.
const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Adds a number in groups of five bits, the lowest first; all but the last character of a number
/// have 32 added (the encoding of source maps, without a sign). It compresses well, as equal
/// numbers are equal characters.
pub fn write_number(out: &mut String, mut number: u32) {
    loop {
        let more = if number > 31 { 32 } else { 0 };
        out.push(DIGITS[(number & 31 | more) as usize] as char);
        number >>= 5;
        if more == 0 {
            return;
        }
    }
}

/// The number that begins what is written of a section in a list: the distance from the section before,
/// doubled, plus one when the term stands there more than once.
pub fn head(distance: u32, positions: &[u32]) -> u32 {
    distance * 2 + u32::from(positions.len() > 1)
}

/// Writes what follows the head: how often beyond twice the term stands there, when it does more than once;
/// then the first position and the distances of the others. Most first positions are in the body: they are
/// counted from its start and doubled; one before it is doubled plus one.
pub fn write_positions(out: &mut String, positions: &[u32]) {
    let Some(first) = positions.first() else { return };
    if positions.len() > 1 {
        write_number(out, positions.len() as u32 - 2);
    }
    write_number(out, if *first < BODY { first * 2 + 1 } else { (first - BODY) * 2 });
    positions.windows(2).for_each(|pair| write_number(out, pair[1] - pair[0]));
}

/// Where a term stands once: a section, and a position in it. One number, as millions are put in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place(u64);

impl Place {
    /// The place at a position of a section, by its index in the book.
    pub fn new(section: u32, position: u32) -> Place {
        Place(u64::from(section) << 32 | u64::from(position))
    }

    /// Index of the section in the book.
    pub fn section(self) -> u32 {
        (self.0 >> 32) as u32
    }

    /// Position in the section.
    pub fn position(self) -> u32 {
        self.0 as u32
    }

    /// The place so many characters on in the section.
    pub fn on(self, characters: u32) -> Place {
        Place::new(self.section(), self.position() + characters)
    }
}

/// Places in order, section by section.
pub fn by_section(places: &[Place]) -> impl Iterator<Item = Posting> {
    places.chunk_by(|a, b| a.section() == b.section()).map(|places| Posting {
        section: places[0].section(),
        positions: places.iter().map(|place| place.position()).collect(),
    })
}

/// Writes places in order as a list, which [`places`] reads.
pub fn written(places: &[Place]) -> String {
    let (mut out, mut last) = (String::new(), 0);
    for Posting { section, positions } in by_section(places) {
        write_number(&mut out, head(section - last, &positions));
        write_positions(&mut out, &positions);
        last = section;
    }
    out
}

/// Whether a list has more places than that. A section has one number beside those of its places, or two when they are several:
/// so a place takes one to two, and few lists are read for it.
pub fn is_longer(list: &str, than: usize) -> bool {
    let numbers = list.bytes().filter(|digit| VALUES[usize::from(*digit)] < 32).count();
    numbers > 2 * than || numbers > than && places(list).nth(than).is_some()
}

/// Reads a list: heads, each with its positions.
pub fn places(list: &str) -> impl Iterator<Item = Place> {
    read(None, list)
}

/// Reads a list whose first head is not written before the rest.
pub fn places_after(head: u32, rest: &str) -> impl Iterator<Item = Place> {
    read(Some(head), rest)
}

fn read(mut first: Option<u32>, list: &str) -> impl Iterator<Item = Place> {
    let mut digits = list.bytes();
    let (mut section, mut position, mut left) = (0, 0, 0);
    std::iter::from_fn(move || {
        if left > 0 {
            left -= 1;
            position += read_number(&mut digits)?;
            return Some(Place::new(section, position));
        }
        let head = first.take().or_else(|| read_number(&mut digits))?;
        section += head >> 1;
        left = if head & 1 == 1 { read_number(&mut digits)? + 1 } else { 0 };
        let first = read_number(&mut digits)?;
        position = if first & 1 == 1 { first >> 1 } else { BODY + (first >> 1) };
        Some(Place::new(section, position))
    })
}

/// What each character of the alphabet stands for: to look it up takes half of the time of working it out.
const VALUES: [u8; 256] = {
    let (mut values, mut value) = ([0; 256], 0);
    while value < DIGITS.len() {
        values[DIGITS[value] as usize] = value as u8;
        value += 1;
    }
    values
};

/// Reads a number of [`write_number`]; none at the end.
fn read_number(digits: &mut impl Iterator<Item = u8>) -> Option<u32> {
    let (mut number, mut shift) = (0, 0);
    loop {
        let digit = u32::from(VALUES[usize::from(digits.next()?)]);
        number |= (digit & 31) << shift;
        if digit < 32 {
            return Some(number);
        }
        shift += 5;
    }
}
