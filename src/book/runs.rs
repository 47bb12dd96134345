//! The text of a page as it is read: block by block, with the links that stand in it.

use std::ops::Range;

use super::Book;
use crate::parse::{Document, Piece, Target};

/// The text of one block: a paragraph, a cell, a heading.
#[derive(Debug, Default)]
pub struct Run<'a> {
    /// The heading that it stands below, or is, as an index in [`Document::headings`].
    pub heading: Option<usize>,
    /// Whether it is the heading itself.
    pub is_heading: bool,
    /// Text.
    pub text: String,
    /// Readings of ruby in the text.
    pub readings: String,
    /// Links: where they start in the text, and where they lead.
    pub links: Vec<(usize, &'a Target, Range<usize>)>,
}

/// Returns the text of a document. The text of a link without one is the title of its target.
pub fn runs<'a>(document: &'a Document, book: &Book) -> Vec<Run<'a>> {
    let mut runs = Vec::new();
    let mut run = Run::default();
    for piece in &document.body {
        match piece {
            Piece::Block(_) | Piece::Label(_) | Piece::Admonition(..) => flush(&mut run, &mut runs),
            Piece::HeadingStart(index) => {
                flush(&mut run, &mut runs);
                run.heading = Some(*index);
                run.is_heading = true;
            }
            Piece::HeadingEnd => {
                flush(&mut run, &mut runs);
                run.is_heading = false;
            }
            Piece::Text(text) | Piece::Plain(text) => run.text.push_str(text),
            Piece::Reading(text) => run.readings.push_str(text),
            Piece::LinkStart(target, range) => run.links.push((run.text.len(), target, range.clone())),
            Piece::Image(target, alt, range) => {
                run.links.push((run.text.len(), target, range.clone()));
                run.text.push_str(alt);
            }
            Piece::Embed(target, range) => run.links.push((run.text.len(), target, range.clone())),
            Piece::TitleLink(target, range) => {
                run.links.push((run.text.len(), target, range.clone()));
                run.text.push_str(&book.link_title(document, target));
            }
            Piece::Inline(_) | Piece::NoteReference { .. } | Piece::LinkEnd => {}
        }
    }
    flush(&mut run, &mut runs);
    runs
}

/// Ends a run where there is one; the next stands below the same heading.
fn flush<'a>(run: &mut Run<'a>, runs: &mut Vec<Run<'a>>) {
    if run.text.trim().is_empty() && run.links.is_empty() {
        run.text.clear();
        return;
    }
    let next = Run { heading: run.heading, is_heading: run.is_heading, ..Run::default() };
    runs.push(std::mem::replace(run, next));
}
