//! Text → [`Document`]. Pure, and it cannot fail: problems become diagnostics of the document.
//!
//! Everything that depends on the one file alone happens here, so that it is done once for as long
//! as the file does not change. What depends on the book (titles of link targets, glossary terms)
//! is left as a hole, a [`Piece`] that `render` fills.

mod body;
mod document;
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

use std::ops::Range;
use std::sync::Arc;

pub use body::Body;
pub use document::{Document, Figure, Head, Heading};
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

/// What a file says.
#[derive(Debug)]
pub struct Parsed {
    head: Head,
    body: Body,
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
    head.diagnostics.extend(is_cut.then(|| long(source.place(document::title_range(source, &head.front)))));
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
