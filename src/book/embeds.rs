//! Sections of pages that are shown in other pages (`![[page#section]]`).

use std::collections::BTreeSet;
use std::ops::Range;

use super::{Book, Resolved};
use crate::diagnostic::Diagnostic;
use crate::parse::{Document, Piece, Target, section};

/// A section: its page, and its anchor unless it is the whole page.
type Shown = (usize, Option<String>);

/// Reports sections that show themselves, over however many others.
pub fn check(book: &Book, diagnostics: &mut Vec<Diagnostic>) {
    for page in &book.pages {
        for (target, range) in embeds(&page.document.body) {
            diagnostics.extend(empty(book, &page.document, target, range));
            if let Some(cycle) = cycle(book, &page.document, target, range) {
                let message = format!("the page shows itself: {}", cycle.join(" → "));
                let diagnostic = Diagnostic::error("embed-cycle", page.document.place(range.clone()), message);
                diagnostics.push(diagnostic.hint("link to the section with `[[…]]` instead of showing it"));
            }
        }
    }
}

/// Only headings start a section that can be shown; anchors of the front matter do not.
fn empty(book: &Book, document: &Document, target: &Target, range: &Range<usize>) -> Option<Diagnostic> {
    let Some(Resolved::Page(index, Some(anchor))) = book.resolve(document, target) else { return None };
    let other = &book.pages[index].document;
    if other.headings.iter().any(|heading| heading.id == anchor) {
        return None;
    }
    let message = format!("`{}#{anchor}` is no section with a heading and shows nothing here", other.id);
    Some(
        Diagnostic::error("empty-embed", document.place(range.clone()), message)
            .hint("link to it with `[[…]]` instead"),
    )
}

/// The embeds among pieces.
fn embeds(pieces: &[Piece]) -> impl Iterator<Item = (&Target, &Range<usize>)> {
    pieces.iter().filter_map(|piece| match piece {
        Piece::Embed(target, range) => Some((target, range)),
        _ => None,
    })
}

/// Follows an embed; returns the names on the way when it leads back to where it stands.
fn cycle(book: &Book, document: &Document, target: &Target, range: &Range<usize>) -> Option<Vec<String>> {
    let start = book.names.path(document.path())?;
    let mut way = vec![document.id.clone()];
    let mut seen = BTreeSet::new();
    leads_back(book, document, target, &(start, range.start), &mut way, &mut seen).then_some(way)
}

/// Whether what an embed shows holds the very embed that stands at a place of a page.
fn leads_back(
    book: &Book,
    document: &Document,
    target: &Target,
    from: &(usize, usize),
    way: &mut Vec<String>,
    seen: &mut BTreeSet<Shown>,
) -> bool {
    let Some(Resolved::Page(index, anchor)) = book.resolve(document, target) else { return false };
    if !seen.insert((index, anchor.clone())) {
        return false;
    }
    let other = &book.pages[index].document;
    way.push(anchor.as_ref().map_or_else(|| other.id.clone(), |anchor| format!("{}#{anchor}", other.id)));
    for (next, range) in embeds(section(other, anchor.as_deref())) {
        if (index, range.start) == *from || leads_back(book, other, next, from, way, seen) {
            return true;
        }
    }
    way.pop();
    false
}
