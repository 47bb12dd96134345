//! Sections of pages that are shown in other pages (`![[page#section]]`).

use std::collections::BTreeSet;
use std::ops::Range;

use rayon::prelude::*;

use super::{Book, Page, Resolved, embed_size};
use crate::diagnostic::Diagnostic;
use crate::parse::{Document, LinkKind, section};
use crate::say;

/// A section: its page, and its anchor unless it is the whole page.
pub type Shown = (usize, Option<String>);

/// Reports sections that show nothing, themselves, or too much. The latter two are shown no more.
pub fn check(book: &mut Book, diagnostics: &mut Vec<Diagnostic>) {
    let mut endless = Vec::new();
    let showing = showing(book);
    for (index, page) in showing.iter().map(|index| (*index, &book.pages[*index])) {
        for (at, shown) in embeds(page, 0..page.document.pieces) {
            diagnostics.extend(empty(book, &page.document, at, shown));
            if let Some(cycle) = cycle(book, index, at, shown) {
                let message = say!("the page shows itself: {cycle}", cycle = cycle.join(" → "));
                let diagnostic = Diagnostic::error("embed-cycle", page.document.piece_place(at), message);
                diagnostics.push(diagnostic.hint(say!("link to the section with `[[…]]` instead of showing it")));
                endless.push((index, at));
            }
        }
    }
    endless.into_iter().for_each(|(page, at)| book.pages[page].show_nothing(at));
    embed_size::check(book, &showing, diagnostics);
}

/// The pages that show others.
fn showing(book: &Book) -> Vec<usize> {
    let shows = |page: &Page| embeds(page, 0..page.document.pieces).next().is_some();
    (0..book.pages.len()).into_par_iter().filter(|page| shows(&book.pages[*page])).collect()
}

/// Only headings start a section that can be shown; anchors of the front matter do not.
fn empty(book: &Book, document: &Document, at: usize, shown: &Resolved) -> Option<Diagnostic> {
    let Resolved::Page(index, Some(anchor)) = shown else { return None };
    let other = &book.pages[*index].document;
    if other.headings.iter().any(|heading| heading.id == *anchor) {
        return None;
    }
    let message = say!("`{id}#{anchor}` is no section with a heading and shows nothing here", id = other.id, anchor);
    let diagnostic = Diagnostic::error("empty-embed", document.piece_place(at), message);
    Some(diagnostic.hint(say!("link to it with `[[…]]` instead")))
}

/// The embeds among some pieces of a page, with what they show.
pub fn embeds(page: &Page, pieces: Range<usize>) -> impl Iterator<Item = (usize, &Resolved)> {
    page.links()
        .filter(move |(link, _)| link.kind == LinkKind::Embed && pieces.contains(&link.piece))
        .filter_map(|(link, shown)| Some((link.piece, shown?)))
}

/// Follows an embed; returns the names on the way when it leads back to where it stands.
fn cycle(book: &Book, page: usize, at: usize, shown: &Resolved) -> Option<Vec<String>> {
    let mut way = vec![book.pages[page].id().to_owned()];
    leads_back(book, shown, (page, at), &mut way, &mut BTreeSet::new()).then_some(way)
}

/// Whether what an embed shows holds the very embed that stands at a place of a page.
fn leads_back(
    book: &Book,
    shown: &Resolved,
    from: (usize, usize),
    way: &mut Vec<String>,
    seen: &mut BTreeSet<Shown>,
) -> bool {
    let Resolved::Page(index, anchor) = shown else { return false };
    if !seen.insert((*index, anchor.clone())) {
        return false;
    }
    let other = &book.pages[*index];
    way.push(anchor.as_ref().map_or_else(|| other.id().to_owned(), |anchor| format!("{}#{anchor}", other.id())));
    for (at, next) in embeds(other, section(&other.document, anchor.as_deref())) {
        if (*index, at) == from || leads_back(book, next, from, way, seen) {
            return true;
        }
    }
    way.pop();
    false
}
