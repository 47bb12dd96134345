//! Parts of a body.

use super::{Document, Piece};

/// The pieces of a section without its heading, up to the next heading of its level or above;
/// without an anchor all of them.
pub fn section<'d>(document: &'d Document, anchor: Option<&str>) -> &'d [Piece] {
    let Some(anchor) = anchor else { return &document.body };
    let level = |piece: &Piece| match piece {
        Piece::HeadingStart(index) => Some((document.headings[*index].level, document.headings[*index].id.as_str())),
        _ => None,
    };
    let Some(start) = document.body.iter().position(|piece| level(piece).is_some_and(|(_, id)| id == anchor)) else {
        return &[];
    };
    let depth = level(&document.body[start]).map_or(6, |(level, _)| level);
    let body =
        start + document.body[start..].iter().position(|piece| *piece == Piece::HeadingEnd).map_or(0, |at| at + 1);
    let end = document.body[body..].iter().position(|piece| level(piece).is_some_and(|(level, _)| level <= depth));
    &document.body[body..end.map_or(document.body.len(), |end| body + end)]
}
