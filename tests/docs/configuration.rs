//! The page of `book.toml`, from the types that read it.

use std::fmt::Write;

use serde_json::Value;
use tebiki::config::Config;

use super::rust::{Struct, cell, prose, structs, words};
use super::text;

/// A section for each table. Keys and defaults are those of the default value as serde writes it;
/// types and meanings come from the source.
pub fn configuration() -> String {
    let structs = structs(&text("src/config.rs"));
    let defaults = serde_json::to_value(Config::default()).unwrap();
    let mut out = String::from(
        "# book.toml\n\nThe configuration of a book stands in `book.toml` in the book's folder. Every key can be left out, and \
         so can the file. A key that does not exist is an error that names the nearest one. Paths are relative to the \
         book's folder. [Checking](../guide/checking.md) and [Publishing](../publishing/index.md) show how they are used.\n",
    );
    let mut documented = Vec::new();
    let root = structs.iter().find(|found| found.name == "Config").unwrap();
    table("", root, &defaults, &structs, &mut documented, &mut out);
    let mut accepted = Vec::new();
    keys("", &defaults, &mut accepted);
    documented.sort();
    accepted.sort();
    assert_eq!(documented, accepted, "the keys in the source, and those of its default value");
    out
}

/// The keys of a value, with `.` between those of nested tables; an empty table is free.
fn keys(prefix: &str, value: &Value, out: &mut Vec<String>) {
    for (key, inner) in value.as_object().unwrap() {
        let path = format!("{prefix}{key}");
        match inner {
            Value::Object(table) if !table.is_empty() => keys(&format!("{path}."), inner, out),
            _ => out.push(path),
        }
    }
}

/// The section of a table of `book.toml`, and those of the tables in it.
fn table(
    prefix: &str,
    of: &Struct,
    defaults: &Value,
    structs: &[Struct],
    documented: &mut Vec<String>,
    out: &mut String,
) {
    let known = |name: &str| structs.iter().find(|known| known.name == name);
    // What an mdBook says stands under mdBook's own names, and nobody writes that all is guessed.
    let own = of.fields.iter().filter(|field| !field.of.contains("mdbook::") && field.name != "guessed");
    let (tables, plain): (Vec<_>, Vec<_>) = own.partition(|field| known(&field.of).is_some());
    for field in tables {
        let key = field.name.replace('_', "-");
        table(&format!("{prefix}{key}."), known(&field.of).unwrap(), &defaults[&key], structs, documented, out);
    }
    if plain.is_empty() {
        return;
    }
    match prefix.trim_end_matches('.') {
        "" => out.push_str("\n## Tables of your own {#own}\n\n"),
        name => drop(write!(out, "\n## `[{name}]` {{#{}}}\n\n{}\n\n", name.replace('.', "-"), summary(&of.docs))),
    }
    out.push_str("| key | meaning | value | default |\n|---|---|---|---|\n");
    for field in plain {
        let key = field.name.replace('_', "-");
        let default = match &defaults[&key] {
            Value::Null | Value::Object(_) => "none".to_owned(),
            value => format!("`{value}`"),
        };
        let kind = words(&field.of, structs);
        let _ = writeln!(out, "| `{key}` | {} | {kind} | {default} |", cell(&prose(&field.docs)));
        documented.push(format!("{prefix}{key}"));
    }
}

/// `[book]`: what the book is. → What the book is.
fn summary(docs: &str) -> String {
    let text = docs.split_once("]`: ").map_or(docs, |(_, rest)| rest);
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
