//! Text → [`Document`]. Pure, and it cannot fail: problems become diagnostics of the document.
//!
//! Everything that depends on the one file alone happens here, so that it is done once for as long
//! as the file does not change. What depends on the book (titles of link targets, glossary terms)
//! is left as a hole, a [`Piece`] that `render` fills.

mod body;
mod events;
mod familiar;
mod front_matter;
mod highlight;
mod html;
mod japanese;
mod link;
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
use std::ops::{Deref, Range};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

pub use body::Body;
pub use familiar::is_known;
pub use front_matter::FrontMatter;
pub use html::escape;
pub use japanese::{is_cjk, slug};
pub use link::{Link, LinkKind};
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
#[derive(Debug, Clone)]
pub struct Document {
    /// The file.
    pub source: Source,
    parsed: Arc<Parsed>,
}

/// What a file says.
#[derive(Debug)]
pub struct Parsed {
    head: Head,
    body: Body,
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

/// How parsed files are kept on disk.
pub const FORM: Form<Parsed> = Form { write: Parsed::entry, read: |head, body| Parsed::read(head, Body::kept(body)) };

/// Parses one file.
pub fn parse(source: &Source) -> Document {
    Document::new(source, Arc::new(parsed(source)))
}

/// What one file says.
pub fn parsed(source: &Source) -> Parsed {
    let mut diagnostics = Vec::new();
    let (front, body_start) = front_matter::parse(source, &mut diagnostics);
    let mut body = markdown::parse(source, body_start, &mut diagnostics);
    let id = front.text("id").map_or_else(|| default_id(&source.path), str::to_owned);
    let heading = if front.text("title").is_none() { body.take_title() } else { None };
    let (title_id, heading) = heading.map(|heading| (heading.id, heading.text)).unzip();
    let whole = front.text("title").map(str::to_owned).or(heading).unwrap_or_else(|| id.clone());
    let title = short::short(&whole).into_owned();
    let is_cut = title != whole;
    let mut head = Head {
        id,
        title_html: phrases(&title),
        title,
        title_id,
        front,
        pieces: body.pieces.len(),
        notes: notes(&body.pieces),
        note_references: note_references(&body.pieces),
        links: link::links(&body.pieces),
        admonitions: admonitions(&body.pieces),
        headings: body.headings,
        figures: body.figures,
        anchors: body.anchors,
        diagnostics,
    };
    head.diagnostics.extend(is_cut.then(|| long(source.place(title_range(source, &head.front)))));
    Parsed { head, body: body.pieces.into() }
}

impl Parsed {
    /// The head and the body in bytes; none where the body was kept before.
    pub fn entry(&self) -> Option<Entry> {
        Some(Entry { head: bincode::serialize(&self.head).ok()?, body: self.body.written()? })
    }

    /// What [`Parsed::entry`] made, with its body.
    pub fn read(head: &[u8], body: Body) -> Option<Parsed> {
        Some(Parsed { head: bincode::deserialize(head).ok()?, body })
    }
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

/// The bytes of a value of the front matter.
fn front_range(source: &Source, front: &FrontMatter, pointer: &[String]) -> Range<usize> {
    let locate = if front.is_toml { locate::locate_toml } else { locate };
    locate(&source.text[front.range.clone()], front.range.start, pointer)
}

/// The bytes of what gives the title.
fn title_range(source: &Source, front: &FrontMatter) -> Range<usize> {
    if front.text("title").is_some() {
        return front_range(source, front, &["title".into()]);
    }
    let body = front_matter::body_start(&source.text, &front.range);
    let start = source.text[body..].find(|c: char| !c.is_whitespace()).map_or(body, |blank| body + blank);
    start..source.text[start..].find('\n').map_or(source.text.len(), |at| start + at)
}

/// The footnotes among the pieces.
fn notes(pieces: &[Piece]) -> Vec<Range<usize>> {
    let starts = which(pieces, |piece| matches!(piece, Piece::NoteStart(_)));
    let ends = which(pieces, |piece| *piece == Piece::NoteEnd);
    starts.into_iter().zip(ends).map(|(start, end)| start + 1..end).collect()
}

/// Where footnotes are named among the pieces.
fn note_references(pieces: &[Piece]) -> Vec<(usize, usize)> {
    let number = |piece: &Piece| match piece {
        Piece::NoteReference { number, .. } => Some(*number),
        _ => None,
    };
    pieces.iter().enumerate().filter_map(|(at, piece)| Some((at, number(piece)?))).collect()
}

/// The titles of admonitions among the pieces.
fn admonitions(pieces: &[Piece]) -> Vec<(String, Range<usize>)> {
    let title = |piece: &Piece| match piece {
        Piece::Admonition(kind, range) => Some((kind.clone(), range.clone())),
        _ => None,
    };
    pieces.iter().filter_map(title).collect()
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

    /// Returns the place of a link, an embed or an image of the body.
    pub fn piece_place(&self, piece: usize) -> Place {
        let link = self.links.binary_search_by_key(&piece, |link| link.piece);
        self.place(link.map_or(0..0, |at| self.links[at].range.clone()))
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
