//! Kinds: schemas for front matter, and the references between pages that they declare.
//!
//! A kind is JSON Schema (draft 2020-12) written in YAML in `content/_kinds/<kind>.yaml`. A file
//! whose name starts with `_` is no kind but can be taken in: `allOf: [{$ref: _common.yaml}]`.
//! These keywords are ours; a validator that does not know them ignores them:
//!
//! | keyword | where | meaning |
//! |---|---|---|
//! | `x-ref: KIND` | a string | names a page of that kind, or of any kind with `*` |
//! | `x-reverse: TITLE` | beside `x-ref` | title of the relation on the other side |
//! | `x-anchor: true` | a string | an anchor that the kind's template sets |
//! | `x-section: KEY` | an object | a section for the search; its heading is the value of KEY |
//! | `x-title: TEXT` | the kind | how pages are called; `{KEY}` stands for the value of a field |
//! | `x-card: [KEY…]` | the kind | what other pages see of a page of this kind |
//! | `x-expect: [{field, at-least}]` | the kind | relations that a page should have |
//! | `x-glossary: {definition, reading, names, linked}` | the kind | its pages are terms; the values name fields |

use std::collections::BTreeMap;

use jsonschema::error::ValidationErrorKind;
use jsonschema::{ValidationError, Validator};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::diagnostic::{Diagnostic, Place};
use crate::parse::Document;
use crate::path;
use crate::source::Source;

/// All kinds of a book by name.
#[derive(Debug, Default)]
pub struct Kinds {
    kinds: BTreeMap<String, Kind>,
}

/// A kind of page.
#[derive(Debug)]
pub struct Kind {
    /// Name, the stem of its file.
    pub name: String,
    /// Title, in the book's language.
    pub title: String,
    /// Fields in the order of the schema; those taken in come after its own.
    pub fields: Vec<FieldSpec>,
    /// References to other pages, at any depth.
    pub references: Vec<Reference>,
    /// Where values are anchors of the page.
    pub anchors: Vec<Vec<Step>>,
    /// Where objects are sections for the search: the objects, and the key of their heading.
    pub sections: Vec<(Vec<Step>, String)>,
    /// How its pages are called, with `{key}` for the value of a field; empty for their title.
    pub title_pattern: String,
    /// Fields that other pages see.
    pub card: Vec<String>,
    /// Relations that a page should have.
    pub expects: Vec<Expect>,
    /// Set when pages of this kind are terms of the glossary.
    pub glossary: Option<GlossarySpec>,
    /// The whole schema, without files to look up.
    pub schema: Value,
    validator: Validator,
}

/// A field at the top of the front matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldSpec {
    /// Key.
    pub key: String,
    /// Title in the book's language, or the key.
    pub title: String,
    /// Whether the kind itself declares it; else it was taken in.
    pub own: bool,
}

/// A field that names other pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// Where the names stand.
    pub path: Vec<Step>,
    /// Kind that the pages must have, or `*`.
    pub kind: String,
    /// Title of the relation on the other side.
    pub reverse: Option<String>,
}

/// A step into a value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Into the value of a key.
    Key(String),
    /// Into every item of a list.
    Each,
}

/// A relation that a page should have.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Expect {
    /// Field with `.` between its keys.
    pub field: String,
    /// How many values it should have.
    pub at_least: usize,
}

/// Which fields of a kind make a term of the glossary.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GlossarySpec {
    /// Field of the definition.
    pub definition: String,
    /// Field of the reading in kana.
    pub reading: String,
    /// Fields of other names: aliases, abbreviation, English.
    #[serde(default)]
    pub names: Vec<String>,
    /// Field that is false for terms that are not linked automatically.
    #[serde(default)]
    pub linked: String,
}

/// Reads the schemas of a book. A schema that is wrong becomes a diagnostic and is left out.
pub fn read(sources: &[Source], diagnostics: &mut Vec<Diagnostic>) -> Kinds {
    let mut schemas = BTreeMap::new();
    for source in sources {
        match serde_yaml::from_str::<Value>(&source.text) {
            Ok(schema) => drop(schemas.insert(path::stem(&source.path).to_owned(), (source, schema))),
            Err(error) => {
                diagnostics.push(schema_error(source, error.location().map_or(0, |at| at.index()), &error.to_string()))
            }
        }
    }
    let shared: Map<String, Value> = schemas
        .iter()
        .filter(|(name, _)| name.starts_with('_'))
        .map(|(name, (_, schema))| (name.clone(), schema.clone()))
        .collect();
    let mut kinds = BTreeMap::new();
    for (name, (source, schema)) in schemas.iter().filter(|(name, _)| !name.starts_with('_')) {
        match Kind::new(name, schema, &shared) {
            Ok(kind) => drop(kinds.insert(name.clone(), kind)),
            Err(why) => diagnostics.push(schema_error(source, 0, &why)),
        }
    }
    Kinds { kinds }
}

fn schema_error(source: &Source, at: usize, why: &str) -> Diagnostic {
    let place = Place::of(&source.file, &source.text, at..at + 1);
    Diagnostic::error("schema", place, format!("the schema is wrong: {why}"))
}

impl Kinds {
    /// Returns a kind by name.
    pub fn get(&self, name: &str) -> Option<&Kind> {
        self.kinds.get(name)
    }

    /// Iterates over the kinds by name.
    pub fn iter(&self) -> impl Iterator<Item = &Kind> {
        self.kinds.values()
    }

    /// Whether the book declares no kind, so that front matter is free.
    pub fn is_empty(&self) -> bool {
        self.kinds.is_empty()
    }

    /// Checks the front matter of a document against the schema of its kind.
    pub fn check(&self, document: &Document) -> Vec<Diagnostic> {
        let name = document.kind();
        let Some(kind) = self.get(name) else {
            return self.unknown(name, document);
        };
        let value = Value::Object(document.front.data.clone());
        kind.validator.iter_errors(&value).map(|error| kind.explain(document, &error)).collect()
    }

    fn unknown(&self, name: &str, document: &Document) -> Vec<Diagnostic> {
        if self.is_empty() || name == "page" {
            return Vec::new();
        }
        let place = document.front_place(&["kind".into()]);
        let diagnostic = Diagnostic::error("unknown-kind", place, format!("there is no kind `{name}`"));
        vec![diagnostic.suggest(name, self.kinds.keys().map(String::as_str))]
    }
}

impl Kind {
    fn new(name: &str, schema: &Value, shared: &Map<String, Value>) -> Result<Kind, String> {
        let whole = bundle(schema, shared);
        let validator = jsonschema::draft202012::new(&whole).map_err(|error| error.to_string())?;
        let mut kind = Kind {
            name: name.to_owned(),
            title: schema["title"].as_str().unwrap_or(name).to_owned(),
            fields: Vec::new(),
            references: Vec::new(),
            anchors: Vec::new(),
            sections: Vec::new(),
            title_pattern: keyword(schema, "x-title")?.unwrap_or_default(),
            card: keyword(schema, "x-card")?.unwrap_or_default(),
            expects: keyword(schema, "x-expect")?.unwrap_or_default(),
            glossary: keyword(schema, "x-glossary")?,
            schema: whole.clone(),
            validator,
        };
        kind.collect_fields(&whole, &whole, true);
        kind.walk(&whole, &whole, &mut Vec::new());
        Ok(kind)
    }

    /// Returns what a document of this kind is called: its title, or what `x-title` makes of its
    /// fields.
    pub fn title_of(&self, document: &Document) -> String {
        let mut title = self.title_pattern.clone();
        for (key, value) in &document.front.data {
            if let Some(text) = value.as_str() {
                title = title.replace(&format!("{{{key}}}"), text);
            }
        }
        if title.is_empty() { document.title.clone() } else { title }
    }

    fn collect_fields(&mut self, schema: &Value, root: &Value, own: bool) {
        for (key, field) in schema["properties"].as_object().into_iter().flatten() {
            if !self.fields.iter().any(|known| known.key == *key) {
                let title = field["title"].as_str().unwrap_or(key).to_owned();
                self.fields.push(FieldSpec { key: key.clone(), title, own });
            }
        }
        for part in schema["allOf"].as_array().into_iter().flatten() {
            self.collect_fields(follow(part, root), root, false);
        }
    }

    /// Collects our keywords at every depth of the schema.
    fn walk(&mut self, schema: &Value, root: &Value, path: &mut Vec<Step>) {
        let schema = follow(schema, root);
        if let Some(kind) = schema["x-ref"].as_str() {
            let reverse = schema["x-reverse"].as_str().or_else(|| self.list_reverse(root, path)).map(str::to_owned);
            self.references.push(Reference { path: path.clone(), kind: kind.to_owned(), reverse });
        }
        if schema["x-anchor"] == json!(true) {
            self.anchors.push(path.clone());
        }
        if let Some(key) = schema["x-section"].as_str() {
            self.sections.push((path.clone(), key.to_owned()));
        }
        for (key, field) in schema["properties"].as_object().into_iter().flatten() {
            path.push(Step::Key(key.clone()));
            self.walk(field, root, path);
            path.pop();
        }
        for part in schema["allOf"].as_array().into_iter().flatten() {
            self.walk(part, root, path);
        }
        if schema["items"].is_object() {
            path.push(Step::Each);
            self.walk(&schema["items"], root, path);
            path.pop();
        }
    }

    /// `x-reverse` may stand at the list whose items are references.
    fn list_reverse<'a>(&self, root: &'a Value, path: &[Step]) -> Option<&'a str> {
        let (Step::Each, list) = path.split_last()? else { return None };
        let mut schema = root;
        for step in list {
            schema = match step {
                Step::Each => &follow(schema, root)["items"],
                Step::Key(key) => property(schema, root, key)?,
            };
        }
        schema["x-reverse"].as_str()
    }

    /// Turns an error of the validator into a diagnostic with its place.
    fn explain(&self, document: &Document, error: &ValidationError<'_>) -> Diagnostic {
        let mut pointer: Vec<String> =
            error.instance_path().to_string().split('/').skip(1).map(str::to_owned).collect();
        let (code, message, hint) = match error.kind() {
            ValidationErrorKind::Required { property } => {
                let key = property.as_str().unwrap_or_default();
                ("missing-field", format!("`{key}` is missing; every {} needs it", self.name), self.field_hint(key))
            }
            ValidationErrorKind::UnevaluatedProperties { unexpected }
            | ValidationErrorKind::AdditionalProperties { unexpected } => {
                let key = unexpected.first().cloned().unwrap_or_default();
                let known = self.fields.iter().map(|field| field.key.as_str());
                let near = crate::diagnostic::nearest(&key, known).map(|near| format!("did you mean `{near}`?"));
                pointer.push(key.clone());
                ("unknown-field", format!("a {} has no field `{key}`", self.name), near)
            }
            ValidationErrorKind::Enum { options } => {
                let options: Vec<String> = options
                    .as_array()
                    .into_iter()
                    .flatten()
                    .map(|option| option.as_str().map_or_else(|| option.to_string(), str::to_owned))
                    .collect();
                (
                    "wrong-value",
                    format!("{} is none of the values that are allowed here", short(error.instance())),
                    Some(format!("one of: {}", options.join(", "))),
                )
            }
            ValidationErrorKind::Type { .. } => {
                ("wrong-type", error.to_string(), Some("a number or date that is meant as text needs quotes".into()))
            }
            _ => ("wrong-value", error.to_string(), None),
        };
        let diagnostic = Diagnostic::error(code, document.front_place(&pointer), message);
        match hint {
            Some(hint) => diagnostic.hint(hint),
            None => diagnostic,
        }
    }

    fn field_hint(&self, key: &str) -> Option<String> {
        let field = self.fields.iter().find(|field| field.key == key)?;
        Some(format!("add `{key}:` ({})", field.title))
    }
}

/// Shows a value in a message.
fn short(value: &Value) -> String {
    let text = value.to_string();
    if text.chars().count() > 60 { format!("{}…", text.chars().take(60).collect::<String>()) } else { text }
}

/// Reads one of our keywords.
fn keyword<T: serde::de::DeserializeOwned>(schema: &Value, name: &str) -> Result<Option<T>, String> {
    match schema.get(name) {
        Some(value) => serde_json::from_value(value.clone()).map(Some).map_err(|error| format!("{name}: {error}")),
        None => Ok(None),
    }
}

/// Makes one schema of a kind's file and the files it takes in.
fn bundle(schema: &Value, shared: &Map<String, Value>) -> Value {
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
fn follow<'a>(schema: &'a Value, root: &'a Value) -> &'a Value {
    schema["$ref"].as_str().and_then(|target| root.pointer(target.strip_prefix('#')?)).unwrap_or(schema)
}

/// Finds the schema of a property, in the schema or in what it takes in.
fn property<'a>(schema: &'a Value, root: &'a Value, key: &str) -> Option<&'a Value> {
    let schema = follow(schema, root);
    schema["properties"]
        .get(key)
        .or_else(|| schema["allOf"].as_array()?.iter().find_map(|part| property(part, root, key)))
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
