//! How the markdown of a book is to be read, where books differ.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::memo;

/// How the markdown of a book is to be read. The default is tebiki's own way.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Dialect {
    /// How headings get their anchors.
    pub anchors: Anchors,
    /// Whether `[[name]]` is a link.
    pub wiki_links: bool,
    /// Whether there are blocks of our own: `chart` and `diagram` are drawn, the title of an image
    /// that stands alone is its caption, `> [!WORD]` may be a word of the book.
    pub own_blocks: bool,
    /// Whether what looks like a front matter but is none is text, and no mistake.
    pub loose_front_matter: bool,
    /// Whether the words behind the language of a block of code are its classes, and lines of Rust
    /// that start with `# ` are hidden.
    pub code_attributes: bool,
    /// Whether quotation marks, dashes and dots become typographic ones.
    pub smart_punctuation: bool,
    /// Whether `> [!NOTE]` is an admonition.
    pub admonitions: bool,
    /// Whether `: ` below a line makes a list of definitions.
    pub definition_lists: bool,
    /// Where formulas in TeX stand.
    pub math: Math,
    /// Whether HTML that the allow-list does not have passes as it is written.
    pub raw_html: bool,
    /// What the hidden lines of code in other languages start with.
    pub hidden_lines: BTreeMap<String, String>,
}

/// Where formulas stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Math {
    /// Nowhere.
    None,
    /// Between `$` and `$`, or `$$` and `$$` for one of its own line.
    Dollars,
    /// Between `\\(` and `\\)`, or `\\[` and `\\]`, as mdBook has them for MathJax.
    Brackets,
}

/// How headings get their anchors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Anchors {
    /// In NFC, with one hyphen for white space, none at the ends.
    Own,
    /// As mdBook makes them: a hyphen for each white space, wherever it stands.
    Mdbook,
}

impl Dialect {
    /// Hash of all of it; empty for our own.
    pub fn key(&self) -> Vec<u8> {
        if *self == Dialect::default() {
            return Vec::new();
        }
        // The published edition depends on it: its bytes must be the same on every machine.
        memo::key([format!("{self:?}").as_bytes()]).to_vec()
    }
}

impl Default for Dialect {
    fn default() -> Dialect {
        Dialect {
            anchors: Anchors::Own,
            wiki_links: true,
            own_blocks: true,
            loose_front_matter: false,
            code_attributes: false,
            smart_punctuation: false,
            admonitions: true,
            definition_lists: true,
            math: Math::None,
            raw_html: false,
            hidden_lines: BTreeMap::new(),
        }
    }
}
