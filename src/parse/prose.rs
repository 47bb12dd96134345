//! The running text of a body, where it stands in the file: for rules about wording.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::Document;
use super::events::events;

/// A stretch of text without code, HTML and markup in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prose {
    /// Where it stands in the file.
    pub range: Range<usize>,
    /// Whether it is the text of a link or an image, which may be somebody else's title.
    pub linked: bool,
}

/// Returns the running text of a document. It is parsed once more: a [`super::Piece`] does not
/// keep its place, because only rules need it.
pub fn prose(document: &Document) -> Vec<Prose> {
    let text = &*document.source.text;
    let (mut links, mut code) = (0_usize, false);
    let mut out = Vec::new();
    for (event, range) in events(text, document.body_start(), &document.source.dialect) {
        match event {
            Event::Start(Tag::CodeBlock(_)) => code = true,
            Event::End(TagEnd::CodeBlock) => code = false,
            Event::Start(Tag::Link { .. } | Tag::Image { .. }) => links += 1,
            Event::End(TagEnd::Link | TagEnd::Image) => links -= 1,
            Event::Text(_) if !code => out.push(Prose { range, linked: links > 0 }),
            _ => {}
        }
    }
    out
}
