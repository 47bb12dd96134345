//! Tables, code and pictures.

use pulldown_cmark::Alignment;

use super::Writer;
use crate::parse::Piece;
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
}
