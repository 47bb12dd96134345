//! For Quickwit (0.7 and later): <https://quickwit.io/docs/configuration/index-config>.
//!
//! Quickwit has no filters for characters and no n-grams with positions, so a document brings its normal form
//! along, one kana or kanji a word: a phrase of these words is found exactly. Whoever asks brings the query into
//! the same form, as the scripts of the theme do.

use serde::Serialize;

use super::document::{SectionDocument, documents};
use crate::book::Book;
use crate::search::normalise::{Class, class, normalise};

/// A section with the fields that are searched.
#[derive(Serialize)]
struct Document<'a> {
    #[serde(flatten)]
    section: SectionDocument<'a>,
    title_terms: String,
    heading_terms: String,
    text_terms: String,
    keywords_terms: String,
}

/// The lines for `POST /api/v1/INDEX/ingest`: a document a line.
pub fn lines(book: &Book) -> String {
    let document = |section: SectionDocument<'_>| {
        let document = Document {
            title_terms: terms(section.title),
            heading_terms: terms(&section.heading),
            text_terms: terms(&section.text),
            keywords_terms: terms(&section.keywords),
            section,
        };
        format!("{}\n", serde_json::json!(document))
    };
    documents(book).into_iter().map(document).collect()
}

/// The normal form of a text as words: each kana and kanji one of its own, letters and digits in theirs, and the
/// border beside Japanese, so that no phrase goes over it.
pub fn terms(text: &str) -> String {
    let mut out = String::new();
    let mut last = Class::Other;
    for c in normalise(text).chars() {
        let sort = class(c);
        if (sort != last || sort == Class::Cjk) && !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
        if c != ' ' {
            out.push(c);
        }
        last = sort;
    }
    out
}

/// The index: `quickwit index create --index-config FILE`. `id` names it.
pub fn definition(id: &str) -> String {
    let raw = |name: &str| format!("    - {{name: {name}, type: text, tokenizer: raw}}\n");
    let list = |name: &str| format!("    - {{name: {name}, type: array<text>, tokenizer: raw}}\n");
    let shown = |name: &str| format!("    - {{name: {name}, type: text, indexed: false}}\n");
    let searched = |name: &str| {
        format!(
            "    - {{name: {name}_terms, type: text, tokenizer: whitespace, record: position, fieldnorms: true, stored: false}}\n"
        )
    };
    let fields = ["title", "heading", "text", "keywords"];
    let mut out = format!("version: 0.7\nindex_id: {id}\ndoc_mapping:\n  mode: strict\n  field_mappings:\n");
    out.push_str(&raw("url"));
    out.push_str("    - {name: section, type: u64}\n");
    out.extend(["anchor", "crumbs"].iter().chain(&fields).map(|name| shown(name)));
    out.push_str(&raw("kind"));
    out.extend(["tags", "audience"].map(list));
    out.extend(fields.map(searched));
    let searched: Vec<String> = fields.iter().map(|name| format!("{name}_terms")).collect();
    out.push_str(&format!("search_settings:\n  default_search_fields: [{}]\n", searched.join(", ")));
    out
}
