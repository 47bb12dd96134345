//! Footnotes. Their anchors are made of their names, which stay when others come and go.

use super::Writer;
use crate::parse::Piece;

impl Writer<'_> {
    pub(super) fn note_reference(&mut self, name: &str) {
        let next = self.state.used.len() + 1;
        let (number, count) = self.state.uses.entry(name.to_owned()).or_insert((next, 0));
        if *number == next {
            self.state.used.push(name.to_owned());
        }
        *count += 1;
        self.pieces.push(Piece::NoteReference { name: name.to_owned(), number: *number, count: *count });
    }

    pub(super) fn note_end(&mut self) {
        self.leave();
        if let Some((name, outside)) = self.state.note.take() {
            let note = std::mem::replace(&mut self.pieces, outside);
            self.state.notes.insert(name, note);
        }
    }

    /// Adds the footnotes that were used, in the order of their use, behind the text.
    pub(super) fn footnotes(&mut self) {
        for name in std::mem::take(&mut self.state.used) {
            self.pieces.push(Piece::NoteStart(name.clone()));
            let note = self.state.notes.remove(&name).unwrap_or_default();
            self.pieces.extend(note);
            self.pieces.push(Piece::NoteEnd);
        }
    }
}
