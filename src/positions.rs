//! Where the lines and columns of a text are.

use serde::{Deserialize, Serialize};

/// Marks in a text from which lines and columns are counted. A file may be one line of a megabyte with
/// thousands of problems in it; counting from its start for each of them takes the square of its size.
/// A text shorter than [`STEP`] has none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Positions(Vec<Mark>);

/// Bytes from one mark to the next.
const STEP: usize = 4096;

/// A byte with the lines before it, and the characters before it in its line.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Mark {
    at: usize,
    lines: usize,
    characters: usize,
}

impl Mark {
    /// The mark at a later byte.
    fn on(self, text: &str, at: usize) -> Mark {
        let between = &text[self.at..at];
        match between.rfind('\n') {
            Some(end) => Mark {
                at,
                lines: self.lines + between.matches('\n').count(),
                characters: between[end + 1..].chars().count(),
            },
            None => Mark { at, characters: self.characters + between.chars().count(), ..self },
        }
    }
}

impl Positions {
    /// Marks a text.
    pub fn of(text: &str) -> Positions {
        let ats = (STEP..text.len()).step_by(STEP).map(|at| text.floor_char_boundary(at));
        let marks = ats.scan(Mark::default(), |mark, at| {
            *mark = mark.on(text, at);
            Some(*mark)
        });
        Positions(marks.collect())
    }

    /// Line and column in characters of a byte of the text that was marked, both from 1.
    pub fn position(&self, text: &str, at: usize) -> (usize, usize) {
        let before = self.0.partition_point(|mark| mark.at <= at);
        let mark = before.checked_sub(1).map_or_else(Mark::default, |index| self.0[index]).on(text, at);
        (mark.lines + 1, mark.characters + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::{Positions, STEP};

    #[test]
    fn places_are_those_that_are_counted_from_the_start() {
        for unit in ["あ", "あ\nb", "\n", "aあ\n\nい🙂"] {
            let text = unit.repeat(3 * STEP / unit.len() + 2);
            let positions = Positions::of(&text);
            assert!(positions.0.len() >= 3);
            for (at, _) in text.char_indices().step_by(61) {
                let own = text[..at].rsplit('\n').next().unwrap_or_default();
                let counted = (text[..at].matches('\n').count() + 1, own.chars().count() + 1);
                assert!(positions.position(&text, at) == counted, "{unit:?} at {at}");
            }
        }
    }
}
