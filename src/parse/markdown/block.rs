//! Tables, code and pictures.

use std::ops::Range;

use pulldown_cmark::Alignment;

use super::Writer;
use crate::diagnostic::{Diagnostic, Place};
use crate::figure;
use crate::parse::Piece;
use crate::parse::highlight::highlight;
use crate::parse::html::escape;

/// Sorts of table cells.
#[derive(PartialEq, Eq)]
enum Cell {
    /// Header of its column.
    Column,
    /// Header of its row.
    Row,
    /// Neither.
    Data,
}

impl Writer<'_> {
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
        self.block(match self.cell() {
            Cell::Column => format!("<th scope=\"col\"{align}>"),
            Cell::Row => format!("<th scope=\"row\"{align}>"),
            Cell::Data => format!("<td{align}>"),
        });
        self.enter();
    }

    pub(super) fn cell_end(&mut self) {
        self.leave();
        let corner = self.state.header && self.state.column == 1;
        if corner {
            self.state.row_headers = matches!(self.pieces.last(), Some(Piece::Block(open)) if open.starts_with("<th"));
        }
        if corner && self.state.row_headers {
            // A header without a name says nothing; the empty corner is no header.
            self.pieces.pop();
            return self.block("<td></td>");
        }
        self.block(if self.cell() == Cell::Data { "</td>" } else { "</th>" });
    }

    /// What the open cell is.
    fn cell(&self) -> Cell {
        match self.state.column {
            _ if self.state.header => Cell::Column,
            1 if self.state.row_headers => Cell::Row,
            _ => Cell::Data,
        }
    }

    pub(super) fn code_end(&mut self) {
        let Some((language, code, range)) = self.state.code.take() else { return };
        match figure::draw(&language, &code) {
            Some(Ok(pieces)) => self.drawn_figure(pieces),
            Some(Err(flaw)) => {
                let range = flaw.line.map_or(range.clone(), |line| self.line_of(&range, line));
                let place = Place::of(&self.source.file, &self.source.text, range);
                let message = format!("the {language} cannot be drawn: {}", flaw.why);
                self.diagnostics.push(Diagnostic::error("figure", place, message).hint(flaw.hint));
            }
            None => self.code(&language, code),
        }
    }

    /// A line of a fenced block, from 1, without the spaces around it; the fence itself where the
    /// block has no such line.
    fn line_of(&self, block: &Range<usize>, line: usize) -> Range<usize> {
        let text = &self.source.text[block.clone()];
        let starts = text.match_indices('\n').map(|(at, _)| at + 1);
        let Some(start) = starts.take(line).nth(line - 1) else { return block.clone() };
        let own = text[start..].split('\n').next().unwrap_or("");
        let blank = own.len() - own.trim_start().len();
        block.start + start + blank..block.start + start + own.trim_end().len().max(blank)
    }

    fn code(&mut self, language: &str, code: String) {
        let class =
            if language.is_empty() { String::new() } else { format!(" class=\"language-{}\"", escape(language)) };
        self.block(format!("<pre tabindex=\"0\"><code{class}>"));
        for (class, text) in highlight(language, &code).unwrap_or_else(|| vec![("", code)]) {
            if class.is_empty() {
                self.pieces.push(Piece::Plain(text));
            } else {
                self.inline(format!("<span class=\"{class}\">"));
                self.pieces.push(Piece::Plain(text));
                self.inline("</span>");
            }
        }
        self.block("</code></pre>\n");
    }
}
