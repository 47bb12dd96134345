//! Quotations and admonitions: GitHub's five, and the kinds that a theme has a name for.

use std::ops::Range;

use pulldown_cmark::BlockQuoteKind;

use super::Writer;
use crate::parse::Piece;

impl Writer<'_> {
    pub(super) fn quote(&mut self, kind: Option<BlockQuoteKind>, range: Range<usize>) {
        let own = own_kind(&self.source.text[range.clone()]).filter(|_| self.source.dialect.own_blocks);
        let (class, title) = match (kind.map(github), own) {
            (Some((class, key)), _) => (class.to_owned(), Piece::Label(key.into())),
            (None, Some(word)) => {
                let name = word.to_ascii_lowercase();
                self.state.marker = Some(format!("[!{word}]"));
                (name.clone(), Piece::Admonition(name, range))
            }
            (None, None) => {
                self.state.quotes.push("</blockquote>\n");
                return self.container("<blockquote>\n");
            }
        };
        self.state.quotes.push("</aside>\n");
        self.block(format!("<aside class=\"admonition {class}\" role=\"note\"><p class=\"admonition-title\">"));
        self.pieces.push(title);
        self.block("</p>\n");
        self.enter();
    }

    pub(super) fn quote_end(&mut self) {
        let close = self.state.quotes.pop().unwrap_or_default();
        self.container_end(close);
    }

    /// Takes the marker of an admonition from the text behind it.
    pub(super) fn without_marker<'t>(&mut self, text: &'t str) -> &'t str {
        let rest = self.state.marker.take().and_then(|marker| text.strip_prefix(&*marker));
        rest.map_or(text, str::trim_start)
    }
}

/// Class and string of GitHub's kinds.
fn github(kind: BlockQuoteKind) -> (&'static str, &'static str) {
    match kind {
        BlockQuoteKind::Note => ("note", "admonition_note"),
        BlockQuoteKind::Tip => ("tip", "admonition_tip"),
        BlockQuoteKind::Important => ("important", "admonition_important"),
        BlockQuoteKind::Warning => ("warning", "admonition_warning"),
        BlockQuoteKind::Caution => ("caution", "admonition_caution"),
    }
}

/// The word of a first line `> [!WORD]`.
fn own_kind(quotation: &str) -> Option<&str> {
    let word = quotation.trim_start().strip_prefix('>')?.trim_start_matches([' ', '\t']).strip_prefix("[!")?;
    let word = word.lines().next()?.trim_end().strip_suffix(']')?;
    let is_word = !word.is_empty() && word.chars().all(|c| c.is_ascii_alphabetic() || c == '-');
    is_word.then_some(word)
}
