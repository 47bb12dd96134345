//! Headings and their anchors.

use std::collections::BTreeSet;
use std::ops::Range;

use pulldown_cmark::HeadingLevel;

use super::Writer;
use crate::dialect::Anchors;
use crate::parse::html::escape;
use crate::parse::japanese::anchor;
use crate::parse::short::short;
use crate::parse::{Heading, Piece, long};
use crate::say;

impl Writer<'_> {
    pub(super) fn heading_start(&mut self, level: HeadingLevel, id: Option<&str>, range: Range<usize>) {
        let line_end = self.source.text[range.start..].find('\n').map_or(range.end, |at| range.start + at);
        let level = level as u8;
        self.headings.push(Heading {
            level,
            id: id.unwrap_or("").to_owned(),
            text: String::new(),
            range: range.start..line_end,
        });
        self.pieces.push(Piece::HeadingStart(self.headings.len() - 1));
        self.state.plain += 1;
        self.enter();
    }

    pub(super) fn heading_end(&mut self) {
        self.leave();
        self.state.plain -= 1;
        let index = self.headings.len() - 1;
        let start = self.pieces.iter().rposition(|piece| *piece == Piece::HeadingStart(index)).unwrap_or(0);
        let text: String = self.pieces[start..].iter().filter_map(Piece::own_text).collect();
        let heading = &mut self.headings[index];
        heading.text = short(text.trim()).into_owned();
        if heading.text != text.trim() {
            self.diagnostics.push(long(self.source.place(heading.range.clone())));
        }
        let wanted =
            if heading.id.is_empty() { anchor(&heading.text, &self.source.dialect) } else { heading.id.clone() };
        let given = !heading.id.is_empty();
        let (id, range) = (free_anchor(&wanted, &self.state.anchors), heading.range.clone());
        if given && id != wanted {
            self.warn(
                "double-anchor",
                range,
                say!("the anchor `{wanted}` is already taken in this page", wanted),
                say!("give one of the headings another `{#id}`"),
            );
        }
        self.state.anchors.insert(id.clone());
        self.headings[index].id = id;
        self.pieces.push(Piece::HeadingEnd);
    }
}

impl Writer<'_> {
    pub(super) fn term_start(&mut self) {
        self.state.term = self.pieces.len();
        self.container("<dt>");
    }

    /// mdBook gives a term of a list of definitions an anchor, as it does to headings.
    pub(super) fn term_end(&mut self) {
        let start = self.state.term;
        if self.source.dialect.anchors == Anchors::Mdbook {
            let text: String = self.pieces[start..].iter().filter_map(Piece::own_text).collect();
            let id = free_anchor(&anchor(&text, &self.source.dialect), &self.state.anchors);
            self.pieces[start] = Piece::Block(format!("<dt id=\"{}\">", escape(&id)));
            self.state.anchors.insert(id);
        }
        self.container_end("</dt>");
    }
}

/// Returns an anchor that is not taken: the wanted one, or with a number.
pub(super) fn free_anchor(wanted: &str, taken: &BTreeSet<String>) -> String {
    let wanted = if wanted.is_empty() { "section" } else { wanted };
    if !taken.contains(wanted) {
        return wanted.to_owned();
    }
    let numbered = |number: usize| format!("{wanted}-{number}");
    let is_taken = |number: usize| taken.contains(&numbered(number));
    // Numbers are given in order, so the first free one lies behind a taken one; halving finds it
    // without asking for all, which took minutes for a page with as many headings of one name.
    let (mut low, mut high) = (0, 1);
    while is_taken(high) {
        (low, high) = (high, high * 2);
    }
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        (low, high) = if is_taken(middle) { (middle, high) } else { (low, middle) };
    }
    numbered(high)
}
