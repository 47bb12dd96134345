//! YAML between `---` lines at the top of a file, or TOML between `+++` lines, as Hugo and Zola have it.

use std::ops::Range;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{familiar, yaml, yaml_error};
use crate::diagnostic::Diagnostic;
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
    /// Whether it has keys of other generators, which are looked at where ours are missing.
    has_familiar: bool,
    /// Which of [`ASKED`] it has, a bit each.
    has: u8,
    /// `kind:`, of which every stage asks.
    kind: Option<Box<str>>,
    /// Whether the page is left out.
    is_draft: bool,
}

/// Keys that every build asks of every page, while few pages have them: to know that one is missing must not
/// take looking it up.
const ASKED: [&str; 7] = ["aliases", "collect", "description", "id", "tags", "updated", "weight"];

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
    fn new(data: Map<String, Value>, range: Range<usize>, is_toml: bool) -> FrontMatter {
        let has_familiar = data.keys().any(|key| familiar::is_known(key));
        let is_draft = data.get("draft") == Some(&Value::Bool(true)) || familiar::is_unpublished(&data);
        let mut front = FrontMatter { data, range, is_toml, has_familiar, has: 0, kind: None, is_draft };
        let known = ASKED.iter().enumerate().filter(|(_, key)| front.found(key).is_some());
        front.has = known.map(|(bit, _)| 1 << bit).sum();
        front.kind = front.text("kind").map(Box::from);
        front
    }

    /// Returns a value, also under a name that other generators have for the key.
    pub fn value(&self, key: &str) -> Option<&Value> {
        let is_missing = ASKED.iter().position(|asked| *asked == key).is_some_and(|bit| self.has >> bit & 1 == 0);
        if is_missing { None } else { self.found(key) }
    }

    fn found(&self, key: &str) -> Option<&Value> {
        let familiar = || if self.has_familiar { familiar::value(&self.data, key) } else { None };
        self.data.get(key).or_else(familiar)
    }

    /// Whether the page is left out.
    pub fn is_draft(&self) -> bool {
        self.is_draft
    }

    /// `kind:`, when it is a text and not empty.
    pub fn kind(&self) -> Option<&str> {
        self.kind.as_deref()
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
            diagnostics.push(yaml_error::report(source, range.clone(), &error));
            Map::new()
        }
    };
    (FrontMatter::new(data, range, false), body)
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
    (FrontMatter::new(data, range, true), body)
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
