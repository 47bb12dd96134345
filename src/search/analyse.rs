//! Normal form → terms with positions.
//!
//! Around every kana and kanji the terms are pairs of adjacent characters (`情報漏` gives 情報 and
//! 報漏, and at its borders also a pair with the space or letter beside it); a run of letters or of
//! digits is one term. A phrase is found exactly by the positions of its terms, so a hit needs no
//! look at the text.
//!
//! The position says in which part of the section a term stands: [`TITLE`], [`HEADING`],
//! [`KEYWORDS`], [`BODY`].

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use super::normalise::{Class, class, normalise};
use super::section::Section;

/// Positions of the page's title: from here to [`HEADING`].
pub const TITLE: u32 = 0;
/// Positions of the section's heading: from here to [`KEYWORDS`].
pub const HEADING: u32 = 1 << 10;
/// Positions of words that are not shown: from here to [`BODY`].
pub const KEYWORDS: u32 = 2 << 10;
/// Positions of the text, without upper limit.
pub const BODY: u32 = 4 << 10;

/// Ends a part in the text that is given to the tokenizer.
const PART: char = '\u{1}';

/// Makes the text that [`Terms`] reads: the normal forms of title or heading, keywords and body,
/// each with a space at its end. A part that is longer than its positions goes to the body.
pub fn text(section: &Section, is_first: bool) -> String {
    let heading = normalise(&section.heading);
    let keywords = normalise(&section.keywords);
    let body = normalise(&section.text);
    let fits = |text: &str, room: u32| text.chars().count() + 1 < room as usize;
    let mut parts = [String::new(), String::new(), String::new(), body];
    let place = usize::from(!is_first);
    for (at, text, room) in [(place, heading, HEADING), (2, keywords, BODY - KEYWORDS)] {
        if fits(&text, room) {
            parts[at] = text;
        } else {
            parts[3] = format!("{text} {}", parts[3]);
        }
    }
    let mut out = String::with_capacity(parts.iter().map(String::len).sum::<usize>() + 8);
    for (at, part) in parts.iter().enumerate() {
        if at > 0 {
            out.push(PART);
        }
        if !part.is_empty() {
            out.push_str(part);
            out.push(' ');
        }
    }
    out
}

/// Cuts the text of [`text`] into terms.
#[derive(Debug, Clone, Default)]
pub struct Terms;

impl Tokenizer for Terms {
    type TokenStream<'a> = Stream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Stream<'a> {
        Stream { text, at: 0, position: TITLE, part: 0, token: Token::default(), word: true }
    }
}

/// The terms of a text, one by one.
pub struct Stream<'a> {
    text: &'a str,
    /// Byte offset of the next character.
    at: usize,
    /// Position of the next character.
    position: u32,
    part: usize,
    token: Token,
    /// Whether a word may start at the next character.
    word: bool,
}

impl TokenStream for Stream<'_> {
    fn advance(&mut self) -> bool {
        while let Some(c) = self.text[self.at..].chars().next() {
            if c == PART {
                self.next_part();
                continue;
            }
            let sort = class(c);
            if self.word && matches!(sort, Class::Letter | Class::Digit) {
                self.take_word();
                return true;
            }
            let next = self.at + c.len_utf8();
            let pair = self.text[next..]
                .chars()
                .next()
                .filter(|after| *after != PART && (sort == Class::Cjk || class(*after) == Class::Cjk));
            let (from, position) = (self.at, self.position);
            self.at = next;
            self.position += 1;
            self.word = !matches!(sort, Class::Letter | Class::Digit);
            if let Some(after) = pair {
                self.set(from, next + after.len_utf8(), position);
                return true;
            }
        }
        false
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

impl Stream<'_> {
    fn next_part(&mut self) {
        self.part += 1;
        self.at += PART.len_utf8();
        self.position = [TITLE, HEADING, KEYWORDS, BODY][self.part.min(3)];
        self.word = true;
    }

    /// Gives the word that starts here, and stays: its characters may be part of pairs.
    fn take_word(&mut self) {
        let rest = &self.text[self.at..];
        let end = rest.find(|c| !matches!(class(c), Class::Letter | Class::Digit)).unwrap_or(rest.len());
        let (from, position) = (self.at, self.position);
        self.word = false;
        self.set(from, from + end, position);
        // All but the last character of a word stand beside no other sort.
        let chars = self.text[from..from + end].chars().count();
        if chars > 1 {
            let last = self.text[from..from + end].chars().next_back().map_or(1, char::len_utf8);
            self.at = from + end - last;
            self.position += chars as u32 - 1;
        }
    }

    fn set(&mut self, from: usize, to: usize, position: u32) {
        self.token.text.clear();
        self.token.text.push_str(&self.text[from..to]);
        self.token.offset_from = from;
        self.token.offset_to = to;
        self.token.position = position as usize;
    }
}
