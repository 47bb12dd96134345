//! A parsed file: its source, what it says, and where.

use std::collections::BTreeSet;
use std::ops::{Deref, Range};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::front_matter::{self, FrontMatter};
use super::locate::{locate, locate_key, locate_toml};
use super::{Link, Parsed, Piece, parsed};
use crate::diagnostic::{Diagnostic, Place};
use crate::path;
use crate::source::Source;

/// One parsed file.
#[derive(Debug, Clone)]
pub struct Document {
    /// The file.
    pub source: Source,
    parsed: Arc<Parsed>,
}

/// What a file says, but for the pieces of its body.
#[derive(Debug, Serialize, Deserialize)]
pub struct Head {
    /// Stable id: `id:` of the front matter, else the file's stem, else the folder's name.
    pub id: String,
    /// Title: `title:` of the front matter, else the first heading of level 1, else a heading that
    /// the body starts with, else the id.
    pub title: String,
    /// Anchor of the title, where it was a heading.
    pub title_id: Option<String>,
    /// The title with `<wbr>` between its phrases, safe HTML.
    pub title_html: String,
    /// The front matter.
    pub front: FrontMatter,
    /// How many pieces the body has.
    pub pieces: usize,
    /// The pieces of each footnote, as indices in the body, by its number less one. They stand behind
    /// the text.
    pub notes: Vec<Range<usize>>,
    /// Where the text names footnotes: the piece, and the number.
    pub note_references: Vec<(usize, usize)>,
    /// The pieces of the body that lead somewhere, in order.
    pub links: Vec<Link>,
    /// Titles of admonitions of the theme's own kinds: the kind in small letters, and where the admonition stands.
    pub admonitions: Vec<(String, Range<usize>)>,
    /// Headings in order, without the one that gave the title.
    pub headings: Vec<Heading>,
    /// Pictures with a number, in order.
    pub figures: Vec<Figure>,
    /// All anchors of the body: of headings, pictures, and HTML with an id.
    pub anchors: BTreeSet<String>,
    /// What is wrong with the file by itself.
    pub diagnostics: Vec<Diagnostic>,
}

/// A heading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// Anchor, unique in the document.
    pub id: String,
    /// Plain text; of a long one the start.
    pub text: String,
    /// Where it stands in the file.
    pub range: Range<usize>,
}

/// A picture with a number and a caption.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figure {
    /// Anchor, unique in the document.
    pub id: String,
    /// Number in the document, from 1.
    pub number: usize,
    /// Caption, plain text.
    pub caption: String,
}

impl Deref for Document {
    type Target = Head;

    fn deref(&self) -> &Head {
        &self.parsed.head
    }
}

impl Document {
    /// A file, and what it says.
    pub fn new(source: &Source, parsed: Arc<Parsed>) -> Document {
        Document { source: source.clone(), parsed }
    }

    /// The pieces of the body.
    pub fn body(&self) -> &[Piece] {
        self.parsed.body.pieces(|| parsed(&self.source).body.own().unwrap_or_default())
    }

    /// Returns the place of a byte range of this file.
    pub fn place(&self, range: Range<usize>) -> Place {
        self.source.place(range)
    }

    /// Which of the links stands at a piece of the body.
    pub fn link_at(&self, piece: usize) -> Option<usize> {
        self.links.binary_search_by_key(&piece, |link| link.piece).ok()
    }

    /// Returns the place of a link, an embed or an image of the body.
    pub fn piece_place(&self, piece: usize) -> Place {
        self.place(self.link_at(piece).map_or(0..0, |at| self.links[at].range.clone()))
    }

    /// Returns the place of a value of the front matter, by the keys and indices that lead to it.
    pub fn front_place(&self, pointer: &[String]) -> Place {
        self.place(self.front_range(pointer))
    }

    /// Returns the place of the last of the keys that lead to a value of the front matter.
    pub fn front_key_place(&self, pointer: &[String]) -> Place {
        let front = &self.front.range;
        if self.front.is_toml {
            return self.front_place(pointer);
        }
        self.place(locate_key(&self.source.text[front.clone()], front.start, pointer))
    }

    /// Returns the bytes of a value of the front matter in the file.
    pub fn front_range(&self, pointer: &[String]) -> Range<usize> {
        front_range(&self.source, &self.front, pointer)
    }

    /// Returns the place of what gives the title: `title:`, else the first line of the body.
    pub fn title_place(&self) -> Place {
        self.place(title_range(&self.source, &self.front))
    }

    /// Where the body starts in the file.
    pub fn body_start(&self) -> usize {
        front_matter::body_start(&self.source.text, &self.front.range)
    }

    /// Name of the document's kind, `page` when it says none.
    pub fn kind(&self) -> &str {
        self.front.kind().unwrap_or("page")
    }

    /// Path of the file from the content folder.
    pub fn path(&self) -> &Arc<str> {
        &self.source.path
    }

    /// Whether the file says what it is called.
    pub fn is_titled(&self) -> bool {
        self.title_id.is_some() || self.front.text("title").is_some()
    }

    /// Whether it is the page of its folder.
    pub fn is_index(&self) -> bool {
        path::is_index(&self.source.path)
    }
}

/// The bytes of a value of the front matter.
fn front_range(source: &Source, front: &FrontMatter, pointer: &[String]) -> Range<usize> {
    let locate = if front.is_toml { locate_toml } else { locate };
    locate(&source.text[front.range.clone()], front.range.start, pointer)
}

/// The bytes of what gives the title.
pub fn title_range(source: &Source, front: &FrontMatter) -> Range<usize> {
    if front.text("title").is_some() {
        return front_range(source, front, &["title".into()]);
    }
    let body = front_matter::body_start(&source.text, &front.range);
    let start = source.text[body..].find(|c: char| !c.is_whitespace()).map_or(body, |blank| body + blank);
    start..source.text[start..].find('\n').map_or(source.text.len(), |at| start + at)
}
