//! Normal form → terms with positions.
//!
//! Around every kana and kanji the terms are pairs of adjacent characters (`情報漏` gives 情報 and
//! 報漏, and at its borders also a pair with the space or letter beside it); a run of letters or of
//! digits is one term, and where two of them follow one another, so are the characters at their border: `a 1`
//! of `a 16`. A phrase is found exactly by the positions of its terms, so a hit needs no look at the text.
//!
//! The position says in which part of the section a term stands: [`NAMES`], [`HEADING`],
//! [`KEYWORDS`], [`BODY`]; and whether it begins a name of the page, see [`is_name`].

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use super::normalise::{Class, class, normalise};
use super::section::Section;

/// Positions of the page's names: from here to [`HEADING`], [`ROOM`] for each; the title is the first.
pub const NAMES: u32 = 0;
/// Positions of the section's heading: from here to [`KEYWORDS`].
pub const HEADING: u32 = 4 << 10;
/// Positions of words that are not shown: from here to [`BODY`].
pub const KEYWORDS: u32 = 8 << 10;
/// Positions of the text, without upper limit.
pub const BODY: u32 = 16 << 10;

/// Positions of a name. It begins as far from their start as it is long, and ends before their end.
pub const ROOM: u32 = 256;

/// Ends a part in the text that is given to the tokenizer.
const PART: char = '\u{1}';

/// Begins a name there.
const NAME: char = '\u{2}';

/// Whether something so long at this position is a whole name of the page. A part of a name cannot be
/// taken for one: it begins further on, and would have to be longer than the rest of the name.
pub fn is_name(position: u32, length: u32) -> bool {
    position < HEADING && position % ROOM == length
}

/// Makes the text that [`Terms`] reads: the normal forms of names or heading, keywords and body,
/// each with a space at its end. What is longer than its positions goes to the body.
pub fn text(section: &Section, is_first: bool) -> String {
    let mut body = normalise(&section.text);
    let heading = normalise(&section.heading);
    let keywords = fitting(normalise(&section.keywords), BODY - KEYWORDS, &mut body);
    let (names, heading) = if is_first {
        (names(heading, &section.names, &mut body), String::new())
    } else {
        (String::new(), fitting(heading, KEYWORDS - HEADING, &mut body))
    };
    let spaced = |part: String| if part.is_empty() { part } else { part + " " };
    [names, spaced(heading), spaced(keywords), spaced(body)].join(&PART.to_string())
}

/// Returns what fits into so many positions; else it goes to the body.
fn fitting(text: String, room: u32, body: &mut String) -> String {
    if text.chars().count() + 1 < room as usize {
        return text;
    }
    *body = format!("{text} {body}");
    String::new()
}

/// Writes the title and the other names, one a line, each once.
fn names(title: String, others: &str, body: &mut String) -> String {
    let mut written: Vec<String> = Vec::new();
    for name in std::iter::once(title).chain(others.lines().map(normalise)) {
        let room = if written.len() < (HEADING / ROOM) as usize { ROOM / 2 } else { 0 };
        let name = fitting(name, room, body);
        if !name.is_empty() && !written.contains(&name) {
            written.push(name);
        }
    }
    written.iter().map(|name| format!("{NAME}{name} ")).collect()
}

/// Cuts the text of [`text`] into terms.
#[derive(Debug, Clone, Default)]
pub struct Terms;

impl Tokenizer for Terms {
    type TokenStream<'a> = Stream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Stream<'a> {
        Stream { text, at: 0, position: NAMES, part: 0, names: 0, token: Token::default(), word: true }
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
    /// How many names there were.
    names: u32,
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
            if c == NAME {
                self.next_name();
                continue;
            }
            let sort = class(c);
            if self.word && sort.is_of_word() {
                self.take_word();
                return true;
            }
            let (from, position) = (self.at, self.position);
            self.at += c.len_utf8();
            self.position += 1;
            self.word = !sort.is_of_word();
            if let Some(beside) = beside(sort, &self.text[self.at..]) {
                self.set(from, self.at + beside, position);
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
        self.position = [NAMES, HEADING, KEYWORDS, BODY][self.part.min(3)];
        self.word = true;
    }

    fn next_name(&mut self) {
        self.at += NAME.len_utf8();
        let rest = &self.text[self.at..];
        let name = rest.split([NAME, PART]).next().unwrap_or("");
        // The space at its end is not part of it.
        let length = name.chars().count().saturating_sub(1) as u32;
        self.position = NAMES + self.names * ROOM + length;
        self.names += 1;
        self.word = true;
    }

    /// Gives the word that starts here, and stays: its characters may be part of pairs.
    fn take_word(&mut self) {
        let rest = &self.text[self.at..];
        let end = rest.find(|c| !class(c).is_of_word()).unwrap_or(rest.len());
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

/// Bytes of what makes a term with a character of some sort before it: the next character around kana and kanji, the
/// space and the next character between words.
fn beside(sort: Class, rest: &str) -> Option<usize> {
    let mut chars = rest.chars();
    let next = chars.next()?;
    match chars.next() {
        _ if matches!(next, PART | NAME) => None,
        _ if sort == Class::Cjk || class(next) == Class::Cjk => Some(next.len_utf8()),
        Some(first) if next == ' ' && class(first).is_of_word() => Some(next.len_utf8() + first.len_utf8()),
        _ => None,
    }
}
