//! Keys that mean something to the program on every page, and what they may hold.

use std::sync::LazyLock;

use serde_json::{Map, Value, json};

use super::Kind;
use super::schema::property;
use crate::diagnostic::Diagnostic;
use crate::parse::Document;

/// The keys, as the schema of a kind.
static COMMON: LazyLock<Kind> = LazyLock::new(|| {
    let (text, texts) = (json!({"type": "string"}), json!({"type": ["string", "array"], "items": {"type": "string"}}));
    let (whole, flag) = (json!({"type": "integer"}), json!({"type": "boolean"}));
    let properties = json!({
        "id": text, "kind": text, "title": text, "description": text, "reading": text,
        "aliases": texts, "keywords": texts, "tags": texts, "audience": texts, "covers": texts,
        "weight": whole, "order": whole, "draft": flag, "collect": {"type": "array", "items": {"type": "object"}},
        "updated": text, "facts-as-of": text, "verified": text, "review-by": text,
    });
    Kind::new("page", &json!({"properties": properties}), &Map::new()).expect("this schema is right")
});

/// The names of the keys.
pub fn keys() -> impl Iterator<Item = &'static str> {
    COMMON.fields.iter().map(|field| field.key.as_str())
}

/// Whether a key is one of them.
pub fn is_common(key: &str) -> bool {
    keys().any(|known| known == key)
}

/// Reports values that the program cannot use, of keys that the page's own kind does not describe. An empty value is none.
pub fn check(document: &Document, kind: Option<&Kind>) -> Vec<Diagnostic> {
    let described = |key: &str| kind.is_some_and(|kind| property(&kind.schema, &kind.schema, key).is_some());
    let asked = |key: &str, value: &Value| is_common(key) && !value.is_null() && !described(key);
    let data: Map<String, Value> = document
        .front
        .data
        .iter()
        .filter(|(key, value)| asked(key, value))
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect();
    COMMON.errors(document, &Value::Object(data))
}
