//! Where a term stands: sections, and positions in them.

use super::analyse::BODY;

/// Positions of a term in one section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Posting {
    /// Index of the section in the book.
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

/// Postings of one term, flat: one allocation for all sections.
#[derive(Debug, Default)]
pub struct Postings {
    /// Each section, and where its positions end in the list of all.
    sections: Vec<(u32, u32)>,
    positions: Vec<u32>,
}

impl Postings {
    /// Adds a section, the next in order. `read` adds its positions to a list.
    pub fn push(&mut self, section: u32, read: impl FnOnce(&mut Vec<u32>)) {
        read(&mut self.positions);
        self.sections.push((section, self.positions.len() as u32));
    }

    /// Forgets all sections.
    pub fn clear(&mut self) {
        self.sections.clear();
        self.positions.clear();
    }

    /// Each section with its positions in rising order.
    pub fn iter(&self) -> impl Iterator<Item = (u32, &[u32])> {
        let starts = std::iter::once(0).chain(self.sections.iter().map(|(_, end)| *end));
        starts
            .zip(&self.sections)
            .map(|(start, (section, end))| (*section, &self.positions[start as usize..*end as usize]))
    }
}

/// Writes where a term stands in a section: the distance from the section before, doubled, plus one
/// when the term stands there more than once, then how often beyond twice; then the first position and the
/// distances of the others. Most first positions are in the body: they are counted from its start and doubled;
/// one before it is doubled plus one.
pub fn write_posting(out: &mut String, distance: u32, positions: &[u32]) {
    let Some(first) = positions.first() else { return };
    let many = u32::from(positions.len() > 1);
    write_number(out, distance * 2 + many);
    if many == 1 {
        write_number(out, positions.len() as u32 - 2);
    }
    write_number(out, if *first < BODY { first * 2 + 1 } else { (first - BODY) * 2 });
    positions.windows(2).for_each(|pair| write_number(out, pair[1] - pair[0]));
}
