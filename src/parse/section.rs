//! Parts of a body.

use std::ops::Range;

use super::{Document, Piece};

/// The pieces of a section without its heading, up to the next heading of its level or above, as
/// indices in the body; without an anchor all of them.
pub fn section(document: &Document, anchor: Option<&str>) -> Range<usize> {
    let Some(anchor) = anchor else { return 0..document.body.len() };
    let level = |piece: &Piece| match piece {
        Piece::HeadingStart(index) => Some((document.headings[*index].level, document.headings[*index].id.as_str())),
        _ => None,
    };
    let Some(start) = document.body.iter().position(|piece| level(piece).is_some_and(|(_, id)| id == anchor)) else {
        return 0..0;
    };
    let depth = level(&document.body[start]).map_or(6, |(level, _)| level);
    let body =
        start + document.body[start..].iter().position(|piece| *piece == Piece::HeadingEnd).map_or(0, |at| at + 1);
    let end = document.body[body..].iter().position(|piece| level(piece).is_some_and(|(level, _)| level <= depth));
    body..end.map_or(document.body.len(), |end| body + end)
}
