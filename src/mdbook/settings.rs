//! mdBook's `book.toml`, read as ours.

use std::collections::BTreeMap;
use std::sync::Arc;

use anyhow::Result;
use serde::Deserialize;
use toml::de::{DeTable, DeValue};
use toml::{Table, Value};

use super::keys::{self, Use};
use super::preprocess::Preprocessor;
use crate::config::{self, Config};
use crate::diagnostic::{Diagnostic, Level, Place};
use crate::dialect::{Anchors, Dialect, Math};
use crate::message::Message;
use crate::say;
use crate::trouble::Trouble;

/// What only an mdBook says.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Settings {
    /// How its chapters are read.
    pub dialect: Arc<Dialect>,
    /// Whether chapters have their numbers in the navigation.
    pub numbers: bool,
    /// Old addresses and where they lead, both as they are written.
    pub redirects: BTreeMap<String, String>,
    /// Contents of the file `CNAME`.
    pub cname: Option<String>,
    /// Programs that change the chapters, in the order in which they run. Our own includes are one
    /// of them: `links`.
    pub preprocessors: Vec<Preprocessor>,
    /// The whole `book.toml` for preprocessors, which are told all of it.
    pub table: Table,
    /// Keys without effect.
    pub diagnostics: Vec<Diagnostic>,
}

/// What is an error in a book of our own is often meant so in an mdBook: links to its neighbours on
/// the same server, HTML for a script.
const LEVELS: [(&str, Level); 8] = [
    ("dead-link", Level::Warning),
    ("dead-anchor", Level::Warning),
    ("unsafe-link", Level::Warning),
    ("outside-link", Level::Off),
    ("image-alt", Level::Off),
    ("double-anchor", Level::Off),
    ("figure", Level::Warning),
    ("summary", Level::Warning),
];

/// Codes that are reported once for all places that say the same.
const ONCE: [&str; 2] = ["raw-html", "no-effect"];

/// Keys of `book.toml` that are tebiki's, beside whole tables.
const OURS: [(&str, &[&str]); 2] = [
    ("book", &["title", "authors", "description", "language", "src"]),
    ("build", &["build-dir", "base-url", "edit-url", "markdown-twins", "theme", "allow-raw-html", "run-preprocessors"]),
];

/// Reads an mdBook's `book.toml`.
///
/// # Errors
/// When it is not TOML, or a value that is followed has a wrong type.
pub fn parse(text: &str) -> Result<Config> {
    let table: Table = match toml::from_str(text) {
        Ok(table) => table,
        Err(error) => return Err(Trouble::new(Message::quoted(error.to_string().trim_end())).into()),
    };
    let mut config = Config::deserialize(ours(&table))?;
    if get(&table, "book.language").is_none() {
        config.book.language = "en".into();
    }
    if let Some(author) = get(&table, "book.author").and_then(Value::as_str) {
        config.book.authors.push(author.to_owned());
    }
    if let Some(address) = get(&table, "output.html.edit-url-template").and_then(Value::as_str) {
        config.build.edit_url = address.to_owned();
    }
    if get(&table, "build.theme").is_none() {
        // mdBook's own theme lies in `theme`.
        config.build.theme = "tebiki-theme".into();
    }
    for (code, level) in LEVELS {
        config.check.levels.entry(code.to_owned()).or_insert(level);
    }
    config.check.once.extend(ONCE.map(str::to_owned));
    config.mdbook = Some(settings(text, table)?);
    Ok(config)
}

/// The keys that an mdBook and a book of our own share.
fn ours(table: &Table) -> Table {
    let mut ours = Table::new();
    for (name, keys) in OURS {
        let inner = table.get(name).and_then(Value::as_table).into_iter().flatten();
        let known =
            inner.filter(|(key, _)| keys.contains(&key.as_str())).map(|(key, value)| (key.clone(), value.clone()));
        ours.insert(name.to_owned(), Value::Table(known.collect()));
    }
    for name in ["check", "theme", "security"] {
        ours.extend(table.get(name).map(|value| (name.to_owned(), value.clone())));
    }
    ours
}

fn settings(text: &str, table: Table) -> Result<Settings> {
    let is = |key: &str, default: bool| get(&table, key).and_then(Value::as_bool).unwrap_or(default);
    let texts = |key: &str| -> BTreeMap<String, String> {
        let pairs = get(&table, key).and_then(Value::as_table).into_iter().flatten();
        pairs.filter_map(|(key, value)| Some((key.clone(), value.as_str()?.to_owned()))).collect()
    };
    // Typographic punctuation is mdBook's default since 0.5, under its new name.
    let smart = is("output.html.smart-punctuation", is("output.html.curly-quotes", true));
    let dialect = Dialect {
        anchors: Anchors::Mdbook,
        wiki_links: false,
        own_blocks: false,
        loose_front_matter: true,
        code_attributes: true,
        smart_punctuation: smart,
        admonitions: is("output.html.admonitions", true),
        definition_lists: is("output.html.definition-lists", true),
        math: if is("output.html.mathjax-support", false) { Math::Brackets } else { Math::None },
        raw_html: is("build.allow-raw-html", false),
        hidden_lines: texts("output.html.code.hidelines"),
    };
    Ok(Settings {
        dialect: Arc::new(dialect),
        numbers: !is("output.html.no-section-label", false),
        redirects: texts("output.html.redirect"),
        cname: get(&table, "output.html.cname").and_then(Value::as_str).map(str::to_owned),
        preprocessors: Preprocessor::all(text, &table),
        diagnostics: without_effect(text)?,
        table,
    })
}

/// Returns a value by its keys, with dots between them.
pub fn get<'t>(table: &'t Table, key: &str) -> Option<&'t Value> {
    let (tables, last) = key.rsplit_once('.').map_or((None, key), |(tables, last)| (Some(tables), last));
    let mut inner = table;
    for name in tables.into_iter().flat_map(|tables| tables.split('.')) {
        inner = inner.get(name)?.as_table()?;
    }
    inner.get(last)
}

/// Names the keys that have no effect here, each where it stands.
fn without_effect(text: &str) -> Result<Vec<Diagnostic>> {
    let table = DeTable::parse(text)?;
    let mut diagnostics = Vec::new();
    visit(table.get_ref(), "", &mut |key, range| {
        let place = || Place::of(&config::FILE.into(), text, range.clone());
        match keys::lookup(key) {
            Some(Use::Followed | Use::Needless) => {}
            Some(Use::Without(why)) => diagnostics
                .push(Diagnostic::warning("no-effect", place(), say!("`{key}` has no effect", key)).hint(why)),
            None => diagnostics.push(
                Diagnostic::warning("no-effect", place(), say!("`{key}` is not known and has no effect", key))
                    .hint(say!("neither mdBook nor tebiki has such a key")),
            ),
        }
    });
    Ok(diagnostics)
}

/// Calls a function for every key but ours, tables of mdBook's keys opened.
fn visit(table: &DeTable<'_>, above: &str, found: &mut impl FnMut(&str, std::ops::Range<usize>)) {
    let mut entries: Vec<_> = table.iter().collect();
    entries.sort_by_key(|(key, _)| key.span().start);
    for (name, value) in entries {
        let key = if above.is_empty() { name.get_ref().to_string() } else { format!("{above}.{}", name.get_ref()) };
        match value.get_ref() {
            _ if is_ours(&key) => {}
            DeValue::Table(inner) if keys::is_table(&key) => visit(inner, &key, found),
            _ => found(&key, name.span()),
        }
    }
}

fn is_ours(key: &str) -> bool {
    matches!(key, "check" | "theme" | "security")
        || OURS.iter().any(|(table, keys)| keys.iter().any(|own| key == format!("{table}.{own}")))
}
