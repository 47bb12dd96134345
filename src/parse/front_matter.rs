//! YAML between `---` lines at the top of a file, or TOML between `+++` lines, as Hugo and Zola have it.

use std::ops::Range;

use saphyr_parser::{Event, Parser};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{familiar, yaml};
use crate::diagnostic::Diagnostic;
use crate::message::{Message, Phrase};
use crate::say;
use crate::source::Source;

/// The front matter of a document.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct FrontMatter {
    /// Values in the order of the file.
    #[serde(with = "json")]
    pub data: Map<String, Value>,
    /// Where the YAML or TOML stands in the file; empty when there is none.
    pub range: Range<usize>,
    /// Whether it is TOML.
    pub is_toml: bool,
}

/// Values as JSON inside forms that do not say what comes next.
mod json {
    use serde::de::Error as _;
    use serde::ser::Error as _;
    use serde::{Deserialize, Deserializer, Serializer};
    use serde_json::{Map, Value};

    pub fn serialize<S: Serializer>(data: &Map<String, Value>, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&serde_json::to_string(data).map_err(S::Error::custom)?)
    }

    pub fn deserialize<'d, D: Deserializer<'d>>(from: D) -> Result<Map<String, Value>, D::Error> {
        serde_json::from_str(&String::deserialize(from)?).map_err(D::Error::custom)
    }
}

impl FrontMatter {
    /// Returns a value, also under a name that other generators have for the key.
    pub fn value(&self, key: &str) -> Option<&Value> {
        familiar::value(&self.data, key)
    }

    /// Whether the page is left out.
    pub fn is_draft(&self) -> bool {
        familiar::is_draft(&self.data)
    }

    /// Returns a value that is a text and not empty.
    pub fn text(&self, key: &str) -> Option<&str> {
        self.value(key)?.as_str().filter(|text| !text.is_empty())
    }

    /// Returns the texts of a list; a single text is a list of one.
    pub fn texts(&self, key: &str) -> impl Iterator<Item = &str> {
        let (list, single) = match self.value(key) {
            Some(Value::Array(list)) => (list.as_slice(), None),
            Some(Value::String(text)) => (&[][..], Some(text.as_str())),
            _ => (&[][..], None),
        };
        list.iter().filter_map(Value::as_str).chain(single)
    }
}

/// Splits a file into front matter and body. Returns where the body starts.
pub fn parse(source: &Source, diagnostics: &mut Vec<Diagnostic>) -> (FrontMatter, usize) {
    let text = &*source.text;
    let loose = source.dialect.loose_front_matter;
    if let Some(range) = find(text, "+++") {
        return toml_front(source, range, diagnostics);
    }
    let Some(range) = find(text, "---") else {
        if !loose && text.starts_with("---\n") {
            let place = source.place(0..3);
            diagnostics.push(
                Diagnostic::error("front-matter-open", place, say!("the front matter has no end"))
                    .hint(say!("close it with a line `---`")),
            );
        }
        return (FrontMatter::default(), 0);
    };
    let body = body_start(text, &range);
    let data = match yaml::mapping(&text[range.clone()]) {
        Ok(data) => data,
        Err(_) if loose => return (FrontMatter::default(), 0),
        Err(error) => {
            diagnostics.push(yaml_error(source, range.clone(), &error));
            Map::new()
        }
    };
    (FrontMatter { data, range, is_toml: false }, body)
}

/// Reads a front matter in TOML. Days and times are texts.
fn toml_front(source: &Source, range: Range<usize>, diagnostics: &mut Vec<Diagnostic>) -> (FrontMatter, usize) {
    let body = body_start(&source.text, &range);
    let data = match toml::from_str::<toml::Table>(&source.text[range.clone()]) {
        Ok(table) => table.into_iter().map(|(key, value)| (key, json(value))).collect(),
        Err(error) => {
            let at = error.span().map_or(0, |span| span.start) + range.start;
            let message = say!("the front matter is not TOML: {error}", error = error.message());
            let hint = say!("texts need quotes, and lists brackets; or write YAML between two lines `---`");
            diagnostics.push(Diagnostic::error("front-matter", source.place(at..at + 1), message).hint(hint));
            Map::new()
        }
    };
    (FrontMatter { data, range, is_toml: true }, body)
}

fn json(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => text.into(),
        toml::Value::Integer(number) => number.into(),
        toml::Value::Float(number) => number.into(),
        toml::Value::Boolean(value) => value.into(),
        toml::Value::Datetime(time) => time.to_string().into(),
        toml::Value::Array(list) => list.into_iter().map(json).collect(),
        toml::Value::Table(table) => Value::Object(table.into_iter().map(|(key, value)| (key, json(value))).collect()),
    }
}

/// Where the body starts behind a front matter; at once when there is none.
pub fn body_start(text: &str, range: &Range<usize>) -> usize {
    if range.start == 0 {
        return 0;
    }
    text[range.end..].find('\n').map_or(text.len(), |at| range.end + at + 1)
}

/// Finds what stands between a first line of a fence and the next such line.
fn find(text: &str, fence: &str) -> Option<Range<usize>> {
    let rest = text.strip_prefix(fence)?.strip_prefix('\n')?;
    let mut at = 4;
    for line in rest.split_inclusive('\n') {
        if line.trim_end() == fence {
            return Some(4..at);
        }
        at += line.len();
    }
    None
}

/// Turns an error of the YAML parser into a diagnostic with its place.
fn yaml_error(source: &Source, range: Range<usize>, error: &serde_yaml::Error) -> Diagnostic {
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

/// Finds the bytes of a value in YAML by the keys and indices that lead to it, with `offset`
/// added. Goes as deep as the path exists, so a missing key is the place of its parent. The place
/// of a list or mapping is its key, or the line of its start where it has none.
pub fn locate(yaml: &str, offset: usize, pointer: &[String]) -> Range<usize> {
    bytes(yaml, offset, find_node(yaml, pointer).value)
}

/// Finds the line of a key in TOML; the last of the keys that has a line of its own.
pub fn locate_toml(toml: &str, offset: usize, pointer: &[String]) -> Range<usize> {
    let line = |key: &String| {
        let mut at = 0;
        toml.split_inclusive('\n').find_map(|line| {
            let start = at;
            at += line.len();
            let rest = line.strip_prefix(key.as_str())?.trim_start();
            rest.starts_with('=').then(|| offset + start..offset + start + key.len())
        })
    };
    pointer.iter().rev().find_map(line).unwrap_or(offset..offset)
}

/// Finds the bytes of the last key that leads to a value.
pub fn locate_key(yaml: &str, offset: usize, pointer: &[String]) -> Range<usize> {
    bytes(yaml, offset, find_node(yaml, pointer).key)
}

/// Turns a range of characters into bytes; it ends with its line.
fn bytes(yaml: &str, offset: usize, range: Range<usize>) -> Range<usize> {
    let byte = |chars: usize| yaml.char_indices().nth(chars).map_or(yaml.len(), |(at, _)| at);
    let (start, end) = (byte(range.start), byte(range.end));
    let end = yaml[start..].find('\n').map_or(end, |line| end.min(start + line));
    offset + start..offset + end.max(start)
}

/// Where a value and its key stand, in characters.
#[derive(Default)]
struct Node {
    key: Range<usize>,
    value: Range<usize>,
}

fn find_node(yaml: &str, pointer: &[String]) -> Node {
    let mut finder = Finder { parser: Parser::new_from_str(yaml), best: Node::default(), pointer };
    finder.document();
    finder.best
}

/// Walks the events of a YAML document along one path. Marks count characters.
struct Finder<'a> {
    parser: Parser<'a, saphyr_parser::StrInput<'a>>,
    best: Node,
    pointer: &'a [String],
}

impl Finder<'_> {
    fn next(&mut self) -> Option<(Event<'_>, Range<usize>)> {
        let (event, span) = self.parser.next_event()?.ok()?;
        Some((event, span.start.index()..span.end.index()))
    }

    /// Skips to the root node and follows the path from there.
    fn document(&mut self) -> Option<()> {
        loop {
            let (event, range) = self.next()?;
            if matches!(event, Event::MappingStart(..) | Event::SequenceStart(..) | Event::Scalar(..)) {
                let is_mapping = matches!(event, Event::MappingStart(..));
                self.best.value = range.start..usize::MAX;
                return if is_mapping { self.follow_mapping(0) } else { None };
            }
        }
    }

    /// Looks for the key of this depth in a mapping whose start was read.
    fn follow_mapping(&mut self, depth: usize) -> Option<()> {
        let wanted = self.pointer.get(depth)?.clone();
        loop {
            let (event, key) = self.next()?;
            let found = match event {
                Event::MappingEnd => return None,
                Event::Scalar(text, ..) => *text == *wanted,
                _ => false,
            };
            if found {
                self.best = Node { key: key.clone(), value: key };
                return self.follow_value(depth + 1);
            }
            self.skip_value()?;
        }
    }

    /// Looks for the index of this depth in a sequence whose start was read.
    fn follow_sequence(&mut self, depth: usize) -> Option<()> {
        let wanted: usize = self.pointer.get(depth)?.parse().ok()?;
        for _ in 0..wanted {
            self.skip_value()?;
        }
        let start = self.parser.peek()?.ok()?.1.start.index();
        self.best.value = start..usize::MAX;
        self.follow_value(depth + 1)
    }

    /// Reads the value at this depth and goes on into it.
    fn follow_value(&mut self, depth: usize) -> Option<()> {
        let (event, range) = self.next()?;
        match event {
            Event::MappingStart(..) => self.follow_mapping(depth),
            Event::SequenceStart(..) => self.follow_sequence(depth),
            _ => {
                if depth >= self.pointer.len() {
                    self.best.value = range;
                }
                Some(())
            }
        }
    }

    /// Reads one value to its end.
    fn skip_value(&mut self) -> Option<()> {
        let mut depth = 0;
        loop {
            match self.next()?.0 {
                Event::MappingStart(..) | Event::SequenceStart(..) => depth += 1,
                Event::MappingEnd | Event::SequenceEnd => depth -= 1,
                _ => {}
            }
            if depth <= 0 {
                return Some(());
            }
        }
    }
}
