//! How much of other pages a page shows.
//!
//! Six pages that each show the next one twenty times are 64 million sections. What is too much is
//! left out before a page is rendered: time and memory stay in proportion to the book.

use std::collections::{BTreeMap, BTreeSet};

use super::embeds::{Shown, embeds};
use super::{Book, Page, Resolved};
use crate::diagnostic::Diagnostic;
use crate::parse::{Document, Piece, notes_of, section};
use crate::say;

/// Most bytes of other pages that a page may show.
const MOST: usize = 10_000_000;

/// Least bytes that a section is taken for.
const LEAST: usize = 10_000;

/// Reports embeds with which one of the pages that show others shows too much, and makes them show nothing. No
/// section shows itself.
pub fn check(book: &mut Book, showing: &[usize], diagnostics: &mut Vec<Diagnostic>) {
    let mut sizes = Sizes { book, known: BTreeMap::new(), too_much: BTreeSet::new() };
    for page in showing {
        sizes.shown(&(*page, None));
    }
    for (page, at) in sizes.too_much {
        let message = say!("with this the page shows more than 10 MB of other pages");
        let place = book.pages[page].document.piece_place(at);
        diagnostics
            .push(Diagnostic::error("embed-size", place, message).hint(say!("link to the section with `[[…]]`")));
        book.pages[page].show_nothing(at);
    }
}

struct Sizes<'b> {
    book: &'b Book,
    /// Bytes of sections with all that they show.
    known: BTreeMap<Shown, usize>,
    /// Embeds that go beyond what a page may show: the page, and the piece.
    too_much: BTreeSet<(usize, usize)>,
}

impl<'b> Sizes<'b> {
    /// Bytes that a section is taken for, with all that it shows.
    fn section(&mut self, shown: &Shown) -> usize {
        if let Some(size) = self.known.get(shown) {
            return *size;
        }
        let document: &'b Document = &self.book.pages[shown.0].document;
        let own: usize = document.body()[section(document, shown.1.as_deref())].iter().map(size).sum();
        let size = LEAST.max(own) + self.shown(shown);
        self.known.insert(shown.clone(), size);
        size
    }

    /// Bytes of what a section shows. What would be too much is noted and not counted.
    fn shown(&mut self, shown: &Shown) -> usize {
        let page: &'b Page = &self.book.pages[shown.0];
        let text = section(&page.document, shown.1.as_deref());
        let notes = notes_of(&page.document, &text).into_iter().filter_map(|note| page.document.notes.get(note - 1));
        let mut sum = 0;
        for (at, target) in std::iter::once(&text).chain(notes).flat_map(|pieces| embeds(page, pieces.clone())) {
            let Resolved::Page(index, anchor) = target else { continue };
            let size = self.section(&(*index, anchor.clone()));
            if sum + size > MOST {
                self.too_much.insert((shown.0, at));
            } else {
                sum += size;
            }
        }
        sum
    }
}

/// Bytes of a piece, about.
fn size(piece: &Piece) -> usize {
    match piece {
        Piece::Inline(text) | Piece::Block(text) | Piece::Text(text) | Piece::Plain(text) => text.len(),
        _ => 100,
    }
}
