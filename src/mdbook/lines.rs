//! Lines of a file, as `{{#include file:…}}` names them.

use std::ops::Range;

/// A choice of lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lines {
    /// Lines from one to another, counted from 0, without the end.
    Range(usize, usize),
    /// Lines between `ANCHOR: name` and `ANCHOR_END: name`.
    Anchor(String),
}

/// Reads what follows the name of a file: `3`, `3:`, `:5`, `3:5` (lines from 1, both ends included),
/// `anchor`, or nothing.
pub fn parse(text: &str) -> Lines {
    let mut parts = text.split(':');
    let first = parts.next().unwrap_or("");
    let start = match first.parse::<usize>() {
        Ok(line) => Some(line.saturating_sub(1)),
        Err(_) if first.is_empty() => None,
        Err(_) => return Lines::Anchor(first.to_owned()),
    };
    let end = parts.next().map(str::parse::<usize>);
    match (start, end) {
        (start, Some(Ok(end))) => Lines::Range(start.unwrap_or(0), end),
        (Some(start), None) => Lines::Range(start, start + 1),
        (start, _) => Lines::Range(start.unwrap_or(0), usize::MAX),
    }
}

/// A line of a file without its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its bytes.
    pub range: Range<usize>,
    /// Whether it was chosen.
    pub chosen: bool,
}

/// Marks the lines of a file that are chosen. Lines that only mark anchors are left out where
/// anchors are asked for.
pub fn choose(text: &str, lines: &Lines) -> Vec<Line> {
    let mut at = 0;
    let all = text.split_inclusive('\n').map(|line| {
        let range = at..at + line.trim_end_matches('\n').len();
        at += line.len();
        range
    });
    match lines {
        Lines::Range(start, end) => {
            all.enumerate().map(|(index, range)| Line { range, chosen: (*start..*end).contains(&index) }).collect()
        }
        Lines::Anchor(name) => between(text, name, all),
    }
}

fn between(text: &str, name: &str, lines: impl Iterator<Item = Range<usize>>) -> Vec<Line> {
    let mut chosen = false;
    let mut out = Vec::new();
    for range in lines {
        let line = &text[range.clone()];
        match (mark(line, "ANCHOR:"), mark(line, "ANCHOR_END:")) {
            (Some(start), _) => chosen |= start == name,
            (_, Some(end)) => chosen &= end != name,
            _ => out.push(Line { range, chosen }),
        }
    }
    out
}

/// Whether a file marks an anchor.
pub fn has_anchor(text: &str, name: &str) -> bool {
    text.lines().any(|line| mark(line, "ANCHOR:") == Some(name))
}

/// The name behind a word that marks an anchor.
fn mark<'l>(line: &'l str, word: &str) -> Option<&'l str> {
    let rest = line[line.find(word)? + word.len()..].trim_start();
    let end = rest.find(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '-')).unwrap_or(rest.len());
    (end > 0).then(|| &rest[..end])
}

#[cfg(test)]
mod tests {
    use super::{choose, parse};

    fn chosen(text: &str, lines: &str) -> Vec<String> {
        let lines = choose(text, &parse(lines)).into_iter().filter(|line| line.chosen);
        lines.map(|line| text[line.range].to_owned()).collect()
    }

    #[test]
    fn ranges_count_from_one_and_include_their_end() {
        let text = "1\n2\n3\n4\n";
        assert_eq!(chosen(text, "2"), ["2"]);
        assert_eq!(chosen(text, "2:3"), ["2", "3"]);
        assert_eq!(chosen(text, "3:"), ["3", "4"]);
        assert_eq!(chosen(text, ":2"), ["1", "2"]);
        assert_eq!(chosen(text, ""), ["1", "2", "3", "4"]);
        assert_eq!(chosen(text, "9:"), [""; 0]);
    }

    #[test]
    fn anchors_may_hold_others() {
        let text = "a\n// ANCHOR: out\nb\n// ANCHOR: in\nc\n// ANCHOR_END: in\nd\n// ANCHOR_END: out\ne\n";
        assert_eq!(chosen(text, "out"), ["b", "c", "d"]);
        assert_eq!(chosen(text, "in"), ["c"]);
        assert_eq!(chosen(text, "none"), [""; 0]);
    }
}
