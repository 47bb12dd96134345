//! Where the lines of a text come from that a program made of another.

use std::collections::BTreeMap;

use crate::origin::Text;

/// Gives a changed text the origins of the text that it was made from: lines that stayed keep
/// theirs, what is new belongs to the line before it.
pub fn retrace(old: &Text, new: &str) -> Text {
    let mut lines: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    let mut at = 0;
    for line in old.text.split_inclusive('\n') {
        lines.entry(line).or_default().push(at);
        at += line.len();
    }
    let (mut out, mut next) = (Text::default(), 0);
    for line in new.split_inclusive('\n') {
        // A blank line is no landmark: it stays only where it is.
        let stays = |at: &&usize| if line.trim().is_empty() { **at == next } else { **at >= next };
        match lines.get(line).and_then(|places| places.iter().find(stays)) {
            Some(at) => {
                out.push_from(old, *at..at + line.len());
                next = at + line.len();
            }
            None => match old.origin(next.saturating_sub(1)) {
                Some(origin) => out.push_made(line, &origin.file, origin.at),
                None => out.text.push_str(line),
            },
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::retrace;
    use crate::origin::{File, Text};

    #[test]
    fn lines_that_stay_keep_their_place() {
        let file = Arc::new(File::new(&"a.md".into(), &"# A\n\nb\n\nc\n".into()));
        let new = "# A\n\n<p>new</p>\n\nb\nc\n";
        let text = retrace(&Text::of(&file), new);
        assert_eq!(text.text, new);
        let line = |word: &str| {
            let at = new.find(word).unwrap_or_default();
            text.place(at..at + 1).map(|place| (place.line, place.column))
        };
        assert_eq!(line("# A"), Some((1, 1)));
        assert_eq!(line("b\n"), Some((3, 1)));
        assert_eq!(line("c\n"), Some((5, 1)));
        assert_eq!(line("new"), Some((2, 1)));
    }
}
