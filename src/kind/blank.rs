//! A new page of a kind: its required fields, empty, with what the schema says about them.

use std::fmt::Write;

use serde_json::Value;

use super::Kind;
use super::schema::{follow, property};
use crate::locale::Language;
use crate::say;

/// What stays the same in all fields of a page.
#[derive(Clone, Copy)]
struct Form<'a> {
    /// The schema of the kind.
    root: &'a Value,
    /// What comments are written in.
    language: Language,
}

impl Kind {
    /// Writes the front matter of a new page, whose title is its name for a start. Fields come in
    /// the order of the schema; those that are not required are named in a comment.
    pub fn blank(&self, name: &str, language: Language) -> String {
        let root = &self.schema;
        let form = Form { root, language };
        let required = required(root, root);
        let needed = |key: &str| required.contains(&key) && key != "kind";
        let keys: Vec<&str> = self.fields.iter().map(|field| field.key.as_str()).collect();
        let mut out = format!("---\nkind: {}\n", self.name);
        let _ = writeln!(out, "title: {}", Value::from(name));
        for key in keys.iter().filter(|key| needed(key) && **key != "title") {
            write_field(key, property(root, root, key).unwrap_or(&Value::Null), form, 0, &mut out);
        }
        let others: Vec<&str> =
            keys.into_iter().filter(|key| !needed(key) && !matches!(*key, "kind" | "title" | "id")).collect();
        if !others.is_empty() {
            let others = say!("Also possible: {keys}", keys = others.join(", "));
            let _ = writeln!(out, "# {}", others.to(language));
        }
        out.push_str("---\n\n");
        out
    }
}

/// The keys that a schema requires, with those of the schemas that it takes in.
fn required<'a>(schema: &'a Value, root: &'a Value) -> Vec<&'a str> {
    let schema = follow(schema, root);
    let own = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let taken = schema["allOf"].as_array().into_iter().flatten().flat_map(|part| required(part, root));
    own.chain(taken).collect()
}

/// Writes a field at a depth: what the schema says about it, and its key with an empty value.
fn write_field(key: &str, schema: &Value, form: Form<'_>, depth: usize, out: &mut String) {
    let schema = follow(schema, form.root);
    let indent = "  ".repeat(depth);
    if let Some(comment) = comment(schema, form.language) {
        let _ = writeln!(out, "{indent}# {comment}");
    }
    let _ = write!(out, "{indent}{key}:");
    write_value(schema, form, depth, out);
}

/// Title, description, and what may stand there.
fn comment(schema: &Value, language: Language) -> Option<String> {
    let words = ["title", "description"].iter().filter_map(|key| schema[*key].as_str()).map(str::to_owned);
    let options = options(schema).map(|options| say!("one of: {allowed}", allowed = options.join(", ")));
    let page = reference(schema).map(|kind| say!("the id of a page of the kind {kind}", kind));
    let format = schema["format"].as_str().map(|format| say!("a {format}", format));
    let said = options.into_iter().chain(page).chain(format).map(|message| message.to(language));
    let parts: Vec<String> = words.chain(said).collect();
    (!parts.is_empty()).then(|| parts.join("; ").replace('\n', " "))
}

/// The values that a schema allows for a value or for the entries of a list.
fn options(schema: &Value) -> Option<Vec<String>> {
    let list = schema["enum"].as_array().or_else(|| schema["items"]["enum"].as_array())?;
    Some(list.iter().map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned)).collect())
}

fn reference(schema: &Value) -> Option<&str> {
    schema["x-ref"].as_str().or_else(|| schema["items"]["x-ref"].as_str())
}

fn write_value(schema: &Value, form: Form<'_>, depth: usize, out: &mut String) {
    match schema["type"].as_str() {
        _ if !schema["default"].is_null() => drop(writeln!(out, " {}", schema["default"])),
        _ if !schema["const"].is_null() => drop(writeln!(out, " {}", schema["const"])),
        Some("array") => write_list(schema, form, depth, out),
        Some("object") => write_object(schema, form, depth, out),
        Some("integer" | "number") => {
            let least = schema["minimum"].as_i64().unwrap_or(0);
            let _ = writeln!(out, " {least}");
        }
        Some("boolean") => out.push_str(" false\n"),
        _ => match schema["enum"].get(0) {
            Some(first) => drop(writeln!(out, " {first}")),
            None => out.push_str(" \"\"\n"),
        },
    }
}

/// A list is empty, unless it needs entries.
fn write_list(schema: &Value, form: Form<'_>, depth: usize, out: &mut String) {
    let items = follow(&schema["items"], form.root);
    if schema["minItems"].as_u64().unwrap_or(0) == 0 {
        return out.push_str(" []\n");
    }
    if items["type"] != "object" {
        let mut entry = String::new();
        write_value(items, form, depth, &mut entry);
        let _ = writeln!(out, " [{}]", entry.trim());
        return;
    }
    let mut entry = String::new();
    write_object(items, form, depth + 1, &mut entry);
    let indent = "  ".repeat(depth + 1);
    let _ = writeln!(out, "\n{indent}-\n{}", entry.trim_start_matches('\n').trim_end());
}

fn write_object(schema: &Value, form: Form<'_>, depth: usize, out: &mut String) {
    let required = required(schema, form.root);
    if required.is_empty() {
        return out.push_str(" {}\n");
    }
    out.push('\n');
    for key in required {
        if let Some(field) = property(schema, form.root, key) {
            write_field(key, field, form, depth + 1, out);
        }
    }
}
