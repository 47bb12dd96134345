//! Kinds: schemas for front matter, and the references between pages that they declare.
//!
//! A kind is JSON Schema (draft 2020-12) written in YAML in `content/_kinds/<kind>.yaml`. A file
//! whose name starts with `_` is no kind but can be taken in: `allOf: [{$ref: _common.yaml}]`.
//! These keywords are ours; a validator that does not know them ignores them:
//!
//! | keyword | where | meaning |
//! |---|---|---|
//! | `x-ref: KIND` | a string | names a page of that kind, or of any kind with `*` |
//! | `x-reverse: TITLE` | beside `x-ref` or `x-target` | title of the relation on the other side |
//! | `x-anchor: true` | a string | an anchor that the kind's template sets |
//! | `x-target: [anchor, KIND…]` | a string | names an anchor of the page itself, or a page of the kind |
//! | `x-among: FIELD.PATH` | a string | is one of the values at PATH in the page that FIELD names; `.PATH` is in the page itself |
//! | `x-verbatim: true` | a string | others' words: rules about wording leave it alone |
//! | `x-verbatim: [KEY…]` | the kind | fields of others' words, such as official titles |
//! | `x-section: KEY` | an object | a section for the search; its heading is the value of KEY |
//! | `x-title: TEXT` | the kind | how pages are called; `{KEY}` stands for the value of a field |
//! | `x-name: true` | a string | a name of the page: a search for it finds the page first |
//! | `x-rank: N` | the kind | weight of its pages among search results, in percent; 100 without it |
//! | `x-name-rank: N` | the kind | weight of its pages where the search is a name of theirs, in percent; 100 without it |
//! | `x-card: [KEY…]` | the kind | what other pages see of a page of this kind |
//! | `x-expect: [{field, at-least}]` | the kind | relations that a page should have |
//! | `x-diagram: {lanes, phases, steps, lane, title, next, branch}` | the kind | fields that are drawn as a flow |
//! | `x-glossary: {definition, reading, names, linked}` | the kind | its pages are terms; the values name fields |

mod blank;
mod check;
mod common;
mod explain;
mod plain;
mod schema;
mod visit;

use std::collections::BTreeMap;

use jsonschema::Validator;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::diagnostic::Diagnostic;
use crate::memo::{self, Key};
use crate::message::Message;
use crate::parse::{Document, locate, yaml_hint, yaml_why};
use crate::path;
use crate::say;
use crate::source::Source;
use schema::{bundle, follow, keyword, property};
pub use visit::{Step, visit, visit_front};

/// Keywords of texts that are no prose: names, dates, numbers, addresses.
const FORMED: [&str; 9] =
    ["enum", "const", "pattern", "format", "x-ref", "x-anchor", "x-target", "x-among", "x-verbatim"];

/// All keywords of ours.
const KEYWORDS: [&str; 15] = [
    "x-ref",
    "x-reverse",
    "x-anchor",
    "x-target",
    "x-among",
    "x-verbatim",
    "x-section",
    "x-title",
    "x-name",
    "x-rank",
    "x-name-rank",
    "x-card",
    "x-expect",
    "x-diagram",
    "x-glossary",
];

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
    /// Values that name an anchor of the page or another page.
    pub targets: Vec<Naming>,
    /// Values that must stand in another page: the other page's field, and the way into it.
    pub among: Vec<Naming>,
    /// Where the book's own prose stands.
    pub prose: Vec<Vec<Step>>,
    /// Where values are names of the page.
    pub names: Vec<Vec<Step>>,
    /// Where objects are sections for the search: the objects, and the key of their heading.
    pub sections: Vec<(Vec<Step>, String)>,
    /// How its pages are called, with `{key}` for the value of a field; empty for their title.
    pub title_pattern: String,
    /// Weight of its pages among search results, in percent.
    pub rank: u32,
    /// Weight of its pages where the search is a name of theirs, in percent.
    pub name_rank: u32,
    /// Fields that other pages see.
    pub card: Vec<String>,
    /// Relations that a page should have.
    pub expects: Vec<Expect>,
    /// Set when pages of this kind are terms of the glossary.
    pub glossary: Option<GlossarySpec>,
    /// Set when pages of this kind are drawn as flows.
    pub diagram: Option<DiagramSpec>,
    /// The whole schema, without files to look up.
    pub schema: Value,
    /// Hash of the schema.
    pub key: Key,
    /// Hash of what pages of the kind show of it: its title, its fields, what is drawn.
    pub shown: Key,
    validator: Validator,
}

/// A field at the top of the front matter.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
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

/// Values that must name something, and what they may name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Naming {
    /// Where the values stand.
    pub path: Vec<Step>,
    /// The words of `x-target`, or the parts of `x-among`.
    pub words: Vec<String>,
    /// Title of the relation on the other side, when a page is named.
    pub reverse: Option<String>,
}

impl Naming {
    /// Whether a word of `x-target` allows an anchor of the page, or a page of a kind.
    pub fn allows(&self, word: &str) -> bool {
        self.words.iter().any(|allowed| allowed == word)
    }

    /// Whether it allows pages of a kind.
    pub fn allows_kind(&self, kind: &str) -> bool {
        self.allows(kind) || self.allows("*")
    }
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
#[derive(Debug, Clone, Hash, Deserialize)]
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

/// Which fields of a kind are drawn as a flow. Lanes have `id` and `name`, phases have `title`,
/// steps have `id`, branches have `if` and `to`.
#[derive(Debug, Clone, Hash, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DiagramSpec {
    /// List of the lanes.
    pub lanes: String,
    /// List of the phases.
    pub phases: String,
    /// List of the steps of a phase.
    pub steps: String,
    /// Lane of a step.
    pub lane: String,
    /// Title of a step.
    pub title: String,
    /// The step after a step, where that is not the one in the next row.
    pub next: String,
    /// Branches of a step.
    pub branch: String,
}

/// Schemas by the name of their file, with the file.
type Schemas<'s> = BTreeMap<String, (&'s Source, Value)>;

/// What is wrong with a schema: the way to the place, and why.
type Flaw = (Vec<String>, Message);

/// Reads the schemas of a book. A schema that is wrong becomes a diagnostic and is left out.
pub fn read(sources: &[Source], diagnostics: &mut Vec<Diagnostic>) -> Kinds {
    let schemas = schemas(sources, diagnostics);
    let shared: Map<String, Value> = schemas
        .iter()
        .filter(|(name, _)| name.starts_with('_'))
        .map(|(name, (_, schema))| (name.clone(), schema.clone()))
        .collect();
    let mut kinds = Kinds::default();
    for (name, (source, schema)) in schemas.iter().filter(|(name, _)| !name.starts_with('_')) {
        match Kind::new(name, schema, &shared) {
            Ok(kind) => drop(kinds.kinds.insert(name.clone(), kind)),
            Err(flaw) => diagnostics.push(schema_flaw(source, &schemas, flaw)),
        }
    }
    for (name, (source, schema)) in &schemas {
        diagnostics.extend(check::check(source, schema, kinds.get(name), &kinds));
    }
    kinds
}

fn schemas<'s>(sources: &'s [Source], diagnostics: &mut Vec<Diagnostic>) -> Schemas<'s> {
    let mut schemas = Schemas::new();
    for source in sources {
        match serde_yaml::from_str::<Value>(&source.text) {
            Ok(schema) => drop(schemas.insert(path::stem(&source.path).to_owned(), (source, schema))),
            Err(error) => {
                let at = error.location().map_or(0, |at| at.index());
                let place = source.place(at..at + 1);
                let message = say!("the schema is not YAML: {why}", why = yaml_why(&error));
                diagnostics.push(Diagnostic::error("schema", place, message).hint(yaml_hint(&error)));
            }
        }
    }
    schemas
}

/// Reports what is wrong with a schema in its file, or in the file that it takes in.
fn schema_flaw(source: &Source, schemas: &Schemas<'_>, (pointer, why): Flaw) -> Diagnostic {
    let (source, pointer) = match pointer.as_slice() {
        [defs, name, rest @ ..] if defs == "$defs" && schemas.contains_key(name) => (schemas[name].0, rest),
        whole => (source, whole),
    };
    let place = source.place(locate(&source.text, 0, pointer));
    Diagnostic::error("schema", place, say!("the schema is wrong: {why}", why))
        .hint(say!("a schema is JSON Schema, draft 2020-12; `tebiki explain schema` shows one"))
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

    /// Hash of what [`Kinds::check`] is given.
    pub fn check_key(&self, document: &Document) -> Key {
        match self.get(document.kind()) {
            Some(kind) => memo::key_of(&(document.source.key, kind.key)),
            None => memo::key_of(&(document.source.key, self.kinds.keys().collect::<Vec<_>>())),
        }
    }

    /// Checks the front matter of a document against the schema of its kind.
    pub fn check(&self, document: &Document) -> Vec<Diagnostic> {
        let name = document.kind();
        let kind = self.get(name);
        let own = match kind {
            Some(kind) => kind.errors(document, &Value::Object(document.front.data.clone())),
            None => self.unknown(name, document),
        };
        let common = common::check(document, kind).into_iter();
        // Where nothing is described, the pages may have been written for another generator.
        let lenient =
            |found| if self.is_empty() { Diagnostic { code: "ignored-value".into(), ..found } } else { found };
        own.into_iter().chain(common.map(lenient)).collect()
    }

    fn unknown(&self, name: &str, document: &Document) -> Vec<Diagnostic> {
        if name == "page" {
            return plain::unknown_keys(document);
        }
        if self.is_empty() {
            return Vec::new();
        }
        let place = document.front_place(&["kind".into()]);
        let diagnostic = Diagnostic::error("unknown-kind", place, say!("there is no kind `{name}`", name));
        let known = self.kinds.keys().map(String::as_str);
        vec![diagnostic.suggest(name, known, say!("name a file in `_kinds/`, or add one; `tebiki schema` lists them"))]
    }
}

/// Makes the validator of a schema; what `format` says is checked too.
fn validator(schema: &Value) -> Result<Validator, Flaw> {
    jsonschema::draft202012::options().should_validate_formats(true).build(schema).map_err(|error| {
        let pointer = error.instance_path().to_string().split('/').skip(1).map(str::to_owned).collect();
        let message = error.to_string();
        // The rest is about the schema of schemas.
        let why =
            message.split_once(" is not valid under any").map(|(value, _)| say!("{value} is not allowed here", value));
        (pointer, why.unwrap_or_else(|| Message::quoted(message)))
    })
}

impl Kind {
    fn new(name: &str, schema: &Value, shared: &Map<String, Value>) -> Result<Kind, Flaw> {
        let whole = bundle(schema, shared);
        let validator = validator(&whole)?;
        let mut kind = Kind {
            name: name.to_owned(),
            title: schema["title"].as_str().unwrap_or(name).to_owned(),
            fields: Vec::new(),
            references: Vec::new(),
            anchors: Vec::new(),
            targets: Vec::new(),
            among: Vec::new(),
            prose: Vec::new(),
            names: Vec::new(),
            sections: Vec::new(),
            title_pattern: keyword(schema, "x-title")?.unwrap_or_default(),
            rank: keyword(schema, "x-rank")?.unwrap_or(100),
            name_rank: keyword(schema, "x-name-rank")?.unwrap_or(100),
            card: keyword(schema, "x-card")?.unwrap_or_default(),
            expects: keyword(schema, "x-expect")?.unwrap_or_default(),
            glossary: keyword(schema, "x-glossary")?,
            diagram: keyword(schema, "x-diagram")?,
            key: memo::key_of(&(name, &whole)),
            shown: Key::default(),
            schema: whole.clone(),
            validator,
        };
        kind.collect_fields(&whole, &whole, true);
        kind.shown = memo::key_of(&(&kind.title, &kind.fields, &kind.glossary, &kind.diagram));
        kind.walk(&whole, &whole, &mut Vec::new());
        let mut others: Vec<String> = keyword(schema, "x-verbatim")?.unwrap_or_default();
        others.extend(kind.glossary.iter().flat_map(|glossary| glossary.names.iter().cloned()));
        kind.prose.retain(|path| !matches!(path.first(), Some(Step::Key(key)) if others.contains(key)));
        Ok(kind)
    }

    /// What the schema says of some fields of a document.
    fn errors(&self, document: &Document, fields: &Value) -> Vec<Diagnostic> {
        self.validator.iter_errors(fields).flat_map(|error| self.explain(document, &error)).collect()
    }

    /// The schema of a field; where a list is named, of a field of its items first.
    pub fn field(&self, list: &str, key: &str) -> Option<&Value> {
        let inside = [list.to_owned(), "0".to_owned(), key.to_owned()];
        schema::at(&self.schema, &inside).or_else(|| schema::at(&self.schema, &inside[2..]))
    }

    /// Whether pages of this kind, or the items of a list in them, can have a field.
    pub fn has_field(&self, list: &str, key: &str) -> bool {
        common::is_common(key) || self.field(list, key).is_some()
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
        if schema["x-name"] == json!(true) {
            self.names.push(path.clone());
        }
        self.walk_names(schema, path);
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

    /// Collects what names something, and what is prose: texts whose schema sets no form.
    fn walk_names(&mut self, schema: &Value, path: &[Step]) {
        let reverse = schema["x-reverse"].as_str().map(str::to_owned);
        let naming = |words| Naming { path: path.to_vec(), words, reverse: reverse.clone() };
        let listed = |value: &Value| {
            value.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
        };
        if let Some(word) = schema["x-target"].as_str() {
            self.targets.push(naming(vec![word.to_owned()]));
        } else if schema["x-target"].is_array() {
            self.targets.push(naming(listed(&schema["x-target"])));
        }
        if let Some(way) = schema["x-among"].as_str() {
            self.among.push(naming(way.split('.').map(str::to_owned).collect()));
        }
        if schema["type"] == json!("string") && !FORMED.iter().any(|keyword| schema.get(keyword).is_some()) {
            self.prose.push(path.to_vec());
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
}
