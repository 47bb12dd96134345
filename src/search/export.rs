//! The files that the browser searches: classic scripts that load from `file://` too.
//!
//! `search/root.js` says which file holds what; it has a fixed name, as every page refers to it,
//! and is the only one whose name does not change with its contents. The others are loaded when a
//! query needs them:
//!
//! | file | holds | cut |
//! |---|---|---|
//! | `d-HASH.js` | directories: which file holds which terms | at terms whose hash says so |
//! | `t-HASH.js` | terms, ends of words, names and grams in order with their postings or a summary, and names that begin with them, a line each | likewise |
//! | `p-HASH.js` | address, title, breadcrumbs and headings of pages, and where their texts are | at pages whose hash says so |
//! | `x-HASH.js` | texts of sections of a page, for snippets | by their length |
//! | `s-HASH.js` | names of terms, to offer some where nothing was found | – |
//!
//! Cuts depend on what is at the cut alone, so an edit changes the files of what it touches, the
//! directories of these and the root, and no others.

use std::collections::BTreeMap;

use serde_json::{Value, json};

pub(super) mod file;
mod pages;
mod terms;

use self::file::Files;
use super::facts::{Facts, PageFacts};
use super::joined::Joined;
use super::memos::Memos;
use super::normalise::normalise;
use super::parts::Parts;
use super::postings::write_number;
use super::query::{Group, Synonyms};
use super::tables::{FUNCTION_WORDS, KANA_ROWS, PARTICLES, SMALL_KANA, SPELLINGS, V_SOUNDS};
use crate::book::Book;
use crate::config::SearchConfig;
use crate::site::Bytes;

/// Output path of the root.
pub const ROOT: &str = "search/root.js";

/// Exported files.
pub struct Exported {
    /// Output paths and contents.
    pub files: Vec<(String, Bytes)>,
    /// How many terms they hold.
    pub terms: usize,
}

/// Exports posting lists. `pages` are the parts of each page.
pub fn export(book: &Book, pages: &[&Parts], lists: &Joined, facts: &Facts, memos: &mut Memos) -> Exported {
    let mut files = Files::default();
    let terms = terms::terms(lists, facts.lengths.len(), &facts.synonyms, memos, &mut files);
    let root = json!({
        "sections": facts.lengths.len(),
        "counts": numbers(pages.iter().map(|parts| parts.sections.len() as u32)),
        "lengths": numbers(facts.lengths.iter().copied()),
        "kinds": kinds(book),
        "kind": kind_numbers(book),
        "tags": having(facts, |page| &page.tags),
        "audience": having(facts, |page| &page.audience),
        "terms": terms.files,
        "long": terms.long,
        "pages": pages::pages(book, pages, &mut files),
        "synonyms": files.add("s", &synonyms(&facts.synonyms)),
        "tables": tables(),
    });
    files.list.push((ROOT.to_owned(), file::script(|out| file::write_json(out, &root.to_string()))));
    Exported { files: files.list, terms: terms.count }
}

/// The root of a book whose search is answered by an engine: whom to ask, and how to read a query.
pub fn engine_root(book: &Book, config: &SearchConfig) -> Bytes {
    let engine = json!({ "address": config.address(), "name": config.engine });
    let root = json!({ "engine": engine, "kinds": kinds(book), "tables": tables() });
    file::script(|out| file::write_json(out, &root.to_string()))
}

/// What the browser needs to read a query as we do.
fn tables() -> Value {
    json!({
        "small": SMALL_KANA, "spellings": spellings(), "v": V_SOUNDS, "function": FUNCTION_WORDS, "rows": KANA_ROWS,
        "particles": PARTICLES,
    })
}

/// Makes the facts that ranking needs. `lengths` are those of the sections of each page.
pub fn facts(book: &Book, lengths: impl Iterator<Item = Vec<u32>>) -> Facts {
    let mut facts = Facts { synonyms: synonym_groups(book), ..Facts::default() };
    for (page, lengths) in book.pages.iter().zip(lengths) {
        facts.pages.push(PageFacts {
            first: facts.lengths.len() as u32,
            kind: page.document.kind().to_owned(),
            rank: book.kind(page).map_or(100, |kind| u64::from(kind.rank)),
            name_rank: book.kind(page).map_or(100, |kind| u64::from(kind.name_rank)),
            tags: page.document.front.texts("tags").map(str::to_owned).collect(),
            audience: page.document.front.texts("audience").map(str::to_owned).collect(),
        });
        facts.lengths.extend(lengths);
    }
    facts
}

/// Names of each term of the glossary that has several.
fn synonym_groups(book: &Book) -> Synonyms {
    let terms = book.glossary.terms.iter();
    let mut groups: Vec<Group> =
        terms.map(|term| Group::new(&term.names)).filter(|group| group.names.len() > 1).collect();
    groups.sort_by_key(Group::text);
    groups.dedup();
    Synonyms { groups }
}

/// Numbers one after another, see [`write_number`].
fn numbers(list: impl Iterator<Item = u32>) -> String {
    let mut out = String::new();
    list.for_each(|number| write_number(&mut out, number));
    out
}

/// Name, title and weights of each kind.
fn kinds(book: &Book) -> Value {
    let mut kinds: Vec<Value> =
        book.kinds.iter().map(|kind| json!([kind.name, kind.title, kind.rank, kind.name_rank])).collect();
    if book.kinds.get("page").is_none() {
        kinds.push(json!(["page", "", 100, 100]));
    }
    Value::Array(kinds)
}

fn kind_numbers(book: &Book) -> String {
    let names: Vec<String> =
        kinds(book).as_array().into_iter().flatten().filter_map(|kind| kind[0].as_str().map(str::to_owned)).collect();
    let number = |kind: &str| names.iter().position(|name| name == kind).unwrap_or(0) as u32;
    numbers(book.pages.iter().map(|page| number(page.document.kind())))
}

/// For each value of a list of the pages, those that have it, as distances.
fn having(facts: &Facts, list: impl Fn(&PageFacts) -> &Vec<String>) -> BTreeMap<&str, String> {
    let mut pages: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    for (index, page) in facts.pages.iter().enumerate() {
        list(page).iter().for_each(|value| pages.entry(value).or_default().push(index as u32));
    }
    pages.into_iter().map(|(value, pages)| (value, distances(&pages))).collect()
}

/// Rising numbers as the distance of each from the one before.
fn distances(list: &[u32]) -> String {
    let before = std::iter::once(&0).chain(list);
    numbers(list.iter().zip(before).map(|(number, before)| number - before))
}

/// Spellings in their normal form.
fn spellings() -> Vec<Vec<String>> {
    SPELLINGS.iter().map(|group| group.iter().map(|member| normalise(member)).collect()).collect()
}

/// Groups of names, one a line, as they are shown.
fn synonyms(synonyms: &Synonyms) -> Value {
    json!(synonyms.groups.iter().map(Group::text).collect::<Vec<_>>().join("\n"))
}
