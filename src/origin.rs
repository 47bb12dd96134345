//! Where the parts of a text come from, when it was put together from several files.

use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::diagnostic::Place;
use crate::positions::Positions;

/// A file that text was taken from.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct File {
    /// Path from the book's root, with `/`.
    pub name: Arc<str>,
    /// Contents, as [`crate::source::Source::text`].
    pub text: Arc<str>,
    /// Where their lines and columns are.
    #[serde(skip)]
    pub positions: Positions,
}

impl File {
    /// Makes a file of its name and its contents.
    pub fn new(name: &Arc<str>, text: &Arc<str>) -> File {
        File { name: name.clone(), text: text.clone(), positions: Positions::default() }
    }
}

/// Where a part of a text comes from. It reaches to the start of the next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// First byte of the part.
    pub start: usize,
    /// The file.
    pub file: Arc<File>,
    /// First byte in the file.
    pub at: usize,
    /// Whether the part was made here and stands for the one byte of the file.
    pub made: bool,
}

/// Returns the place of a byte range of a text, in the file that it was taken from. None when the
/// text has no origins.
pub fn place(origins: &[Origin], range: Range<usize>) -> Option<Place> {
    let index = origins.partition_point(|origin| origin.start <= range.start).checked_sub(1)?;
    let origin = &origins[index];
    let end = origins.get(index + 1).map_or(range.end, |next| range.end.min(next.start));
    let there = |byte: usize| if origin.made { origin.at } else { origin.at + byte - origin.start };
    Some(Place::found(
        &origin.file.name,
        &origin.file.text,
        &origin.file.positions,
        there(range.start)..there(end.max(range.start)),
    ))
}

/// Hash of where the parts of a text come from, with the files: a place in them is told by their lines.
pub fn hash(origins: &[Origin]) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new();
    let mut last: Option<&Arc<File>> = None;
    for origin in origins {
        if !last.is_some_and(|last| Arc::ptr_eq(last, &origin.file)) {
            hasher
                .update(origin.file.name.as_bytes())
                .update(&[0])
                .update(blake3::hash(origin.file.text.as_bytes()).as_bytes());
        }
        hasher.update(&origin.start.to_le_bytes()).update(&origin.at.to_le_bytes()).update(&[u8::from(origin.made)]);
        last = Some(&origin.file);
    }
    *hasher.finalize().as_bytes()
}

/// A text with the origins of its parts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Text {
    /// The text.
    pub text: String,
    /// Where its parts come from, in order.
    pub origins: Vec<Origin>,
}

impl Text {
    /// Returns the whole of a file.
    pub fn of(file: &Arc<File>) -> Text {
        let mut text = Text::default();
        text.push(file, 0..file.text.len());
        text
    }

    /// Adds a part of a file.
    pub fn push(&mut self, file: &Arc<File>, range: Range<usize>) {
        self.origins.push(Origin { start: self.text.len(), file: file.clone(), at: range.start, made: false });
        self.text.push_str(&file.text[range]);
    }

    /// Adds text that stands in no file, for a byte of one.
    pub fn push_made(&mut self, made: &str, file: &Arc<File>, at: usize) {
        self.origins.push(Origin { start: self.text.len(), file: file.clone(), at, made: true });
        self.text.push_str(made);
    }

    /// Adds a part of another text.
    pub fn push_from(&mut self, other: &Text, range: Range<usize>) {
        if range.is_empty() {
            return;
        }
        let start = self.text.len();
        let within = other.origins.iter().filter(|origin| range.contains(&origin.start) && origin.start > range.start);
        let first = other.origin(range.start).map(|origin| Origin { start, ..origin });
        let rest = within.map(|origin| Origin { start: start + origin.start - range.start, ..origin.clone() });
        self.origins.extend(first.into_iter().chain(rest));
        self.text.push_str(&other.text[range]);
    }

    /// The place of a byte range.
    pub fn place(&self, range: Range<usize>) -> Option<Place> {
        place(&self.origins, range)
    }

    /// Where one byte comes from.
    pub fn origin(&self, byte: usize) -> Option<Origin> {
        let index = self.origins.partition_point(|origin| origin.start <= byte).checked_sub(1)?;
        let origin = self.origins[index].clone();
        let at = if origin.made { origin.at } else { origin.at + byte - origin.start };
        Some(Origin { start: byte, at, ..origin })
    }
}
