//! Links and images.

use std::ops::Range;

use pulldown_cmark::LinkType;
use unicode_normalization::UnicodeNormalization;

use super::Writer;
use crate::diagnostic::Diagnostic;
use crate::parse::{Piece, Target};
use crate::say;

impl Writer<'_> {
    pub(super) fn link_start(&mut self, link_type: LinkType, address: &str, range: Range<usize>) {
        let target = target(link_type, address);
        self.enter();
        if matches!(link_type, LinkType::WikiLink { has_pothole: false }) {
            self.state.titled = true;
            self.pieces.push(Piece::TitleLink(target, range));
            return;
        }
        self.state.plain += 1;
        self.pieces.push(Piece::LinkStart(target, range));
    }

    pub(super) fn link_end(&mut self) {
        self.leave();
        if !std::mem::take(&mut self.state.titled) {
            self.state.plain -= 1;
            self.pieces.push(Piece::LinkEnd);
        }
    }

    /// A section of another page has paragraphs of its own, so it stands between paragraphs.
    fn embed(&mut self, target: Target, range: Range<usize>) {
        if self.state.plain > 0 || self.state.marks > 0 || self.state.tags.len() > 0 {
            let place = self.source.place(range);
            let message = say!("a section cannot be shown inside a heading, a link or emphasis");
            let hint = say!("put `![[…]]` into a paragraph of its own");
            return self.diagnostics.push(Diagnostic::error("inline-embed", place, message).hint(hint));
        }
        if self.state.paragraph {
            self.end_paragraph();
        }
        self.pieces.push(Piece::Embed(target, range));
        if self.state.paragraph {
            self.block("<p>");
        }
    }

    /// Ends the open paragraph, or takes it away when nothing was written in it.
    pub(super) fn end_paragraph(&mut self) {
        let blank = |piece: &Piece| matches!(piece, Piece::Text(text) if text.trim().is_empty());
        let written = self.pieces.iter().rposition(|piece| !blank(piece)).map_or(0, |at| at + 1);
        match self.pieces[..written].last() {
            Some(Piece::Block(open)) if open == "<p>" => self.pieces.truncate(written - 1),
            _ => self.block("</p>\n"),
        }
    }

    pub(super) fn image_start(&mut self, link_type: LinkType, address: &str, title: &str, range: Range<usize>) {
        self.state.image = Some((target(link_type, address), String::new(), range));
        self.state.caption = (!title.trim().is_empty()).then(|| title.trim().to_owned());
    }

    pub(super) fn image_end(&mut self) {
        let Some((target, alt, range)) = self.state.image.take() else { return };
        if let Target::Name(name, _) = &target {
            if is_image(name) {
                let alt = if alt == *name { crate::path::stem(name).to_owned() } else { alt };
                return self.image(target, alt, range);
            }
            return self.embed(target, range);
        }
        self.image(target, alt, range);
    }

    /// Writes an image.
    pub(super) fn image(&mut self, target: Target, alt: String, range: Range<usize>) {
        if alt.trim().is_empty() {
            self.warn(
                "image-alt",
                range.clone(),
                say!("the image has no alternative text"),
                say!("say what it shows: `![text](path)`"),
            );
        }
        self.pieces.push(Piece::Image(target, alt, range));
    }
}

/// Whether a name is that of an image, as Obsidian embeds them: `![[network.png]]`.
fn is_image(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    [".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif"].iter().any(|extension| name.ends_with(extension))
}

/// Reads the address of a link.
pub(super) fn target(link_type: LinkType, address: &str) -> Target {
    let (path, anchor) = match address.split_once('#') {
        Some((path, anchor)) => (path, Some(crate::path::decode(anchor))),
        None => (address, None),
    };
    if matches!(link_type, LinkType::WikiLink { .. }) {
        return match (path.trim(), anchor) {
            ("", Some(anchor)) => Target::Anchor(anchor),
            // In a table the bar is escaped: `[[id\|text]]`.
            (name, anchor) => Target::Name(name.trim_end_matches('\\').to_owned(), anchor),
        };
    }
    if matches!(link_type, LinkType::Email) {
        return Target::External(format!("mailto:{address}"));
    }
    match (path, anchor) {
        ("", Some(anchor)) => Target::Anchor(anchor),
        _ if has_scheme(address) => Target::External(address.to_owned()),
        (path, anchor) => Target::Path(crate::path::decode(path).nfc().collect(), anchor),
    }
}

/// Whether an address starts with a scheme (RFC 3986, 3.1) or leads to another host.
fn has_scheme(address: &str) -> bool {
    let scheme = address.split_once(':').map_or("", |(scheme, _)| scheme);
    let named = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    named || address.starts_with("//")
}
