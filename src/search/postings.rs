//! Where a term stands: sections, and positions in them.

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

/// Writes postings: for each section its distance from the one before, doubled, plus one when the
/// term stands there more than once, then how often beyond twice; then the distances of the
/// positions.
pub fn write(postings: &[Posting]) -> String {
    let mut out = String::new();
    let mut last = 0;
    for posting in postings {
        let many = u32::from(posting.positions.len() > 1);
        write_number(&mut out, (posting.section - last) * 2 + many);
        if many == 1 {
            write_number(&mut out, posting.positions.len() as u32 - 2);
        }
        last = posting.section;
        let mut before = 0;
        for position in &posting.positions {
            write_number(&mut out, position - before);
            before = *position;
        }
    }
    out
}
