//! All kinds of a book: read from their files, and asked about front matter.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::schema::Flaw;
use super::{Kind, check, common, plain};
use crate::diagnostic::Diagnostic;
use crate::memo::{self, Key};
use crate::parse::{Document, locate, yaml_hint, yaml_why};
use crate::source::Source;
use crate::{path, say};

/// All kinds of a book by name.
#[derive(Debug, Default)]
pub struct Kinds {
    kinds: BTreeMap<String, Kind>,
}

/// Schemas by the name of their file, with the file.
type Schemas<'s> = BTreeMap<String, (&'s Source, Value)>;

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
