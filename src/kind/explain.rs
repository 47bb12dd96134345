//! Errors of the validator in words, with their place and what to do.

use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind as Wrong;
use serde_json::{Value, json};

use super::Kind;
use super::schema::{at, keys};
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::message::{self, Message, Phrase, ToValue, either};
use crate::parse::Document;
use crate::say;

/// Names of the types of JSON Schema in words.
const TYPES: [(&str, Phrase); 7] = [
    ("string", Phrase("a text")),
    ("integer", Phrase("a whole number")),
    ("number", Phrase("a number")),
    ("boolean", Phrase("true or false")),
    ("array", Phrase("a list")),
    ("object", Phrase("a mapping")),
    ("null", Phrase("nothing")),
];

impl Kind {
    /// Turns an error of the validator into diagnostics with their places: one, or one for each
    /// field that does not exist.
    pub(super) fn explain(&self, document: &Document, error: &ValidationError<'_>) -> Vec<Diagnostic> {
        let pointer: Vec<String> = error.instance_path().to_string().split('/').skip(1).map(unescape).collect();
        match error.kind() {
            Wrong::UnevaluatedProperties { unexpected } => {
                // A wrong value in a part that is taken in by `allOf` leaves all fields of that part unevaluated.
                let known = keys(&self.schema, &pointer);
                let unknown = unexpected.iter().filter(|key| !known.contains(&key.as_str()));
                unknown.map(|key| self.unknown_field(document, &pointer, key)).collect()
            }
            Wrong::AdditionalProperties { unexpected } => {
                unexpected.iter().map(|key| self.unknown_field(document, &pointer, key)).collect()
            }
            Wrong::Required { property } => vec![self.missing_field(document, &pointer, property)],
            Wrong::Type { .. } => vec![self.wrong_type(document, &pointer, error.instance())],
            _ => vec![self.wrong_value(document, &pointer, error)],
        }
    }

    fn unknown_field(&self, document: &Document, parent: &[String], key: &str) -> Diagnostic {
        let pointer: Vec<String> = parent.iter().cloned().chain([key.to_owned()]).collect();
        let known = keys(&self.schema, parent);
        let otherwise = say!("take it away; the fields here are: {known}", known = known.join(", "));
        let hint = did_you_mean(key, known.iter().copied(), otherwise);
        let message = match field_name(parent) {
            Some(field) => say!("`{field}` has no field `{key}`", field, key),
            None => say!("a {name} has no field `{key}`", name = self.name, key),
        };
        Diagnostic::error("unknown-field", document.front_key_place(&pointer), message).hint(hint)
    }

    fn missing_field(&self, document: &Document, parent: &[String], property: &Value) -> Diagnostic {
        let key = property.as_str().unwrap_or_default();
        let owner = match field_name(parent) {
            Some(field) => say!("entry of `{field}`", field).to_value(),
            None => self.name.to_value(),
        };
        let pointer: Vec<String> = parent.iter().cloned().chain([key.to_owned()]).collect();
        let about = self.about(&pointer).map(|about| say!(" ({about})", about).to_value()).unwrap_or_default();
        Diagnostic::error(
            "missing-field",
            document.front_place(parent),
            say!("`{key}` is missing; every {owner} needs it", key, owner),
        )
        .hint(say!("add `{key}:`{about}", key, about))
    }

    fn wrong_type(&self, document: &Document, pointer: &[String], value: &Value) -> Diagnostic {
        let is_allowed = |name: &str| match at(&self.schema, pointer).map(|schema| &schema["type"]) {
            Some(Value::Array(list)) => list.contains(&json!(name)),
            Some(one) => *one == json!(name),
            None => false,
        };
        let allowed: Vec<Phrase> =
            TYPES.into_iter().filter(|(name, _)| is_allowed(name)).map(|(_, words)| words).collect();
        let expected = if allowed.is_empty() { Phrase("of that type").to_value() } else { either(&allowed) };
        let hint = match value {
            Value::Number(_) | Value::Bool(_) if is_allowed("string") => say!("put it in quotes: \"{value}\"", value),
            Value::Array(_) | Value::Object(_) => say!("write {expected}", expected),
            _ if is_allowed("array") => say!("write it as a list: [{value}]", value = short(value)),
            _ => say!("write {expected}", expected),
        };
        let message =
            say!("{value} is {found}, not {expected}", value = shown(value), found = type_of(value), expected);
        Diagnostic::error("wrong-type", document.front_place(pointer), message).hint(hint)
    }

    fn wrong_value(&self, document: &Document, pointer: &[String], error: &ValidationError<'_>) -> Diagnostic {
        let value = shown(error.instance());
        let size = error.instance().as_array().map_or(0, Vec::len);
        let (message, hint) = match error.kind() {
            Wrong::Enum { options } => {
                (say!("{value} is none of the values that are allowed here", value), choice(error.instance(), options))
            }
            Wrong::Pattern { pattern } => {
                (say!("{value} does not have the form `{pattern}`", value, pattern), self.form(pointer))
            }
            Wrong::Format { format } => (say!("{value} is no {format}", value, format), example(format)),
            Wrong::MinItems { limit } => (
                say!("the list has {size} entries; it needs at least {limit}", size, limit),
                say!("add what is missing"),
            ),
            Wrong::MaxItems { limit } => {
                (say!("the list has {size} entries; at most {limit} are allowed", size, limit), say!("take some away"))
            }
            Wrong::MaxLength { limit } => {
                let length = error.instance().as_str().map_or(0, |text| text.chars().count());
                (
                    say!("the text has {length} characters; at most {limit} are allowed", length, limit),
                    say!("shorten it"),
                )
            }
            Wrong::MinLength { limit } => {
                (say!("the text is too short; it needs at least {limit} characters", limit), say!("write it"))
            }
            Wrong::Minimum { limit } => {
                (say!("{value} is less than {limit}", value, limit), say!("write {limit} or more", limit))
            }
            Wrong::Maximum { limit } => {
                (say!("{value} is more than {limit}", value, limit), say!("write {limit} or less", limit))
            }
            Wrong::UniqueItems => (say!("the list has an entry twice"), say!("take one of the two away")),
            _ => (
                Message::quoted(error.to_string()),
                say!("`tebiki schema {name}` prints what is allowed", name = self.name),
            ),
        };
        Diagnostic::error("wrong-value", document.front_place(pointer), message).hint(hint)
    }

    /// What a form is for, in the words of the schema.
    fn form(&self, pointer: &[String]) -> Message {
        match self.about(pointer) {
            Some(about) => say!("change it so that it has the form ({about})", about),
            None => say!("change it so that it has the form, a regular expression"),
        }
    }

    /// Title and description of a field.
    fn about(&self, pointer: &[String]) -> Option<String> {
        let schema = at(&self.schema, pointer)?;
        let words: Vec<&str> = ["title", "description"].iter().filter_map(|key| schema[*key].as_str()).collect();
        (!words.is_empty()).then(|| words.join(": "))
    }
}

/// The names of the keys on the way to a value, without the indices.
fn field_name(pointer: &[String]) -> Option<String> {
    let keys: Vec<&str> = pointer.iter().map(String::as_str).filter(|part| part.parse::<usize>().is_err()).collect();
    (!keys.is_empty()).then(|| keys.join("."))
}

/// Reads a part of a JSON pointer (RFC 6901).
fn unescape(part: &str) -> String {
    part.replace("~1", "/").replace("~0", "~")
}

fn type_of(value: &Value) -> Phrase {
    match value {
        Value::Null => Phrase("empty"),
        Value::Bool(_) => Phrase("true or false"),
        Value::Number(_) => Phrase("a number"),
        Value::String(_) => Phrase("a text"),
        Value::Array(_) => Phrase("a list"),
        Value::Object(_) => Phrase("a mapping"),
    }
}

/// Which of the values that are allowed may be meant.
fn choice(value: &Value, options: &Value) -> Message {
    let words: Vec<String> = options.as_array().into_iter().flatten().map(short).collect();
    did_you_mean(
        value.as_str().unwrap_or(""),
        words.iter().map(String::as_str),
        say!("one of: {allowed}", allowed = words.join(", ")),
    )
}

/// How a value of a format looks (JSON Schema, validation, 7.3).
fn example(format: &str) -> Message {
    match format {
        "date" => say!("write it as 2026-11-21"),
        "uri" => say!("write the whole address, from https:// on"),
        "email" => say!("write it as name@example.jp"),
        _ => say!("write it in the format `{format}` of JSON Schema", format),
    }
}

fn shown(value: &Value) -> message::Value {
    match value {
        Value::Null | Value::Array(_) | Value::Object(_) => Phrase("the value").to_value(),
        value => format!("`{}`", short(value)).to_value(),
    }
}

/// The words of a value; 60 characters of a long one.
fn short(value: &Value) -> String {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    if text.chars().count() > 60 { format!("{}…", text.chars().take(60).collect::<String>()) } else { text }
}
