//! Text → [`Document`]. Pure, and it cannot fail: problems become diagnostics of the document.
//!
//! Everything that depends on the one file alone happens here, so that it is done once for as long
//! as the file does not change. What depends on the book (titles of link targets, glossary terms)
//! is left as a hole, a [`Piece`] that `render` fills.

mod events;
mod familiar;
mod front_matter;
mod highlight;
mod html;
mod japanese;
mod locate;
mod markdown;
mod math;
mod phrase;
mod piece;
mod prose;
mod section;
mod short;
mod tags;
mod yaml;
mod yaml_error;

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

pub use familiar::is_known;
pub use front_matter::FrontMatter;
pub use html::escape;
pub use japanese::{is_cjk, slug};
pub use locate::{locate, locate_key};
pub use phrase::phrases;
pub use piece::{Piece, Target};
pub use prose::{Prose, prose};
pub use section::{notes_of, section};
pub use tags::{Tag, Token, tokens};
pub use yaml_error::{hint as yaml_hint, why as yaml_why};

use crate::diagnostic::{Diagnostic, Place};
use crate::memo::Form;
use crate::path;
use crate::say;
use crate::source::Source;
use crate::store::Entry;

/// One parsed file.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Document {
    /// The file.
    pub source: Source,
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
    /// The body.
    pub body: Vec<Piece>,
    /// The pieces of each footnote, as indices in the body, by its number less one. They stand behind
    /// the text.
    pub notes: Vec<Range<usize>>,
    /// Which pieces of the body lead somewhere, see [`Piece::target`].
    pub links: Vec<usize>,
    /// Which pieces of the body are titles of admonitions.
    pub admonitions: Vec<usize>,
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

/// How documents are kept on disk.
pub const FORM: Form<Document> = Form {
    write: |document| Some(Entry::body(bincode::serialize(document).ok()?)),
    read: |_, body| read(&body.read()?),
};

/// Reads a document that was kept.
pub fn read(kept: &[u8]) -> Option<Document> {
    bincode::deserialize(kept).ok()
}

/// Parses one file.
pub fn parse(source: &Source) -> Document {
    let mut diagnostics = Vec::new();
    let (front, body_start) = front_matter::parse(source, &mut diagnostics);
    let mut body = markdown::parse(source, body_start, &mut diagnostics);
    let id = front.text("id").map_or_else(|| default_id(&source.path), str::to_owned);
    let heading = if front.text("title").is_none() { body.take_title() } else { None };
    let (title_id, heading) = heading.map(|heading| (heading.id, heading.text)).unzip();
    let whole = front.text("title").map(str::to_owned).or(heading).unwrap_or_else(|| id.clone());
    let title = short::short(&whole).into_owned();
    let is_cut = title != whole;
    let mut document = Document {
        source: source.clone(),
        id,
        title_html: phrases(&title),
        title,
        title_id,
        front,
        notes: notes(&body.pieces),
        links: which(&body.pieces, |piece| piece.target().is_some()),
        admonitions: which(&body.pieces, |piece| matches!(piece, Piece::Admonition(..))),
        body: body.pieces,
        headings: body.headings,
        figures: body.figures,
        anchors: body.anchors,
        diagnostics,
    };
    document.diagnostics.extend(is_cut.then(|| long(document.title_place())));
    document
}

/// A title or heading that other places do not show whole.
fn long(place: Place) -> Diagnostic {
    let message = say!(
        "this has more than {longest} characters and is cut where it is shown as a title",
        longest = short::LONGEST
    );
    Diagnostic::warning("long-heading", place, message)
        .hint(say!("make a short title of it, and a paragraph of the rest"))
}

/// The footnotes among the pieces.
fn notes(pieces: &[Piece]) -> Vec<Range<usize>> {
    let starts = which(pieces, |piece| matches!(piece, Piece::NoteStart(_)));
    let ends = which(pieces, |piece| *piece == Piece::NoteEnd);
    starts.into_iter().zip(ends).map(|(start, end)| start + 1..end).collect()
}

/// The places of some pieces among all.
fn which(pieces: &[Piece], wanted: impl Fn(&Piece) -> bool) -> Vec<usize> {
    (0..pieces.len()).filter(|at| wanted(&pieces[*at])).collect()
}

/// Id of a file that names none: its stem, or for an index page its folder's name.
fn default_id(path: &str) -> String {
    match path::folder(path) {
        _ if !path::is_index(path) => path::stem(path).to_owned(),
        "" => "home".to_owned(),
        folder => path::name(folder).to_owned(),
    }
}

impl Document {
    /// Returns the place of a byte range of this file.
    pub fn place(&self, range: Range<usize>) -> Place {
        self.source.place(range)
    }

    /// Returns the place of a link, an embed or an image of the body.
    pub fn piece_place(&self, piece: usize) -> Place {
        self.place(self.body[piece].target().map_or(0..0, |(_, range)| range.clone()))
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
        let locate = if self.front.is_toml { locate::locate_toml } else { locate };
        locate(&self.source.text[self.front.range.clone()], self.front.range.start, pointer)
    }

    /// Returns the place of what gives the title: `title:`, else the first line of the body.
    pub fn title_place(&self) -> Place {
        match self.front.text("title") {
            Some(_) => self.front_place(&["title".into()]),
            None => {
                let start = self.body_start();
                let blank = self.source.text[start..].find(|c: char| !c.is_whitespace()).unwrap_or(0);
                let end = self.source.text[start + blank..]
                    .find('\n')
                    .map_or(self.source.text.len(), |at| start + blank + at);
                self.place(start + blank..end)
            }
        }
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
