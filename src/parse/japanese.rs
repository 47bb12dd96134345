//! What CommonMark and its parsers do not know about Japanese text.

use unicode_normalization::UnicodeNormalization;

use crate::dialect::{Anchors, Dialect};

/// Whether a character is written without spaces around it: kana, kanji, and the punctuation and
/// full-width forms that go with them. Hangul is not: Korean separates words with spaces.
pub fn is_cjk(c: char) -> bool {
    matches!(c,
        '\u{2E80}'..='\u{303F}' | '\u{3040}'..='\u{30FF}' | '\u{3100}'..='\u{312F}' | '\u{31A0}'..='\u{4DBF}'
        | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FE30}'..='\u{FE4F}' | '\u{FF00}'..='\u{FFEF}'
        | '\u{20000}'..='\u{3FFFF}')
}

/// Makes the anchor of a heading: NFC, lower case, spaces to hyphens, kana and kanji kept, other
/// punctuation dropped. Empty when nothing is left.
pub fn slug(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.trim().nfc().flat_map(char::to_lowercase) {
        match c {
            c if c.is_whitespace() && out.ends_with('-') => {}
            c if c.is_whitespace() => out.push('-'),
            c if c.is_alphanumeric() || matches!(c, '-' | '_' | 'ー' | '々' | '〆') => out.push(c),
            _ => {}
        }
    }
    out.trim_matches('-').to_owned()
}

/// Makes the anchor of a heading in a dialect.
pub fn anchor(text: &str, dialect: &Dialect) -> String {
    match dialect.anchors {
        Anchors::Own => slug(text),
        Anchors::Mdbook => mdbook_slug(text),
    }
}

/// Makes an anchor as mdBook does: punctuation dropped, every white space a hyphen.
fn mdbook_slug(text: &str) -> String {
    let kept = text.trim().chars().flat_map(char::to_lowercase).filter_map(|c| match c {
        c if c.is_alphanumeric() || matches!(c, '_' | '-') => Some(c),
        c if c.is_whitespace() => Some('-'),
        _ => None,
    });
    kept.collect()
}

/// A part of a text with ruby or addresses in it.
#[derive(Debug, PartialEq, Eq)]
pub enum Part<'a> {
    /// Text.
    Text(&'a str),
    /// `{漢字|かんじ}`: base and reading.
    Ruby(&'a str, &'a str),
    /// A bare address.
    Address(&'a str),
}

/// Cuts a text at `{漢字|かんじ}` and at bare addresses.
pub fn parts(text: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let (mut from, mut next) = (0, 0);
    while let Some(at) = text[next..].find(['{', 'h']).map(|found| next + found) {
        let Some((part, length)) = ruby(&text[at..]).or_else(|| address(&text[at..])) else {
            next = at + 1;
            continue;
        };
        if at > from {
            parts.push(Part::Text(&text[from..at]));
        }
        parts.push(part);
        from = at + length;
        next = from;
    }
    if from < text.len() {
        parts.push(Part::Text(&text[from..]));
    }
    parts
}

/// Reads `{漢字|かんじ}` at the start of a text. The base must hold a kanji, so that braces of
/// other customs stay as they are.
fn ruby(text: &str) -> Option<(Part<'_>, usize)> {
    let inside = text.strip_prefix('{')?;
    // What stands before the first of the three decides, so that a search that fails does not go far.
    let bar = inside.find(['{', '|', '}']).filter(|at| inside[*at..].starts_with('|'))?;
    let (base, rest) = (&inside[..bar], &inside[bar + 1..]);
    let reading = &rest[..rest.find(['{', '}']).filter(|at| rest[*at..].starts_with('}'))?];
    let has_kanji = base.chars().any(|c| matches!(c, '\u{3400}'..='\u{9FFF}' | '々' | '\u{20000}'..='\u{3FFFF}'));
    (has_kanji && !reading.is_empty()).then(|| (Part::Ruby(base, reading), bar + reading.len() + "{|}".len()))
}

/// Reads an address at the start of a text. It stops at white space, at characters that an address
/// cannot hold, at Japanese text, and before punctuation that ends a sentence.
fn address(text: &str) -> Option<(Part<'_>, usize)> {
    let scheme = ["https://", "http://"].into_iter().find(|scheme| text.starts_with(scheme))?;
    let end = text.find(|c: char| c.is_whitespace() || is_cjk(c) || "<>\"`{}|\\^".contains(c)).unwrap_or(text.len());
    let address = text[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', ')', '\'', '*', '_']);
    (address.len() > scheme.len()).then_some((Part::Address(address), address.len()))
}
