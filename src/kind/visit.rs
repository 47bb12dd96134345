//! Ways into the values of a front matter.

use serde_json::{Map, Value};

/// A step into a value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// Into the value of a key.
    Key(String),
    /// Into every item of a list.
    Each,
}

/// Calls a function for every value at a path, with the keys and indices that lead to it.
pub fn visit<'v>(
    value: &'v Value,
    path: &[Step],
    pointer: &mut Vec<String>,
    found: &mut impl FnMut(&[String], &'v Value),
) {
    let Some((step, rest)) = path.split_first() else {
        return found(pointer, value);
    };
    match (step, value) {
        (Step::Key(key), Value::Object(map)) => {
            if let Some(inner) = map.get(key) {
                pointer.push(key.clone());
                visit(inner, rest, pointer, found);
                pointer.pop();
            }
        }
        (Step::Each, Value::Array(list)) => {
            for (at, inner) in list.iter().enumerate() {
                pointer.push(at.to_string());
                visit(inner, rest, pointer, found);
                pointer.pop();
            }
        }
        _ => {}
    }
}

/// Calls a function for every value at a path of a document's front matter.
pub fn visit_front<'v>(data: &'v Map<String, Value>, path: &[Step], found: &mut impl FnMut(&[String], &'v Value)) {
    if let Some((Step::Key(key), rest)) = path.split_first()
        && let Some(value) = data.get(key)
    {
        visit(value, rest, &mut vec![key.clone()], found);
    }
}
