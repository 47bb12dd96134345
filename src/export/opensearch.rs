//! For OpenSearch: <https://docs.opensearch.org/latest/analyzers/>. No plug-in is needed.
//!
//! The analyser brings texts and queries into our normal form: a table of characters, then patterns for what
//! depends on the characters beside one. Every pair of adjacent characters of the normal form is a term, as in
//! our own index, so `match_phrase` finds exactly the places where a text of two characters or more stands.
//! The second form of each field folds other spellings and the names of the glossary too.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use unicode_normalization::UnicodeNormalization;

use super::document::documents;
use crate::book::Book;
use crate::search::normalise::{fold, is_dash, normalise};
use crate::search::query::Group;
use crate::search::tables::{SPELLINGS, V_SOUNDS};

/// The lines for `POST INDEX/_bulk`: for each section an action and a document.
pub fn lines(book: &Book) -> String {
    let lines = |document| {
        let action = json!({ "index": { "_id": super::document::SectionDocument::id(&document) } });
        format!("{action}\n{}\n", json!(document))
    };
    documents(book).into_iter().map(lines).collect()
}

/// The body for `PUT INDEX`: how texts are analysed, and what the fields are.
pub fn definition(book: &Book) -> Value {
    json!({
        "settings": { "analysis": analysis(book) },
        "mappings": { "dynamic": "strict", "properties": properties() },
    })
}

fn properties() -> Value {
    let keyword = json!({ "type": "keyword" });
    let shown = json!({ "type": "keyword", "index": false, "doc_values": false });
    let searched = json!({
        "type": "text",
        "analyzer": "tebiki",
        "fields": { "loose": { "type": "text", "analyzer": "tebiki_loose" } },
    });
    json!({
        "url": keyword, "title": searched, "crumbs": shown,
        "section": { "type": "integer" }, "anchor": shown, "heading": searched, "text": searched, "keywords": searched,
        "kind": keyword, "tags": keyword, "audience": keyword,
    })
}

fn analysis(book: &Book) -> Value {
    let steps = patterns();
    let exact: Vec<String> = std::iter::once("tebiki_fold".to_owned())
        .chain(steps.iter().map(|step| format!("tebiki_{}", step.0)))
        .collect();
    let loose: Vec<&str> = exact.iter().map(String::as_str).chain(["tebiki_long_mark", "tebiki_names"]).collect();
    let mut filters = serde_json::Map::new();
    filters.insert("tebiki_fold".into(), mapping(&characters()));
    for (name, pattern, replacement) in &steps {
        filters.insert(format!("tebiki_{name}"), replace(pattern, replacement));
    }
    filters.insert("tebiki_long_mark".into(), replace("(?<=[ァ-ヺー]{3})ー(?![ァ-ヺー])", ""));
    filters.insert("tebiki_names".into(), mapping(&names(book)));
    json!({
        "char_filter": filters,
        "tokenizer": { "tebiki_pairs": { "type": "ngram", "min_gram": 2, "max_gram": 2, "token_chars": [] } },
        "analyzer": {
            "tebiki": { "type": "custom", "char_filter": exact, "tokenizer": "tebiki_pairs" },
            "tebiki_loose": { "type": "custom", "char_filter": loose, "tokenizer": "tebiki_pairs" },
        },
    })
}

fn replace(pattern: &str, replacement: &str) -> Value {
    json!({ "type": "pattern_replace", "pattern": pattern, "replacement": replacement })
}

/// A `mapping` filter. Whatever is no letter or digit is written as `\uXXXX`: a rule is trimmed, and `=>` divides it.
fn mapping(table: &BTreeMap<String, String>) -> Value {
    let rules: Vec<String> = table.iter().map(|(from, to)| format!("{} => {}", escaped(from), escaped(to))).collect();
    json!({ "type": "mapping", "mappings": rules })
}

fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if c.is_alphanumeric() {
            out.push(c);
        } else {
            c.encode_utf16(&mut [0; 2]).iter().for_each(|unit| out.push_str(&format!("\\u{unit:04X}")));
        }
    }
    out
}

/// What [`fold`] makes of each character that it changes, and of those that it joins: a kana and its voicing
/// mark, a letter and its accents.
fn characters() -> BTreeMap<String, String> {
    let mut table = BTreeMap::new();
    for c in '\0'..=char::MAX {
        let from = c.to_string();
        let to = if c != '\n' && c.is_whitespace() { " ".to_owned() } else { fold(&from) };
        for joined in decomposed(c) {
            table.insert(joined, to.clone());
        }
        if to != from {
            table.insert(from, to);
        }
    }
    for (kana, mark) in ('\u{FF66}'..='\u{FF9D}').flat_map(|kana| ['\u{FF9E}', '\u{FF9F}'].map(|mark| (kana, mark))) {
        let from = format!("{kana}{mark}");
        table.insert(from.clone(), fold(&from));
    }
    table
}

/// The ways to write a character as a letter and marks, of which NFC makes the character again.
fn decomposed(c: char) -> Vec<String> {
    let from = c.to_string();
    let parts: Vec<char> = from.nfd().collect();
    let is_hangul = ('\u{AC00}'..='\u{D7A3}').contains(&c);
    if parts.len() < 2 || is_hangul || parts.iter().copied().nfc().ne([c]) {
        return Vec::new();
    }
    let partly = (2..parts.len()).map(|end| parts[..end].iter().copied().nfc().chain(parts[end..].iter().copied()));
    partly.map(Iterator::collect).chain([parts.iter().collect()]).collect()
}

/// Kana and kanji, as `class` of the normaliser has them, for inside a class of a pattern.
const CJK: &str = r"\x{3005}-\x{3007}\x{3040}-\x{309F}\x{30A0}-\x{30FA}\x{30FC}-\x{30FF}\x{3400}-\x{4DBF}\x{4E00}-\x{9FFF}\x{F900}-\x{FAFF}\x{20000}-\x{3FFFF}";

/// The steps behind the table of characters: name, pattern, replacement. They are written so that the
/// expressions of Java and of Rust mean the same.
fn patterns() -> Vec<(&'static str, String, &'static str)> {
    let dashes: String =
        ('\0'..='\u{FFFF}').filter(|c| is_dash(*c)).map(|c| format!("\\x{{{:X}}}", u32::from(c))).collect();
    let border = format!(r"[^\p{{IsAlphabetic}}\p{{N}}{CJK} ]");
    let between = format!(r"[^\p{{IsAlphabetic}}\p{{N}}{CJK}]");
    let letter = format!(r"[\p{{IsAlphabetic}}&&[^\p{{N}}{CJK}]]");
    let digit = format!(r"[\p{{N}}&&[^{CJK}]]");
    vec![
        // Of several dashes each but the first follows a match.
        ("dash", format!(r"(?:(?<=[ァ-ヺー])|(?!^)\G)[{dashes}]"), "ー"),
        ("border", format!(" *{border}{between}*"), "."),
        ("ends", r"^[. ]+|[. ]+$".to_owned(), ""),
        ("words", format!(r"(?<=[^{CJK}])[. ]+(?=[^{CJK}])"), " "),
        ("space", format!("(?<=[{CJK}]) +| +(?=[{CJK}])"), ""),
        ("numbers", format!("(?<={letter})(?={digit})|(?<={digit})(?={letter})"), " "),
    ]
}

/// Other spellings, and other names of a term, each with the one that stands for all of them; in their normal
/// form. A name that has one already keeps it.
fn names(book: &Book) -> BTreeMap<String, String> {
    let spellings = SPELLINGS.iter().map(|group| group.iter().map(|name| normalise(name)).collect::<Vec<_>>());
    let sounds = V_SOUNDS.iter().map(|(v, b)| vec![(*b).to_owned(), (*v).to_owned()]);
    let terms = book.glossary.terms.iter().map(|term| Group::new(&term.names));
    let terms = terms.map(|group| group.names.into_iter().map(|(normal, _)| normal).collect());
    let (mut table, mut firsts) = (BTreeMap::new(), BTreeSet::new());
    for group in spellings.chain(sounds).chain(terms) {
        let Some((first, others)) = group.split_first() else { continue };
        firsts.insert(first.clone());
        for other in others.iter().filter(|other| !firsts.contains(*other)) {
            table.entry(other.clone()).or_insert_with(|| first.clone());
        }
    }
    table
}
