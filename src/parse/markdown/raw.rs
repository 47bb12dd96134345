//! HTML that content holds.

use std::ops::Range;

use super::Writer;
use crate::parse::Piece;
use crate::parse::html::{InlineTag, clean_block, inline_tag};

impl Writer<'_> {
    pub(super) fn raw_block(&mut self, html: &str, range: Range<usize>) {
        if html.trim_start().starts_with("<!--") && html.trim_end().ends_with("-->") {
            return;
        }
        let clean = clean_block(html);
        if clean.len() < html.trim().len() && !clean.contains("rel=") {
            self.warn("raw-html", range, "part of this HTML is not allowed and was left out", "write it in markdown");
        }
        self.block(clean);
    }

    pub(super) fn inline_html(&mut self, html: &str, range: Range<usize>) {
        match inline_tag(html) {
            Some(InlineTag::Void(name)) => self.block(format!("<{name}>")),
            Some(InlineTag::Open(name)) => {
                self.state.tags.push(name);
                self.inline(format!("<{name}>"));
            }
            Some(InlineTag::Close(name)) if self.state.tags.last() == Some(&name) => {
                self.state.tags.pop();
                self.inline(format!("</{name}>"));
            }
            _ if html.starts_with("<!--") => {}
            _ => {
                self.warn(
                    "raw-html",
                    range,
                    format!("`{html}` is not allowed and is shown as text"),
                    "write it in markdown",
                );
                self.pieces.push(Piece::Plain(html.to_owned()));
            }
        }
    }

    /// Closes inline tags that content left open, so that the HTML stays balanced.
    pub(super) fn close_tags(&mut self) {
        while let Some(name) = self.state.tags.pop() {
            self.inline(format!("</{name}>"));
        }
    }
}
