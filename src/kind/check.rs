//! Schemas whose keywords name what does not exist: other keywords, kinds, fields.

use serde_json::Value;

use super::schema::{at, keys};
use super::{KEYWORDS, Kind, Kinds, Reference, Step, common};
use crate::diagnostic::Diagnostic;
use crate::message::Message;
use crate::parse::{locate, locate_key};
use crate::say;
use crate::source::Source;

/// Keywords of JSON Schema whose keys or values are names and data, not keywords.
const DATA: [&str; 4] = ["enum", "const", "default", "examples"];

/// Reports what the schema of a file names and nothing describes. `kind` is none for files that
/// are only taken in.
pub fn check(source: &Source, schema: &Value, kind: Option<&Kind>, kinds: &Kinds) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    walk(schema, &mut Vec::new(), &mut |pointer, key, value| match key {
        "x-ref" | "x-target" => found.extend(unknown_kinds(source, pointer, key, value, kinds)),
        "x-section" => found.extend(unknown_heading(source, schema, pointer, value)),
        "x-among" => found.extend(kind.and_then(|kind| unknown_way(source, pointer, value, kind, kinds))),
        key if KEYWORDS.contains(&key) => {}
        key => found.push(unknown_keyword(source, pointer, key)),
    });
    found.extend(kind.into_iter().flat_map(|kind| unknown_fields(source, schema, kind)));
    found
}

fn unknown_keyword(source: &Source, pointer: &[String], key: &str) -> Diagnostic {
    let place = source.place(locate_key(&source.text, 0, pointer));
    Diagnostic::warning("unknown-keyword", place, say!("there is no keyword `{key}`", key)).suggest(
        key,
        KEYWORDS.into_iter(),
        say!("take it away"),
    )
}

/// Reports kinds that a keyword names and no schema describes.
fn unknown_kinds(source: &Source, pointer: &[String], key: &str, value: &Value, kinds: &Kinds) -> Vec<Diagnostic> {
    let is_known = |name: &str| name == "*" || name == "anchor" && key == "x-target" || kinds.get(name).is_some();
    let known = || kinds.iter().map(|kind| kind.name.as_str());
    let unknown = names(pointer, value).into_iter().filter(|(_, name)| !is_known(name));
    let report = |(pointer, name): (Vec<String>, String)| {
        let message = say!("`{key}` names a kind `{name}` that does not exist", key, name);
        report(source, &pointer, message).suggest(&name, known(), say!("add a schema of that name"))
    };
    unknown.map(report).collect()
}

/// Reports an `x-section` whose heading is no field of its object. What the object takes in is not
/// looked at.
fn unknown_heading(source: &Source, schema: &Value, pointer: &[String], value: &Value) -> Option<Diagnostic> {
    let (heading, (_, object)) = (value.as_str()?, pointer.split_last()?);
    let object = object.iter().try_fold(schema, |inside, key| match inside {
        Value::Array(list) => list.get(key.parse::<usize>().ok()?),
        inside => inside.get(key),
    })?;
    let fields = object.get("properties")?.as_object()?;
    if fields.contains_key(heading) || object.get("allOf").is_some() {
        return None;
    }
    let message = say!("`x-section` takes its heading from a field `{heading}` that the object does not have", heading);
    let known = fields.keys().map(String::as_str);
    Some(report(source, pointer, message).suggest(heading, known, say!("name a field of the object")))
}

/// Reports an `x-among` whose field names no page, or whose way leads nowhere in that page.
fn unknown_way(source: &Source, pointer: &[String], value: &Value, kind: &Kind, kinds: &Kinds) -> Option<Diagnostic> {
    let (field, way) = value.as_str()?.split_once('.')?;
    let named = |reference: &&Reference| matches!(reference.path.first(), Some(Step::Key(key)) if key == field);
    let other = match field {
        "" => Some(kind),
        _ => match kind.references.iter().find(named) {
            Some(reference) => kinds.get(&reference.kind),
            None => {
                let message =
                    say!("`x-among` looks in the page that `{field}` names, and that is no field with `x-ref`", field);
                let fields = kind.references.iter().filter_map(|reference| match reference.path.first() {
                    Some(Step::Key(key)) => Some(key.as_str()),
                    _ => None,
                });
                return Some(report(source, pointer, message).suggest(
                    field,
                    fields,
                    say!("name a field with `x-ref`"),
                ));
            }
        },
    }?;
    if leads(&other.schema, way) {
        return None;
    }
    let message = say!("`x-among` looks at `{way}`, and the kind `{name}` has nothing there", way, name = other.name);
    Some(report(source, pointer, message).hint(say!("name fields with `.` between them; lists are passed through")))
}

/// Whether something can stand at the end of a way; lists are passed through. A part of the schema
/// that describes no fields can hold any.
fn leads(schema: &Value, way: &str) -> bool {
    let mut pointer: Vec<String> = Vec::new();
    for key in way.split('.') {
        if keys(schema, &pointer).is_empty() {
            return true;
        }
        pointer.push(key.to_owned());
        match at(schema, &pointer) {
            Some(found) if found.get("items").is_some() => pointer.push("0".to_owned()),
            Some(_) => {}
            None => return false,
        }
    }
    true
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
    let own = kind.fields.iter().map(|field| field.key.as_str());
    let known: Vec<&str> = own.chain(common::keys().map(|key| key as &str)).collect();
    let slip = |pointer: &[String], field: &str, message: Message| {
        report(source, pointer, message).suggest(field, known.iter().copied(), say!("describe it under `properties`"))
    };
    let mut found: Vec<Diagnostic> = named_fields(schema)
        .into_iter()
        .filter(|(_, field)| !known.contains(&field.as_str()))
        .map(|(pointer, field)| slip(&pointer, &field, say!("the kind has no field `{field}`", field)))
        .collect();
    for (index, expect) in kind.expects.iter().enumerate() {
        if !kind.references.iter().any(|reference| dotted(&reference.path) == expect.field) {
            let pointer = ["x-expect".to_owned(), index.to_string(), "field".to_owned()];
            found.push(slip(&pointer, &expect.field, say!("`{field}` is no field with `x-ref`", field = expect.field)));
        }
    }
    found.extend(diagram_fields(kind).into_iter().map(|(key, field)| {
        let pointer = ["x-diagram".to_owned(), key.to_owned()];
        slip(&pointer, &field, say!("`x-diagram` draws a field `{field}` that the kind does not have", field))
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
    let ways: [(&'static str, Vec<&str>); 9] = [
        ("lanes", vec![&spec.lanes, "0", "id"]),
        ("lanes", vec![&spec.lanes, "0", "name"]),
        ("phases", vec![phases, "0", "title"]),
        ("steps", vec![phases, "0", steps, "0", "id"]),
        ("lane", vec![phases, "0", steps, "0", &spec.lane]),
        ("title", vec![phases, "0", steps, "0", &spec.title]),
        ("next", vec![phases, "0", steps, "0", &spec.next]),
        ("branch", vec![phases, "0", steps, "0", &spec.branch, "0", "to"]),
        ("branch", vec![phases, "0", steps, "0", &spec.branch, "0", "if"]),
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

fn report(source: &Source, pointer: &[String], message: Message) -> Diagnostic {
    let place = source.place(locate(&source.text, 0, pointer));
    Diagnostic::error("schema", place, message)
}
