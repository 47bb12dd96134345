//! Footnotes. Their anchors are made of their names, which stay when others come and go.

use super::Writer;
use crate::parse::Piece;

impl Writer<'_> {
    pub(super) fn note_reference(&mut self, name: &str) {
        let number = match self.state.used.iter().position(|(used, _)| used == name) {
            Some(at) => at + 1,
            None => {
                self.state.used.push((name.to_owned(), 0));
                self.state.used.len()
            }
        };
        let count = &mut self.state.used[number - 1].1;
        *count += 1;
        let (name, count) = (name.to_owned(), *count);
        self.pieces.push(Piece::NoteReference { name, number, count });
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
        for (name, _) in std::mem::take(&mut self.state.used) {
            self.pieces.push(Piece::NoteStart(name.clone()));
            let note = self.state.notes.remove(&name).unwrap_or_default();
            self.pieces.extend(note);
            self.pieces.push(Piece::NoteEnd);
        }
    }
}
