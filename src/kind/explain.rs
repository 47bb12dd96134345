//! Errors of the validator in words, with their place and what to do.

use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind as Wrong;
use serde_json::{Value, json};

use super::Kind;
use super::schema::{at, keys};
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::parse::Document;

/// Names of the types of JSON Schema in words.
const TYPES: [(&str, &str); 7] = [
    ("string", "a text"),
    ("integer", "a whole number"),
    ("number", "a number"),
    ("boolean", "true or false"),
    ("array", "a list"),
    ("object", "a mapping"),
    ("null", "nothing"),
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
        let otherwise = format!("take it away; the fields here are: {}", known.join(", "));
        let hint = did_you_mean(key, known.iter().copied(), otherwise);
        let message = match field_name(parent) {
            Some(field) => format!("`{field}` has no field `{key}`"),
            None => format!("a {} has no field `{key}`", self.name),
        };
        Diagnostic::error("unknown-field", document.front_key_place(&pointer), message).hint(hint)
    }

    fn missing_field(&self, document: &Document, parent: &[String], property: &Value) -> Diagnostic {
        let key = property.as_str().unwrap_or_default();
        let owner = field_name(parent).map_or_else(|| self.name.clone(), |field| format!("entry of `{field}`"));
        let pointer: Vec<String> = parent.iter().cloned().chain([key.to_owned()]).collect();
        let about = self.about(&pointer).map(|about| format!(" ({about})")).unwrap_or_default();
        Diagnostic::error(
            "missing-field",
            document.front_place(parent),
            format!("`{key}` is missing; every {owner} needs it"),
        )
        .hint(format!("add `{key}:`{about}"))
    }

    fn wrong_type(&self, document: &Document, pointer: &[String], value: &Value) -> Diagnostic {
        let expected: Vec<&str> = TYPES
            .into_iter()
            .filter(|(name, _)| match at(&self.schema, pointer).map(|schema| &schema["type"]) {
                Some(Value::Array(list)) => list.contains(&json!(name)),
                Some(one) => *one == json!(name),
                None => false,
            })
            .map(|(_, words)| words)
            .collect();
        let expected = if expected.is_empty() { "of that type".to_owned() } else { expected.join(" or ") };
        let hint = match value {
            Value::Number(_) | Value::Bool(_) if expected.contains("a text") => {
                format!("put it in quotes: \"{value}\"")
            }
            Value::Array(_) | Value::Object(_) => format!("write {expected}"),
            _ if expected.contains("a list") => format!("write it as a list: [{}]", short(value)),
            _ => format!("write {expected}"),
        };
        let message = format!("{} is {}, not {expected}", shown(value), type_of(value));
        Diagnostic::error("wrong-type", document.front_place(pointer), message).hint(hint)
    }

    fn wrong_value(&self, document: &Document, pointer: &[String], error: &ValidationError<'_>) -> Diagnostic {
        let value = shown(error.instance());
        let size = error.instance().as_array().map_or(0, Vec::len);
        let (message, hint) = match error.kind() {
            Wrong::Enum { options } => {
                (format!("{value} is none of the values that are allowed here"), choice(error.instance(), options))
            }
            Wrong::Pattern { pattern } => (format!("{value} does not have the form `{pattern}`"), self.form(pointer)),
            Wrong::Format { format } => (format!("{value} is no {format}"), example(format)),
            Wrong::MinItems { limit } => {
                (format!("the list has {size} entries; it needs at least {limit}"), "add what is missing".to_owned())
            }
            Wrong::MaxItems { limit } => {
                (format!("the list has {size} entries; at most {limit} are allowed"), "take some away".to_owned())
            }
            Wrong::MaxLength { limit } => {
                let length = error.instance().as_str().map_or(0, |text| text.chars().count());
                (format!("the text has {length} characters; at most {limit} are allowed"), "shorten it".to_owned())
            }
            Wrong::MinLength { limit } => {
                (format!("the text is too short; it needs at least {limit} characters"), "write it".to_owned())
            }
            Wrong::Minimum { limit } => (format!("{value} is less than {limit}"), format!("write {limit} or more")),
            Wrong::Maximum { limit } => (format!("{value} is more than {limit}"), format!("write {limit} or less")),
            Wrong::UniqueItems => ("the list has an entry twice".to_owned(), "take one of the two away".to_owned()),
            _ => (error.to_string(), format!("`tebiki schema {}` prints what is allowed", self.name)),
        };
        Diagnostic::error("wrong-value", document.front_place(pointer), message).hint(hint)
    }

    /// What a form is for, in the words of the schema.
    fn form(&self, pointer: &[String]) -> String {
        match self.about(pointer) {
            Some(about) => format!("change it so that it has the form ({about})"),
            None => "change it so that it has the form, a regular expression".to_owned(),
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

fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "empty",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "a mapping",
    }
}

/// Which of the values that are allowed may be meant.
fn choice(value: &Value, options: &Value) -> String {
    let words: Vec<String> = options.as_array().into_iter().flatten().map(short).collect();
    did_you_mean(
        value.as_str().unwrap_or(""),
        words.iter().map(String::as_str),
        format!("one of: {}", words.join(", ")),
    )
}

/// How a value of a format looks (JSON Schema, validation, 7.3).
fn example(format: &str) -> String {
    match format {
        "date" => "write it as 2026-11-21".to_owned(),
        "uri" => "write the whole address, from https:// on".to_owned(),
        "email" => "write it as name@example.jp".to_owned(),
        _ => format!("write it in the format `{format}` of JSON Schema"),
    }
}

fn shown(value: &Value) -> String {
    match value {
        Value::Null | Value::Array(_) | Value::Object(_) => "the value".to_owned(),
        value => format!("`{}`", short(value)),
    }
}

/// The words of a value; 60 characters of a long one.
fn short(value: &Value) -> String {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    if text.chars().count() > 60 { format!("{}…", text.chars().take(60).collect::<String>()) } else { text }
}
