//! The parts of a body, and where those that are links lead.

use std::borrow::Cow;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::path;

/// A part of the body: ready HTML, text, or a hole for what the book knows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Piece {
    /// HTML between two runs of text that belong together, such as `<strong>`.
    Inline(String),
    /// HTML that separates the text before it from the text after it, such as `</p>`.
    Block(String),
    /// Text in which glossary terms may be linked.
    Text(String),
    /// Text that stays as it is: in headings, code and links.
    Plain(String),
    /// Text that is shown and searched, but is not part of the sentence: the reading of a ruby.
    Reading(String),
    /// An interface string of the theme, by its key.
    Label(Cow<'static, str>),
    /// Title of an admonition of the theme's own kinds: the kind in small letters, and where the
    /// admonition stands.
    Admonition(String, Range<usize>),
    /// Number of a footnote where the text names it.
    NoteReference {
        /// Name of the footnote.
        name: String,
        /// Number of the footnote in its page, from 1.
        number: usize,
        /// How often the text has named it so far, with this time.
        count: usize,
    },
    /// Start of a footnote behind the text, by its name.
    NoteStart(String),
    /// End of a footnote.
    NoteEnd,
    /// The id of a figure, as an attribute of its element, by the index in [`Document::figures`].
    FigureId(usize),
    /// The number of a figure, by its index in [`Document::figures`].
    FigureNumber(usize),
    /// Start of a heading, by its index in [`Document::headings`].
    HeadingStart(usize),
    /// End of a heading.
    HeadingEnd,
    /// Start of a link; `LinkEnd` follows.
    LinkStart(Target, Range<usize>),
    /// End of a link.
    LinkEnd,
    /// A link whose text is the title of its target.
    TitleLink(Target, Range<usize>),
    /// A section of another page, shown here.
    Embed(Target, Range<usize>),
    /// An image: address, alternative text.
    Image(Target, String, Range<usize>),
}

impl Piece {
    /// Where a link, an embed or an image leads, and where it stands in the file.
    pub fn target(&self) -> Option<(&Target, &Range<usize>)> {
        match self {
            Piece::LinkStart(target, range)
            | Piece::TitleLink(target, range)
            | Piece::Embed(target, range)
            | Piece::Image(target, _, range) => Some((target, range)),
            _ => None,
        }
    }

    /// Text that the piece shows by itself.
    pub fn own_text(&self) -> Option<&str> {
        match self {
            Piece::Text(text) | Piece::Plain(text) => Some(text),
            _ => None,
        }
    }
}

/// Where a link leads, as it was written.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Target {
    /// `[[name#anchor]]`.
    Name(String, Option<String>),
    /// `path.md#anchor` or the path of another file of the content.
    Path(String, Option<String>),
    /// `#anchor` in the same page.
    Anchor(String),
    /// An address with a scheme.
    External(String),
}

impl Target {
    /// The address as it was written, for links by path: something that the book does not know may
    /// be there.
    pub fn written(&self) -> Option<String> {
        let Target::Path(path, anchor) = self else { return None };
        let anchor = anchor.as_ref().map_or_else(String::new, |anchor| format!("#{}", path::encode(anchor)));
        Some(format!("{}{anchor}", path::encode(path)))
    }
}

/// Joins pieces of one sort that follow one another. A document is kept for as long as its book, so
/// the list is cut to its length.
pub fn join(mut pieces: Vec<Piece>) -> Vec<Piece> {
    pieces.dedup_by(|next, last| match (last, next) {
        (Piece::Block(last), Piece::Block(next))
        | (Piece::Inline(last), Piece::Inline(next))
        | (Piece::Text(last), Piece::Text(next))
        | (Piece::Plain(last), Piece::Plain(next)) => {
            last.push_str(next);
            true
        }
        _ => false,
    });
    pieces.shrink_to_fit();
    pieces
}
