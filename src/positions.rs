//! Where the lines and columns of a text are.

use std::sync::{Arc, OnceLock};

/// Marks in a text from which lines and columns are counted. A file may be one line of a megabyte with
/// thousands of problems in it; counting from its start for each of them takes the square of its size.
/// They are made when a place in the text is first asked for, since nothing is wrong with most. A text shorter than
/// [`STEP`] has none.
#[derive(Debug, Clone, Default)]
pub struct Positions(Arc<OnceLock<Vec<Mark>>>);

/// Bytes from one mark to the next.
const STEP: usize = 4096;

/// A byte with the lines before it, and the characters before it in its line.
#[derive(Debug, Clone, Copy, Default)]
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

/// Marks a text.
fn marks(text: &str) -> Vec<Mark> {
    let ats = (STEP..text.len()).step_by(STEP).map(|at| text.floor_char_boundary(at));
    let marks = ats.scan(Mark::default(), |mark, at| {
        *mark = mark.on(text, at);
        Some(*mark)
    });
    marks.collect()
}

impl Positions {
    /// Line and column in characters of a byte of the text, both from 1. The text is the same each time.
    pub fn position(&self, text: &str, at: usize) -> (usize, usize) {
        let marks = self.0.get_or_init(|| marks(text));
        let before = marks.partition_point(|mark| mark.at <= at);
        let mark = before.checked_sub(1).map_or_else(Mark::default, |index| marks[index]).on(text, at);
        (mark.lines + 1, mark.characters + 1)
    }
}

/// They say nothing that their text does not.
impl PartialEq for Positions {
    fn eq(&self, _: &Positions) -> bool {
        true
    }
}

impl Eq for Positions {}

#[cfg(test)]
mod tests {
    use super::{Positions, STEP, marks};

    #[test]
    fn places_are_those_that_are_counted_from_the_start() {
        for unit in ["あ", "あ\nb", "\n", "aあ\n\nい🙂"] {
            let text = unit.repeat(3 * STEP / unit.len() + 2);
            let positions = Positions::default();
            assert!(marks(&text).len() >= 3);
            for (at, _) in text.char_indices().step_by(61) {
                let own = text[..at].rsplit('\n').next().unwrap_or_default();
                let counted = (text[..at].matches('\n').count() + 1, own.chars().count() + 1);
                assert!(positions.position(&text, at) == counted, "{unit:?} at {at}");
            }
        }
    }
}
