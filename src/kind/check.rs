//! Schemas whose keywords name what does not exist: other keywords, kinds, fields.

use serde_json::Value;

use super::schema::at;
use super::{KEYWORDS, Kind, Kinds, Step};
use crate::diagnostic::{Diagnostic, Place};
use crate::parse::{locate, locate_key};
use crate::source::Source;

/// Keywords of JSON Schema whose keys or values are names and data, not keywords.
const DATA: [&str; 4] = ["enum", "const", "default", "examples"];

/// Fields that the program gives a meaning, so that every page can have them.
const COMMON: [&str; 11] =
    ["id", "kind", "title", "description", "aliases", "keywords", "tags", "audience", "weight", "draft", "collect"];

/// Reports what the schema of a file names and nothing describes. `kind` is none for files that
/// are only taken in.
pub fn check(source: &Source, schema: &Value, kind: Option<&Kind>, kinds: &Kinds) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    walk(schema, &mut Vec::new(), &mut |pointer, key, value| match key {
        "x-ref" | "x-target" => found.extend(unknown_kinds(source, pointer, key, value, kinds)),
        key if KEYWORDS.contains(&key) => {}
        key => found.push(unknown_keyword(source, pointer, key)),
    });
    found.extend(kind.into_iter().flat_map(|kind| unknown_fields(source, schema, kind)));
    found
}

fn unknown_keyword(source: &Source, pointer: &[String], key: &str) -> Diagnostic {
    let place = Place::of(&source.file, &source.text, locate_key(&source.text, 0, pointer));
    Diagnostic::warning("unknown-keyword", place, format!("there is no keyword `{key}`")).suggest(
        key,
        KEYWORDS.into_iter(),
        "take it away",
    )
}

/// Reports kinds that a keyword names and no schema describes.
fn unknown_kinds(source: &Source, pointer: &[String], key: &str, value: &Value, kinds: &Kinds) -> Vec<Diagnostic> {
    let is_known = |name: &str| name == "*" || name == "anchor" && key == "x-target" || kinds.get(name).is_some();
    let known = || kinds.iter().map(|kind| kind.name.as_str());
    let unknown = names(pointer, value).into_iter().filter(|(_, name)| !is_known(name));
    let report = |(pointer, name): (Vec<String>, String)| {
        let message = format!("`{key}` names a kind `{name}` that does not exist");
        report(source, &pointer, message).suggest(&name, known(), "add a schema of that name")
    };
    unknown.map(report).collect()
}

/// Calls a function for every keyword of ours, with the way to it.
fn walk(schema: &Value, pointer: &mut Vec<String>, found: &mut impl FnMut(&[String], &str, &Value)) {
    let mut inside = |key: &str, value: &Value, pointer: &mut Vec<String>| {
        pointer.push(key.to_owned());
        match key {
            key if key.starts_with("x-") => found(pointer, key, value),
            key if DATA.contains(&key) => {}
            "properties" => {
                for (name, field) in value.as_object().into_iter().flatten() {
                    pointer.push(name.clone());
                    walk(field, pointer, found);
                    pointer.pop();
                }
            }
            _ => walk(value, pointer, found),
        }
        pointer.pop();
    };
    match schema {
        Value::Object(map) => map.iter().for_each(|(key, value)| inside(key, value, pointer)),
        Value::Array(list) => list.iter().enumerate().for_each(|(at, value)| inside(&at.to_string(), value, pointer)),
        _ => {}
    }
}

/// Reports fields that the keywords of a kind name and its schema does not describe.
fn unknown_fields(source: &Source, schema: &Value, kind: &Kind) -> Vec<Diagnostic> {
    let known: Vec<&str> = kind.fields.iter().map(|field| field.key.as_str()).chain(COMMON).collect();
    let slip = |pointer: &[String], field: &str, message: String| {
        report(source, pointer, message).suggest(field, known.iter().copied(), "describe it under `properties`")
    };
    let mut found: Vec<Diagnostic> = named_fields(schema)
        .into_iter()
        .filter(|(_, field)| !known.contains(&field.as_str()))
        .map(|(pointer, field)| slip(&pointer, &field, format!("the kind has no field `{field}`")))
        .collect();
    for (index, expect) in kind.expects.iter().enumerate() {
        if !kind.references.iter().any(|reference| dotted(&reference.path) == expect.field) {
            let pointer = ["x-expect".to_owned(), index.to_string(), "field".to_owned()];
            found.push(slip(&pointer, &expect.field, format!("`{}` is no field with `x-ref`", expect.field)));
        }
    }
    found.extend(diagram_fields(kind).into_iter().map(|(key, field)| {
        let pointer = ["x-diagram".to_owned(), key.to_owned()];
        slip(&pointer, &field, format!("`x-diagram` draws a field `{field}` that the kind does not have"))
    }));
    found
}

/// Fields at the top that `x-card`, `x-verbatim`, `x-title` and `x-glossary` name, with the way to
/// the name.
fn named_fields(schema: &Value) -> Vec<(Vec<String>, String)> {
    let way = |parts: &[&str]| -> Vec<String> { parts.iter().map(|part| (*part).to_owned()).collect() };
    let mut found = names(&way(&["x-card"]), &schema["x-card"]);
    found.extend(names(&way(&["x-verbatim"]), &schema["x-verbatim"]));
    for (key, value) in schema["x-glossary"].as_object().into_iter().flatten() {
        found.extend(names(&way(&["x-glossary", key]), value));
    }
    for part in schema["x-title"].as_str().unwrap_or("").split('{').skip(1) {
        found.push((way(&["x-title"]), part.split('}').next().unwrap_or("").to_owned()));
    }
    found
}

/// Fields of `x-diagram` that the schema does not describe where the drawing looks for them.
fn diagram_fields(kind: &Kind) -> Vec<(&'static str, String)> {
    let Some(spec) = &kind.diagram else { return Vec::new() };
    let (phases, steps) = (spec.phases.as_str(), spec.steps.as_str());
    let ways: [(&'static str, Vec<&str>); 7] = [
        ("lanes", vec![&spec.lanes, "0", "id"]),
        ("phases", vec![phases, "0", "title"]),
        ("steps", vec![phases, "0", steps, "0", "id"]),
        ("lane", vec![phases, "0", steps, "0", &spec.lane]),
        ("title", vec![phases, "0", steps, "0", &spec.title]),
        ("next", vec![phases, "0", steps, "0", &spec.next]),
        ("branch", vec![phases, "0", steps, "0", &spec.branch, "0", "to"]),
    ];
    let described = |way: &[&str]| {
        let pointer: Vec<String> = way.iter().map(|part| (*part).to_owned()).collect();
        at(&kind.schema, &pointer).is_some()
    };
    let missing = ways.into_iter().filter(|(_, way)| !described(way));
    missing.map(|(key, way)| (key, way.into_iter().filter(|part| *part != "0").collect::<Vec<_>>().join("."))).collect()
}

fn dotted(path: &[Step]) -> String {
    let keys = path.iter().filter_map(|step| match step {
        Step::Key(key) => Some(key.as_str()),
        Step::Each => None,
    });
    keys.collect::<Vec<_>>().join(".")
}

/// The names in a list, or the one name, each with the way to it.
fn names(pointer: &[String], value: &Value) -> Vec<(Vec<String>, String)> {
    let inside = |index: usize| pointer.iter().cloned().chain([index.to_string()]).collect();
    match value {
        Value::Array(list) => {
            let names = list.iter().enumerate();
            names.filter_map(|(index, name)| Some((inside(index), name.as_str()?.to_owned()))).collect()
        }
        value => value.as_str().map(|name| (pointer.to_vec(), name.to_owned())).into_iter().collect(),
    }
}

fn report(source: &Source, pointer: &[String], message: String) -> Diagnostic {
    let place = Place::of(&source.file, &source.text, locate(&source.text, 0, pointer));
    Diagnostic::error("schema", place, message)
}
