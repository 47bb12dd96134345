//! Schemas as values: one out of a kind's file and the files it takes in.

use jsonschema::Validator;
use serde_json::{Map, Value};

use crate::message::Message;
use crate::{path, say};

/// What is wrong with a schema: the way to the place, and why.
pub type Flaw = (Vec<String>, Message);

/// Reads one of our keywords.
///
/// # Errors
/// The way to the keyword and what is wrong with its value.
pub fn keyword<T: serde::de::DeserializeOwned>(schema: &Value, name: &str) -> Result<Option<T>, Flaw> {
    let wrong = |error: serde_json::Error| {
        (vec![name.to_owned()], say!("`{name}`: {error}", name, error = Message::quoted(error.to_string())))
    };
    schema.get(name).map(|value| serde_json::from_value(value.clone())).transpose().map_err(wrong)
}

/// Makes one schema of a kind's file and the files it takes in.
pub fn bundle(schema: &Value, shared: &Map<String, Value>) -> Value {
    let mut whole = schema.clone();
    redirect(&mut whole);
    let mut shared = Value::Object(shared.clone());
    redirect(&mut shared);
    if let Value::Object(shared) = &mut shared {
        // The files have no identity of their own any more.
        shared.values_mut().filter_map(Value::as_object_mut).for_each(|schema| drop(schema.remove("$schema")));
    }
    whole["$defs"] = shared;
    whole
}

/// Makes `$ref: name.yaml` lead into `$defs`.
fn redirect(value: &mut Value) {
    match value {
        Value::Object(map) => {
            for (key, inner) in map {
                match inner {
                    Value::String(file) if key == "$ref" && file.ends_with(".yaml") => {
                        *file = format!("#/$defs/{}", path::stem(file))
                    }
                    inner => redirect(inner),
                }
            }
        }
        Value::Array(list) => list.iter_mut().for_each(redirect),
        _ => {}
    }
}

/// Makes the validator of a schema; what `format` says is checked too.
///
/// # Errors
/// What is wrong with the schema.
pub fn validator(schema: &Value) -> Result<Validator, Flaw> {
    jsonschema::draft202012::options().should_validate_formats(true).build(schema).map_err(|error| {
        let pointer = error.instance_path().to_string().split('/').skip(1).map(str::to_owned).collect();
        let message = error.to_string();
        // The rest is about the schema of schemas.
        let why =
            message.split_once(" is not valid under any").map(|(value, _)| say!("{value} is not allowed here", value));
        (pointer, why.unwrap_or_else(|| Message::quoted(message)))
    })
}

/// Follows `$ref` into `$defs`.
pub fn follow<'a>(schema: &'a Value, root: &'a Value) -> &'a Value {
    schema["$ref"].as_str().and_then(|target| root.pointer(target.strip_prefix('#')?)).unwrap_or(schema)
}

/// Finds the schema of a property, in the schema or in what it takes in.
pub fn property<'a>(schema: &'a Value, root: &'a Value, key: &str) -> Option<&'a Value> {
    let schema = follow(schema, root);
    schema["properties"]
        .get(key)
        .or_else(|| schema["allOf"].as_array()?.iter().find_map(|part| property(part, root, key)))
}

/// Finds the schema of a value by the keys and indices that lead to it.
pub fn at<'a>(root: &'a Value, pointer: &[String]) -> Option<&'a Value> {
    let mut schema = root;
    for part in pointer {
        let inside = follow(schema, root);
        schema = match part.parse::<usize>() {
            Ok(_) => inside.get("items")?,
            Err(_) => property(inside, root, part)?,
        };
    }
    Some(follow(schema, root))
}

/// The keys that a schema knows for the object at a pointer, with those that it takes in.
pub fn keys<'a>(root: &'a Value, pointer: &[String]) -> Vec<&'a str> {
    let mut found = Vec::new();
    if let Some(schema) = at(root, pointer) {
        collect_keys(schema, root, &mut found);
    }
    found
}

fn collect_keys<'a>(schema: &'a Value, root: &'a Value, found: &mut Vec<&'a str>) {
    found.extend(schema["properties"].as_object().into_iter().flatten().map(|(key, _)| key.as_str()));
    for part in schema["allOf"].as_array().into_iter().flatten() {
        collect_keys(follow(part, root), root, found);
    }
}
