//! Footnotes.

use super::Writer;
use crate::parse::Piece;

impl Writer<'_> {
    pub(super) fn note_reference(&mut self, name: &str) {
        let number = match self.state.used.iter().position(|used| used == name) {
            Some(at) => at + 1,
            None => {
                self.state.used.push(name.to_owned());
                self.state.used.len()
            }
        };
        self.pieces.push(Piece::NoteReference { number, serial: self.pieces.len() });
    }

    pub(super) fn note_end(&mut self) {
        self.leave();
        if let Some((name, outside)) = self.state.note.take() {
            let note = std::mem::replace(&mut self.pieces, outside);
            self.state.notes.insert(name, note);
        }
    }

    /// Writes the footnotes that were used, in the order of their use.
    pub(super) fn footnotes(&mut self) {
        if self.state.used.is_empty() {
            return;
        }
        self.block("<section class=\"footnotes\"><ol>\n");
        for (at, name) in std::mem::take(&mut self.state.used).into_iter().enumerate() {
            self.block(format!("<li id=\"fn-{}\">", at + 1));
            let note = self.state.notes.remove(&name).unwrap_or_default();
            self.pieces.extend(note);
            self.block("</li>\n");
        }
        self.block("</ol></section>\n");
    }
}
