//! What an error of the YAML parser means: in words, with a hint, at its place.

use std::ops::Range;

use crate::diagnostic::Diagnostic;
use crate::message::{Message, Phrase};
use crate::say;
use crate::source::Source;

/// Reports that the front matter in a range of a file is not YAML, at the place.
pub fn report(source: &Source, range: Range<usize>, error: &serde_yaml::Error) -> Diagnostic {
    let message = error.to_string();
    let yaml = &source.text[range.clone()];
    let at = error.location().map_or(0, |location| location.index().min(yaml.len()));
    let at = doubled_key(&message).and_then(|key| second_key(yaml, at, key)).unwrap_or(at) + range.start;
    let line_end = source.text[at..].find('\n').map_or(source.text.len(), |end| at + end);
    let place = source.place(at..line_end);
    let hint =
        if source.text[range].contains('\t') { Phrase("YAML is indented with spaces, not tabs") } else { hint(error) };
    Diagnostic::error("front-matter", place, say!("the front matter is not YAML: {why}", why = why(error))).hint(hint)
}

/// What an error of the YAML parser says, without its place.
pub fn why(error: &serde_yaml::Error) -> Message {
    let message = error.to_string();
    let words = message.split(" at line ").next().unwrap_or_default();
    let Some(key) = doubled_key(words) else { return Message::quoted(words) };
    let twice = say!("the key `{key}` stands there twice", key);
    match words.split_once(": the key `") {
        Some((way, _)) => say!("{above}: {cause}", above = way, cause = twice),
        None => twice,
    }
}

/// What to do about an error of the YAML parser.
pub fn hint(error: &serde_yaml::Error) -> Phrase {
    const HINTS: [(&str, Phrase); 5] = [
        ("stands there twice", Phrase("take one of the two away")),
        ("mapping values are not allowed", Phrase("a value with `: ` in it needs quotes")),
        ("cannot start any token", Phrase("a value that starts with `@`, `%` or a backtick needs quotes")),
        ("unknown anchor", Phrase("a value that starts with `*` needs quotes")),
        ("expected keys with values", Phrase("write one `key: value` a line")),
    ];
    const CLOSED: Phrase = Phrase("brackets and quotes must be closed; a value with signs in it needs quotes");
    let message = error.to_string();
    HINTS.into_iter().find(|(part, _)| message.contains(part)).map_or(CLOSED, |(_, hint)| hint)
}

/// Returns the key that an error calls doubled.
fn doubled_key(message: &str) -> Option<&str> {
    message.split_once("the key `").and_then(|(_, rest)| rest.split('`').next())
}

/// Finds the second place where a key stands in the mapping that starts at a place: keys of one
/// mapping start in one column.
fn second_key(yaml: &str, start: usize, key: &str) -> Option<usize> {
    let column = start - yaml[..start].rfind('\n').map_or(0, |at| at + 1);
    let mut at = start;
    let mut starts = Vec::new();
    for line in yaml[start..].split_inclusive('\n') {
        let indent = if at == start { 0 } else { column };
        if line.get(indent..).and_then(|rest| rest.strip_prefix(key)).is_some_and(|rest| rest.starts_with(':')) {
            starts.push(at + indent);
        }
        at += line.len();
    }
    starts.get(1).copied()
}
