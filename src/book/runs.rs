//! The text of a page as it is read: block by block, with the links that stand in it.

use crate::parse::{Document, Piece};

/// The text of one block: a paragraph, a cell, a heading.
#[derive(Debug, Default)]
pub struct Run {
    /// The heading that it stands below, or is, as an index in [`crate::parse::Document::headings`].
    pub heading: Option<usize>,
    /// Whether it is the heading itself.
    pub is_heading: bool,
    /// Text.
    pub text: String,
    /// Readings of ruby in the text.
    pub readings: String,
    /// Where links start in the text; those of all runs are [`crate::parse::Document::links`].
    pub links: Vec<usize>,
}

/// Returns the text of a document. The text of a link without one is the title of its target; `titles` are these in
/// their order.
pub fn runs(document: &Document, titles: &[&str]) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut run = Run::default();
    let mut titles = titles.iter();
    for piece in document.body() {
        run.links.extend(piece.target().map(|_| run.text.len()));
        match piece {
            Piece::Block(_)
            | Piece::Label(_)
            | Piece::Admonition(..)
            | Piece::NoteStart(_)
            | Piece::NoteEnd
            | Piece::FigureId(_)
            | Piece::FigureNumber(_) => flush(&mut run, &mut runs),
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
            Piece::Image(_, alt, _) => run.text.push_str(alt),
            Piece::TitleLink(..) => run.text.push_str(titles.next().unwrap_or(&"")),
            Piece::LinkStart(..)
            | Piece::Embed(..)
            | Piece::Inline(_)
            | Piece::NoteReference { .. }
            | Piece::LinkEnd => {}
        }
    }
    flush(&mut run, &mut runs);
    runs
}

/// Ends a run where there is one; the next stands below the same heading.
fn flush(run: &mut Run, runs: &mut Vec<Run>) {
    if run.text.trim().is_empty() && run.links.is_empty() {
        run.text.clear();
        return;
    }
    let next = Run { heading: run.heading, is_heading: run.is_heading, ..Run::default() };
    runs.push(std::mem::replace(run, next));
}
