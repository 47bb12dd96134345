//! Schemas as values: one out of a kind's file and the files it takes in.

use serde_json::{Map, Value};

use crate::path;

/// Reads one of our keywords.
pub fn keyword<T: serde::de::DeserializeOwned>(schema: &Value, name: &str) -> Result<Option<T>, String> {
    match schema.get(name) {
        Some(value) => serde_json::from_value(value.clone()).map(Some).map_err(|error| format!("{name}: {error}")),
        None => Ok(None),
    }
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
