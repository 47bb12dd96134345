//! Quotations, tables, code and pictures.

use std::ops::Range;

use pulldown_cmark::{Alignment, BlockQuoteKind};

use super::Writer;
use crate::diagnostic::{Diagnostic, Place};
use crate::figure;
use crate::parse::html::escape;
use crate::parse::{Figure, Piece};

impl Writer<'_> {
    pub(super) fn quote(&mut self, kind: Option<BlockQuoteKind>) {
        let Some(kind) = kind else {
            return self.block("<blockquote>\n");
        };
        let (class, key) = match kind {
            BlockQuoteKind::Note => ("note", "admonition_note"),
            BlockQuoteKind::Tip => ("tip", "admonition_tip"),
            BlockQuoteKind::Important => ("important", "admonition_important"),
            BlockQuoteKind::Warning => ("warning", "admonition_warning"),
            BlockQuoteKind::Caution => ("caution", "admonition_caution"),
        };
        self.block(format!("<aside class=\"admonition {class}\" role=\"note\"><p class=\"admonition-title\">"));
        self.pieces.push(Piece::Label(key));
        self.block("</p>\n");
    }

    pub(super) fn table_start(&mut self, columns: Vec<Alignment>) {
        self.state.columns = columns;
        self.state.tables += 1;
        let name = self.headings.last().map_or("", |heading| &heading.text);
        let label = format!("{name} {}", self.state.tables);
        self.block(format!(
            "<div class=\"table\" tabindex=\"0\" role=\"region\" aria-label=\"{}\"><table>",
            escape(label.trim())
        ));
    }

    pub(super) fn cell_start(&mut self) {
        let align = match self.state.columns.get(self.state.column) {
            Some(Alignment::Right) => " class=\"right\"",
            Some(Alignment::Center) => " class=\"center\"",
            _ => "",
        };
        self.state.column += 1;
        self.block(if self.state.header { format!("<th scope=\"col\"{align}>") } else { format!("<td{align}>") });
    }

    pub(super) fn code_end(&mut self) {
        let Some((language, code, range)) = self.state.code.take() else { return };
        if let Some(drawn) = figure::draw(&language, &code) {
            match drawn {
                Ok(pieces) => self.pieces.extend(pieces),
                Err(why) => {
                    let place = Place::of(&self.source.file, &self.source.text, range);
                    self.diagnostics.push(Diagnostic::error(
                        "figure",
                        place,
                        format!("the {language} cannot be drawn: {why}"),
                    ));
                }
            }
            return;
        }
        let class =
            if language.is_empty() { String::new() } else { format!(" class=\"language-{}\"", escape(&language)) };
        self.block(format!("<pre tabindex=\"0\"><code{class}>"));
        self.pieces.push(Piece::Plain(code));
        self.block("</code></pre>\n");
    }
}
