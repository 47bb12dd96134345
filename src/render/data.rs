//! Front matter as templates see it: keys with `_`, references as cards.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::face::Face;
use super::given::{FaceRef, Given, Own};
use super::view::{Card, Field};
use crate::kind::FieldSpec;
use crate::parse::escape;
use crate::path;

/// Keys of the front matter that every page has and that the view shows in other ways.
const SHOWN_ELSEWHERE: [&str; 12] = [
    "id",
    "kind",
    "title",
    "description",
    "audience",
    "tags",
    "keywords",
    "weight",
    "draft",
    "covers",
    "collect",
    "moved-from",
];

/// What a page shows of another.
pub fn card(face: &Face<'_>, from: &str) -> Card {
    Card {
        id: face.id.to_owned(),
        kind: face.kind.to_owned(),
        title: face.name.title.to_owned(),
        title_html: face.title_html.to_owned(),
        href: path::relative(from, face.name.url),
        description: face.description.to_owned(),
        data: face.fields.iter().map(|(key, value)| (snake(key), snake_value(value))).collect(),
    }
}

/// What a page shows of some others.
pub fn cards(faces: &[FaceRef<'_>], from: &str) -> Vec<Card> {
    faces.iter().map(|face| card(face, from)).collect()
}

/// The front matter of a page. References are replaced by cards; one that is dead stays a name.
pub fn data(given: &Given<'_>) -> BTreeMap<String, Value> {
    let mut data = Value::Object(given.own.document.front.data.clone());
    for (pointer, face) in &given.uses {
        if let Some(value) = data.pointer_mut(pointer) {
            *value = json!(card(face, given.own.url));
        }
    }
    match data {
        Value::Object(map) => map.into_iter().map(|(key, value)| (snake(&key), snake_value(&value))).collect(),
        _ => BTreeMap::new(),
    }
}

/// The fields of a page in the schema's order, for kinds without a template.
pub fn fields(own: &Own<'_>, data: &BTreeMap<String, Value>) -> Vec<Field> {
    let Some(kind) = own.kind else { return Vec::new() };
    let own = kind.fields.iter().filter(|field| field.own && !SHOWN_ELSEWHERE.contains(&field.key.as_str()));
    own.filter_map(|spec| field(spec, data.get(&snake(&spec.key))?)).collect()
}

fn field(spec: &FieldSpec, value: &Value) -> Option<Field> {
    let html = html(value);
    (!html.is_empty()).then(|| Field { key: snake(&spec.key), title: spec.title.clone(), html })
}

/// Shows a value: text, a list, or a list of terms with their values.
pub fn html(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) if text.starts_with("https://") || text.starts_with("http://") => {
            format!("<a href=\"{0}\" rel=\"noopener noreferrer\">{0}</a>", escape(text))
        }
        Value::String(text) => escape(text).into_owned(),
        Value::Bool(_) | Value::Number(_) => value.to_string(),
        Value::Array(list) => {
            let items: String = list.iter().map(|item| format!("<li>{}</li>", html(item))).collect();
            if items.is_empty() { items } else { format!("<ul>{items}</ul>") }
        }
        Value::Object(map) => object(map),
    }
}

/// Shows a card as a link, any other object as a list of its keys.
fn object(map: &Map<String, Value>) -> String {
    if let (Some(href), Some(title)) =
        (map.get("href").and_then(Value::as_str), map.get("title").and_then(Value::as_str))
    {
        return format!("<a href=\"{}\">{}</a>", escape(href), escape(title));
    }
    let rows: String =
        map.iter().map(|(key, value)| format!("<dt>{}</dt><dd>{}</dd>", escape(key), html(value))).collect();
    format!("<dl>{rows}</dl>")
}

/// Template identifiers have no hyphen.
pub fn snake(key: &str) -> String {
    key.replace('-', "_")
}

fn snake_value(value: &Value) -> Value {
    match value {
        Value::Object(map) => {
            map.iter().map(|(key, value)| (snake(key), snake_value(value))).collect::<Map<_, _>>().into()
        }
        Value::Array(list) => list.iter().map(snake_value).collect(),
        other => other.clone(),
    }
}
