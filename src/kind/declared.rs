//! What a kind declares beside its schema: fields, references, relations that are expected, terms of the glossary.

use serde::Deserialize;

use super::Step;

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
