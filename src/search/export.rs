//! The files that the browser searches: classic scripts that load from `file://` too.
//!
//! `search/root.js` says which file holds what; it has a fixed name, as every page refers to it,
//! and is the only one whose name does not change with its contents. The others are loaded when a
//! query needs them:
//!
//! | file | holds | cut |
//! |---|---|---|
//! | `t-HASH.js` | terms in order with their postings, a line each | at terms whose hash says so |
//! | `p-HASH.js` | address, title, breadcrumbs and headings of pages | at pages whose hash says so |
//! | `x-HASH.js` | texts of sections, for snippets | likewise |
//! | `w-HASH.js` | all terms that are words of letters or digits | – |
//! | `s-HASH.js` | names of terms, for synonyms | – |
//!
//! Cuts depend on what is at the cut alone, so an edit changes the files of what it touches and
//! the root, and no others.

use anyhow::Result;
use serde_json::{Value, json};

use super::engine::{Facts, LENGTH_UNIT};
use super::index::{SearchIndex, is_word};
use super::normalise::normalise;
use super::postings::{write, write_number};
use super::query::Synonyms;
use super::section::Section;
use super::tables::{FUNCTION_WORDS, SMALL_KANA, SPELLINGS, V_SOUNDS};
use crate::book::Book;
use crate::site::Bytes;

/// Output path of the root.
pub const ROOT: &str = "search/root.js";

/// Sizes in bytes between which a file of terms or texts is cut; the mean lies near the first.
const FILE: std::ops::Range<usize> = 2_000..8_000;

/// Pages in a file of titles: about so many, and never more than three times as many.
const PAGES: usize = 4;

/// Exported files.
pub struct Exported {
    /// Output paths and contents.
    pub files: Vec<(String, Bytes)>,
    /// How many terms they hold.
    pub terms: usize,
}

/// Exports an index. `sections` are those of each page.
///
/// # Errors
/// When the index cannot be read.
pub fn export(
    book: &Book,
    sections: &[std::sync::Arc<Vec<Section>>],
    index: &SearchIndex,
    facts: &Facts,
) -> Result<Exported> {
    let mut files = Vec::new();
    let mut words = String::new();
    let (terms, count) = terms(index, &mut files, &mut words)?;
    let root = json!({
        "sections": index.sections,
        "counts": numbers(sections.iter().map(|sections| sections.len() as u32)),
        "titles": numbers(facts.pages.iter().map(|page| page.title_length)),
        "lengths": numbers(facts.lengths.iter().copied()),
        "kinds": kinds(book),
        "kind": kind_numbers(book),
        "tags": tags(facts),
        "terms": terms,
        "pages": pages(book, sections, &mut files),
        "texts": texts(sections, book, &mut files),
        "words": file("w", &json!(words), &mut files),
        "synonyms": file("s", &synonyms(&facts.synonyms), &mut files),
        "tables": { "small": SMALL_KANA, "spellings": spellings(), "v": V_SOUNDS, "function": FUNCTION_WORDS },
    });
    files.push((ROOT.to_owned(), script(&root)));
    Ok(Exported { files, terms: count })
}

/// Makes the facts that ranking needs.
pub fn facts(book: &Book, sections: &[std::sync::Arc<Vec<Section>>]) -> Facts {
    let mut facts = Facts { synonyms: synonym_groups(book), ..Facts::default() };
    for (page, sections) in book.pages.iter().zip(sections) {
        facts.pages.push(super::engine::PageFacts {
            first: facts.lengths.len() as u32,
            title_length: normalise(page.title()).chars().count() as u32,
            kind: page.document.kind().to_owned(),
            rank: book.kind(page).map_or(100, |kind| u64::from(kind.rank)),
            tags: page.document.front.texts("tags").map(str::to_owned).collect(),
        });
        facts.lengths.extend(sections.iter().map(|section| (section.text.chars().count() / LENGTH_UNIT) as u32));
    }
    facts
}

/// Names of each term of the glossary that has several.
fn synonym_groups(book: &Book) -> Synonyms {
    let names = |term: &crate::book::Term| {
        let mut group: Vec<(String, String)> = Vec::new();
        for name in &term.names {
            let normal = normalise(name);
            if !normal.is_empty() && !group.iter().any(|(known, _)| *known == normal) {
                group.push((normal, name.clone()));
            }
        }
        group
    };
    Synonyms { groups: book.glossary.terms.iter().map(names).filter(|group| group.len() > 1).collect() }
}

/// Writes a file with a name by its contents, and returns the part of its name that changes.
fn file(sort: &str, value: &Value, files: &mut Vec<(String, Bytes)>) -> String {
    let bytes = script(value);
    let hash = blake3::hash(&bytes).to_hex()[..8].to_owned();
    files.push((format!("search/{sort}-{hash}.js"), bytes));
    hash
}

/// A classic script that hands a value to the search script. `<` and the line separators of
/// JavaScript are escaped, so the value is safe inside and outside HTML.
fn script(value: &Value) -> Bytes {
    let json = value.to_string().replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029");
    format!("tebikiSearch({json});\n").into_bytes().into()
}

/// Numbers one after another, see [`write_number`].
fn numbers(list: impl Iterator<Item = u32>) -> String {
    let mut out = String::new();
    list.for_each(|number| write_number(&mut out, number));
    out
}

/// Whether a file is cut before something: by the hash of that thing alone.
fn cuts(thing: &str, one_in: u8) -> bool {
    blake3::hash(thing.as_bytes()).as_bytes()[0].is_multiple_of(one_in)
}

/// Writes the terms; returns the first term of each file and the names of the files, and how many
/// terms there are.
fn terms(index: &SearchIndex, files: &mut Vec<(String, Bytes)>, words: &mut String) -> Result<(Value, usize)> {
    let mut count = 0;
    let (mut firsts, mut names) = (Vec::new(), String::new());
    let mut lines = String::new();
    index.for_each(|term, postings| {
        count += 1;
        if lines.len() > FILE.end || lines.len() > FILE.start / 2 && cuts(term, 8) {
            names.push_str(&file("t", &json!(lines), files));
            lines.clear();
        }
        if lines.is_empty() {
            firsts.push(term.to_owned());
        }
        if is_word(term) {
            words.push_str(term);
            words.push('\n');
        }
        lines.push_str(term);
        lines.push('\t');
        lines.push_str(&write(postings));
        lines.push('\n');
    })?;
    if !lines.is_empty() {
        names.push_str(&file("t", &json!(lines), files));
    }
    Ok((json!({ "first": firsts.join("\n"), "names": names }), count))
}

/// Consecutive pages in one file.
struct Group {
    pages: Vec<Value>,
    size: usize,
}

/// Writes pages in groups; returns how many pages each file holds and the names of the files.
fn grouped(
    sort: &str,
    entries: impl Iterator<Item = (String, Value)>,
    files: &mut Vec<(String, Bytes)>,
    full: impl Fn(&Group, &str) -> bool,
) -> Value {
    let (mut counts, mut names) = (Vec::new(), String::new());
    let mut group = Group { pages: Vec::new(), size: 0 };
    for (url, value) in entries {
        if !group.pages.is_empty() && full(&group, &url) {
            counts.push(group.pages.len() as u32);
            names.push_str(&file(sort, &Value::Array(std::mem::take(&mut group.pages)), files));
            group.size = 0;
        }
        group.size += value.to_string().len();
        group.pages.push(value);
    }
    if !group.pages.is_empty() {
        counts.push(group.pages.len() as u32);
        names.push_str(&file(sort, &Value::Array(group.pages), files));
    }
    json!({ "counts": numbers(counts.into_iter()), "names": names })
}

fn pages(book: &Book, sections: &[std::sync::Arc<Vec<Section>>], files: &mut Vec<(String, Bytes)>) -> Value {
    let entries = book.pages.iter().zip(sections).enumerate().map(|(index, (page, sections))| {
        let crumbs: Vec<&str> = book.ancestors(index).into_iter().map(|page| book.pages[page].title()).collect();
        let headings: Vec<[&str; 2]> =
            sections[1..].iter().map(|section| [section.anchor.as_str(), section.heading.as_str()]).collect();
        (page.url.clone(), json!([page.url, page.title(), crumbs.join(" › "), headings]))
    });
    grouped("p", entries, files, |group, url| group.pages.len() >= PAGES * 3 || cuts(url, PAGES as u8))
}

fn texts(sections: &[std::sync::Arc<Vec<Section>>], book: &Book, files: &mut Vec<(String, Bytes)>) -> Value {
    let entries = book.pages.iter().zip(sections).map(|(page, sections)| {
        let texts: Vec<&str> = sections.iter().map(|section| section.text.as_str()).collect();
        (page.url.clone(), json!(texts))
    });
    grouped("x", entries, files, |group, url| group.size > FILE.end || group.size > FILE.start / 2 && cuts(url, 2))
}

/// Name, title and weight of each kind.
fn kinds(book: &Book) -> Value {
    let mut kinds: Vec<Value> = book.kinds.iter().map(|kind| json!([kind.name, kind.title, kind.rank])).collect();
    if book.kinds.get("page").is_none() {
        kinds.push(json!(["page", "", 100]));
    }
    Value::Array(kinds)
}

fn kind_numbers(book: &Book) -> String {
    let names: Vec<String> =
        kinds(book).as_array().into_iter().flatten().filter_map(|kind| kind[0].as_str().map(str::to_owned)).collect();
    let number = |kind: &str| names.iter().position(|name| name == kind).unwrap_or(0) as u32;
    numbers(book.pages.iter().map(|page| number(page.document.kind())))
}

/// For each tag the pages that have it, as distances.
fn tags(facts: &Facts) -> Value {
    let mut tags: std::collections::BTreeMap<&str, Vec<u32>> = std::collections::BTreeMap::new();
    for (index, page) in facts.pages.iter().enumerate() {
        page.tags.iter().for_each(|tag| tags.entry(tag).or_default().push(index as u32));
    }
    let distances = |pages: Vec<u32>| {
        let before = std::iter::once(0).chain(pages.clone());
        numbers(pages.iter().zip(before).map(|(page, before)| page - before).collect::<Vec<_>>().into_iter())
    };
    json!(
        tags.into_iter()
            .map(|(tag, pages)| (tag.to_owned(), distances(pages)))
            .collect::<std::collections::BTreeMap<_, _>>()
    )
}

/// Spellings in their normal form.
fn spellings() -> Vec<Vec<String>> {
    SPELLINGS.iter().map(|group| group.iter().map(|member| normalise(member)).collect()).collect()
}

/// Groups of names, one a line, as they are shown; the browser normalises them.
fn synonyms(synonyms: &Synonyms) -> Value {
    let line =
        |group: &Vec<(String, String)>| group.iter().map(|(_, shown)| shown.as_str()).collect::<Vec<_>>().join("\t");
    json!(synonyms.groups.iter().map(line).collect::<Vec<_>>().join("\n"))
}
