//! The book's own words, wherever they stand: in bodies and in front matters.

use std::ops::Range;

use crate::book::{Book, Page};
use crate::diagnostic::Place;
use crate::kind::{Step, visit_front};
use crate::parse::prose;

/// Fields of every page that hold names rather than prose.
const NAMES: [&str; 8] = ["id", "kind", "aliases", "keywords", "tags", "moved-from", "covers", "collect"];

/// A stretch of prose.
#[derive(Debug, Clone)]
pub struct Text<'a> {
    /// The words, as they stand in the file.
    pub text: &'a str,
    /// Whether it is the text of a link.
    pub linked: bool,
    at: At,
}

/// Where a text stands.
#[derive(Debug, Clone)]
enum At {
    /// In the body, at a byte of the file.
    Body(usize),
    /// In the front matter: the keys and indices that lead to the value.
    Field(Vec<String>),
}

/// Returns the prose of a page.
pub fn texts<'a>(book: &Book, page: &'a Page) -> Vec<Text<'a>> {
    let mut texts = Vec::new();
    for path in paths(book, page) {
        visit_front(&page.document.front.data, &path, &mut |pointer, value| {
            let field = |text| Text { text, linked: false, at: At::Field(pointer.to_vec()) };
            texts.extend(value.as_str().map(field));
        });
    }
    let source = &page.document.source.text;
    texts.extend(prose(&page.document).into_iter().map(|prose| Text {
        text: &source[prose.range.clone()],
        linked: prose.linked,
        at: At::Body(prose.range.start),
    }));
    texts
}

/// Where the front matter of a page holds prose.
fn paths(book: &Book, page: &Page) -> Vec<Vec<Step>> {
    let named = |path: &Vec<Step>| matches!(path.first(), Some(Step::Key(key)) if NAMES.contains(&key.as_str()));
    match book.kind(page) {
        Some(kind) => kind.prose.iter().filter(|path| !named(path)).cloned().collect(),
        None => ["title", "description"].map(|key| vec![Step::Key(key.to_owned())]).to_vec(),
    }
}

impl Text<'_> {
    /// Returns the place of a part of the text.
    pub fn place(&self, page: &Page, part: Range<usize>) -> Place {
        match &self.at {
            At::Body(start) => page.document.place(start + part.start..start + part.end),
            At::Field(pointer) => in_field(page, pointer, &self.text[part]),
        }
    }

    /// Returns where a part of the text stands in the file, for texts of bodies.
    pub fn in_body(&self, part: &Range<usize>) -> Option<Range<usize>> {
        match self.at {
            At::Body(start) => Some(start + part.start..start + part.end),
            At::Field(_) => None,
        }
    }
}

/// Finds a word in a value of the front matter. The value may be folded or escaped, so the word is
/// looked up in the file, from where the value starts.
fn in_field(page: &Page, pointer: &[String], word: &str) -> Place {
    let document = &page.document;
    let start = document.front_range(pointer).start;
    let rest = &document.source.text[start..document.front.range.end.max(start)];
    match rest.find(word) {
        Some(at) => document.place(start + at..start + at + word.len()),
        None => document.front_place(pointer),
    }
}

/// Bytes before a place in which a quotation is looked for that it is in. A paragraph may be a book.
const QUOTATION: usize = 3000;

/// Whether a place is inside 「」 or 『』.
pub fn is_quoted(text: &str, at: usize) -> bool {
    let before = &text[text.floor_char_boundary(at.saturating_sub(QUOTATION))..at];
    let count = |marks: [char; 2]| before.matches(marks).count();
    count(['「', '『']) > count(['」', '』'])
}

#[cfg(test)]
mod tests {
    use super::is_quoted;

    #[test]
    fn quotations_end() {
        let text = "『ウィルス』と「a『b』c」";
        assert!(is_quoted(text, "『ウ".len()) && is_quoted(text, "『ウィルス』と「a『b』c".len()));
        assert!(!is_quoted(text, "『ウィルス』".len()));
    }
}
