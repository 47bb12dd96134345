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
mod collect;
mod common;
mod declared;
mod explain;
mod kinds;
mod plain;
mod schema;
mod visit;

use jsonschema::Validator;
use serde_json::Value;

use crate::diagnostic::Diagnostic;
use crate::figure::lanes::DiagramSpec;
use crate::memo::Key;
use crate::parse::Document;
pub use declared::{Expect, FieldSpec, GlossarySpec, Naming, Reference};
pub use kinds::{Kinds, read};
pub use visit::{Step, visit, visit_front};

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

impl Kind {
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
}
