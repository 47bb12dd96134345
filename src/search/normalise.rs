//! One normal form for text and queries.
//!
//! It changes only what no reader takes for a difference: width and compatibility forms (NFKC),
//! case, small kana that are not sounds of their own (ウィルス/ウイルス), dashes, middle dots, and
//! spaces next to Japanese. Each character is folded by itself (with the one before it at most),
//! so the normal form of a part of a text is a part of the normal form of the text: this is what
//! makes every substring findable. Larger differences, as サーバ/サーバー, kana and kanji
//! spellings, are the query's matter ([`super::query`]): folding them in the text would make める
//! (読める) of メール.
//!
//! In the normal form one space stands for anything between words of letters or digits: `A.16.1.5` is
//! `a 16 1 5`, `ISO27001` is `iso 27001`. Beside Japanese a space is nothing, so what separates there is a
//! full stop: 漏えい、対策 is `漏えい.対策`. The normal form of a normal form is the same.

use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

use super::tables::SMALL_KANA;

/// Sort of a character in the normal form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// Kana, kanji: indexed by pairs.
    Cjk,
    /// Letters of other scripts: indexed by words.
    Letter,
    /// Digits and other numbers: a word of their own.
    Digit,
    /// Anything else.
    Other,
}

impl Class {
    /// Whether words are made of such characters.
    pub fn is_of_word(self) -> bool {
        matches!(self, Class::Letter | Class::Digit)
    }
}

/// Returns the sort of a character of the normal form.
pub fn class(c: char) -> Class {
    match c {
        'a'..='z' => Class::Letter,
        '0'..='9' => Class::Digit,
        '\u{3040}'..='\u{309F}' | '\u{30A0}'..='\u{30FA}' | '\u{30FC}'..='\u{30FF}' => Class::Cjk,
        '\u{3005}'..='\u{3007}'
        | '\u{3400}'..='\u{4DBF}'
        | '\u{4E00}'..='\u{9FFF}'
        | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{3FFFF}' => Class::Cjk,
        c if c.is_numeric() => Class::Digit,
        c if c.is_alphabetic() => Class::Letter,
        _ => Class::Other,
    }
}

/// Returns the normal form of a text, without space at its ends.
pub fn normalise(text: &str) -> String {
    let mut folder = Folder::new(String::with_capacity(text.len()));
    let mut rest = text;
    while !rest.is_empty() {
        let plain = plain_prefix(rest);
        folder.fold_plain(&rest[..plain]);
        rest = &rest[plain..];
        let other = rest.char_indices().skip(1).find(|(_, c)| is_plain(*c)).map_or(rest.len(), |(at, _)| at);
        composed(&rest[..other]).for_each(|c| folder.fold(c));
        rest = &rest[other..];
    }
    folder.out
}

/// Whether a plain character is kana or kanji that is its own normal form: so is a run of such characters.
fn is_settled(c: char) -> bool {
    match c {
        '\u{4E00}'..='\u{9FFF}' => true,
        '\u{3041}'..='\u{3096}' | '\u{30A1}'..='\u{30FA}' | 'ー' => large(c) == c,
        _ => false,
    }
}

/// The characters of a text in NFKC.
fn composed(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|c| !is_invisible(*c)).nfkc()
}

/// Whether NFKC leaves a character as it is and never joins it to the one before: most of Japanese
/// text. NFKC is needed, and slow, for the rest alone.
fn is_plain(c: char) -> bool {
    matches!(c, '\0'..='\u{7F}' | '\u{3001}'..='\u{3029}' | '\u{3041}'..='\u{3096}' | '\u{30A1}'..='\u{30FE}' | '\u{4E00}'..='\u{9FFF}')
}

/// Length of the part at the start that is normal as it stands. The character before one that is not
/// plain is left out: a mark may join it.
fn plain_prefix(text: &str) -> usize {
    let mut last = 0;
    for (at, c) in text.char_indices() {
        if !is_plain(c) {
            return last;
        }
        last = at;
    }
    text.len()
}

/// Returns the normal form, and for each of its characters the index of the character of the text
/// that it comes from.
pub fn with_origins(text: &str) -> (Vec<char>, Vec<usize>) {
    let mut folder = Folder::new(String::new());
    let (mut chars, mut origins) = (Vec::new(), Vec::new());
    for (index, cluster) in clusters(text) {
        for c in composed(cluster) {
            folder.fold(c);
            chars.extend(folder.out.drain(..));
            origins.resize(chars.len(), index);
        }
    }
    (chars, origins)
}

/// Cuts a text before each character that does not combine with the one before, so that each piece
/// can be normalised by itself.
fn clusters(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let starts = text
        .char_indices()
        .enumerate()
        .filter(|(_, (at, c))| *at == 0 || !(combines(*c) || is_invisible(*c)))
        .map(|(index, (at, _))| (index, at));
    let starts: Vec<(usize, usize)> = starts.collect();
    (0..starts.len()).map(move |at| {
        let end = starts.get(at + 1).map_or(text.len(), |next| next.1);
        (starts[at].0, &text[starts[at].1..end])
    })
}

/// Whether NFKC may join a character to the one before it: marks, half-width voicing marks, and the parts of Hangul.
fn combines(c: char) -> bool {
    matches!(
        c,
        '\u{3099}'
            | '\u{309A}'
            | '\u{FF9E}'
            | '\u{FF9F}'
            | '\u{1161}'..='\u{11FF}'
            | '\u{3131}'..='\u{318E}'
            | '\u{FFA0}'..='\u{FFDC}'
    ) || unicode_normalization::char::is_combining_mark(c)
}

/// Stands for a border beside Japanese.
const BORDER: char = '.';

/// What stands between the last character and the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    None,
    /// White space: a border between words of letters, none beside Japanese.
    Space,
    /// Punctuation or the end of a line: a border.
    Border,
}

/// Writes the normal form character by character.
struct Folder {
    out: String,
    /// The last character that was written, none at the start.
    last: Option<char>,
    gap: Gap,
}

impl Folder {
    fn new(out: String) -> Folder {
        Folder { out, last: None, gap: Gap::None }
    }

    /// Folds plain characters. What is settled is most of Japanese text, and copied as it stands.
    fn fold_plain(&mut self, text: &str) {
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            self.fold(c);
            let (_, after) = rest.split_at(c.len_utf8());
            let settled = if is_settled(c) { after.find(|c| !is_settled(c)).unwrap_or(after.len()) } else { 0 };
            self.out.push_str(&after[..settled]);
            self.last = after[..settled].chars().next_back().or(self.last);
            rest = &after[settled..];
        }
    }

    /// Folds a character that is in NFKC.
    fn fold(&mut self, c: char) {
        match c {
            c if is_dropped(c) => {}
            c if is_dash(c) && self.gap == Gap::None && self.last.is_some_and(is_katakana) => self.push('ー'),
            c => folded(c, |c| self.push(c)),
        }
    }

    /// Adds a folded character, with a space where one is due.
    fn push(&mut self, c: char) {
        let sort = class(c);
        if sort == Class::Other {
            let gap = if c.is_whitespace() && c != '\n' { Gap::Space } else { Gap::Border };
            self.gap = self.gap.max(gap);
            return;
        }
        if let Some(last) = self.last.map(class).filter(|last| self.is_border(*last, sort)) {
            self.out.push(if last != Class::Cjk && sort != Class::Cjk { ' ' } else { BORDER });
        }
        self.out.push(c);
        self.last = Some(c);
        self.gap = Gap::None;
    }

    fn is_border(&self, last: Class, next: Class) -> bool {
        let words = last != Class::Cjk && next != Class::Cjk;
        match self.gap {
            Gap::Border => true,
            Gap::Space => words,
            Gap::None => words && last != next,
        }
    }
}

/// Whether a character is nothing: no letter, and no border between two. The iota below a Greek letter is among them: it joins
/// small letters alone, so a capital with it would be another word.
fn is_dropped(c: char) -> bool {
    matches!(c, '・' | '\u{3099}' | '\u{309A}' | '\u{0345}') || is_invisible(c)
}

/// Whether a character is dropped before its neighbours are joined, as if they stood side by side.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{00AD}'
            | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2060}'..='\u{2069}'
            | '\u{FEFF}'
            | '\u{FE00}'..='\u{FE0F}'
    )
}

/// Whether a character is written for the long mark after katakana at times.
pub(crate) fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '~' | '〜')
}

/// Gives the folded characters of one that is in NFKC and is not dropped.
fn folded(c: char, mut put: impl FnMut(char)) {
    match c {
        c if c.is_ascii() => put(c.to_ascii_lowercase()),
        '\u{4E00}'..='\u{9FFF}' => put(c),
        'ぁ'..='\u{30FF}' => put(large(c)),
        c => c.to_lowercase().for_each(put),
    }
}

/// Folds the characters of a text, and leaves what is between words as it is: the part of the normal form
/// that a table of characters can hold.
pub fn fold(text: &str) -> String {
    let mut out = String::new();
    text.nfkc().filter(|c| !is_dropped(*c)).for_each(|c| folded(c, |c| out.push(c)));
    out
}

fn is_katakana(c: char) -> bool {
    matches!(c, 'ァ'..='ヺ' | 'ー')
}

/// Returns the large kana of a small one that is folded. It is a table, as every kana is asked about.
fn large(c: char) -> char {
    const FIRST: u32 = 'ぁ' as u32;
    static LARGE: LazyLock<[char; 0xC0]> = LazyLock::new(|| {
        let mut table = std::array::from_fn(|at| char::from_u32(FIRST + at as u32).unwrap_or(' '));
        let mut pairs = SMALL_KANA.chars();
        while let (Some(small), Some(large)) = (pairs.next(), pairs.next()) {
            table[(small as u32 - FIRST) as usize] = large;
        }
        table
    });
    (c as u32).checked_sub(FIRST).and_then(|at| LARGE.get(at as usize)).copied().unwrap_or(c)
}
