//! Parts of a body.

use std::collections::BTreeSet;
use std::ops::Range;

use super::{Document, Piece};

/// The pieces of a section without its heading, up to the next heading of its level or above, as
/// indices in the body; without an anchor the whole text. Footnotes are left out, see [`notes_of`].
pub fn section(document: &Document, anchor: Option<&str>) -> Range<usize> {
    let Some(anchor) = anchor else { return 0..text_end(document) };
    let level = |piece: &Piece| match piece {
        Piece::HeadingStart(index) => Some((document.headings[*index].level, document.headings[*index].id.as_str())),
        _ => None,
    };
    let Some(start) = document.body().iter().position(|piece| level(piece).is_some_and(|(_, id)| id == anchor)) else {
        return 0..0;
    };
    let depth = level(&document.body()[start]).map_or(6, |(level, _)| level);
    let body =
        start + document.body()[start..].iter().position(|piece| *piece == Piece::HeadingEnd).map_or(0, |at| at + 1);
    let text_end = text_end(document);
    let end =
        document.body()[body..text_end].iter().position(|piece| level(piece).is_some_and(|(level, _)| level <= depth));
    body..end.map_or(text_end, |end| body + end)
}

/// Where the text ends and the footnotes start.
fn text_end(document: &Document) -> usize {
    document.notes.first().map_or(document.pieces, |note| note.start - 1)
}

/// The numbers of the footnotes that some pieces name, and those that these name, in the order of
/// their use.
pub fn notes_of(document: &Document, pieces: &Range<usize>) -> Vec<usize> {
    let mut found: Vec<usize> = Vec::new();
    if document.notes.is_empty() {
        return found;
    }
    let mut seen = BTreeSet::new();
    let mut next = Some(pieces.clone());
    let mut read = 0;
    while let Some(pieces) = next {
        let from = document.note_references.partition_point(|(at, _)| *at < pieces.start);
        let named = document.note_references[from..].iter().take_while(|(at, _)| *at < pieces.end);
        found.extend(named.map(|(_, number)| *number).filter(|number| seen.insert(*number)));
        next = found.get(read).and_then(|number| document.notes.get(number - 1)).cloned();
        read += 1;
    }
    found
}
