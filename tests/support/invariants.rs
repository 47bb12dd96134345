//! What must hold for whatever is read: a function for what each target of `fuzz/` is given. The property tests give
//! them texts of their own.

use std::path::{Component, Path};
use std::sync::LazyLock;

use tebiki::parse::{self, Document, Parsed};
use tebiki::pipeline::{self, Build, Searchable};
use tebiki::publish::manifest as list;
use tebiki::search::normalise::{normalise, with_origins};
use tebiki::search::{engine, query, snippet};
use tebiki::source::{Source, Sources};
use tebiki::{config, mdbook, path};

use super::{html, shop};

/// A `book.toml` is read or refused; what was read is the same when it is written and read again.
pub fn book_toml(text: &str) {
    let _ = mdbook::parse(text);
    if let Ok(config) = config::parse(text) {
        let json = serde_json::to_value(&config).expect("a configuration can be written");
        let again: config::Config = serde_json::from_value(json).expect("what was written can be read");
        assert_eq!(again, config);
        assert!(config.build.root().starts_with('/'));
    }
}

/// Whatever the front matter, it is read or reported with a place in the file; and what is kept of it
/// on disk is read again as it was.
pub fn front_matter(text: &str) {
    for fence in ["---", "+++"] {
        let text = format!("{fence}\n{text}\n{fence}\n# 甲\n");
        let source = Source::new("a.md", "a.md", &text);
        let document = parse::parse(&source);
        places(&document, &text);
        let kept = parse::parsed(&source).entry().expect("what a file says can be written");
        let again = Parsed::read(&kept.head, Vec::new().into()).expect("what a file says can be read");
        assert_eq!(Document::new(&source, again.into()).front, document.front);
    }
}

/// Fails when a place lies outside of the file.
fn places(document: &Document, text: &str) {
    let lines: Vec<&str> = text.split('\n').collect();
    for diagnostic in &document.diagnostics {
        let place = &diagnostic.place;
        let line = lines.get(place.line - 1).unwrap_or_else(|| panic!("no line {}", place.line));
        assert!(place.column <= line.chars().count() + 1, "no column {} in line {}", place.column, place.line);
    }
    for key in document.front.data.keys() {
        let range = document.front_range(std::slice::from_ref(key));
        let front = &document.front.range;
        assert!(front.start <= range.start && range.end <= front.end, "{key:?} is at {range:?}, out of {front:?}");
        assert!(text.get(range.clone()).is_some(), "{key:?} is at {range:?}, within a character");
    }
}

/// Folder of the page that [`links`] looks at.
const FOLDER: &str = "folder";

/// A link leads to a file of the site and an anchor in it, out of the site by a scheme that does no
/// harm, or is called dead.
pub fn links(text: &str) {
    paths(text);
    let files = [("index.md", "# Home\n\n## Part\n"), ("folder/page.md", text), ("folder/other.md", "# 他\n\n## 節\n")];
    let build = shop::pages(&files, &shop::dialects()[0]);
    let page = shop::page(&build, "folder/page.html");
    let tags = html::check(&page);
    for tag in tags.iter().filter(|tag| !tag.is("dead")) {
        // An image that is not there keeps its address, and is reported.
        let address = tag.attribute("href");
        if let Some(address) = address.filter(|address| html::scheme(address).is_none() && !address.starts_with("//")) {
            leads(&build, address);
        }
    }
}

/// Fails unless an address of the page leads somewhere.
fn leads(build: &Build, address: &str) {
    let (path, anchor) = address.split_once('#').map_or((address, None), |(path, anchor)| (path, Some(anchor)));
    let file = match path {
        "" => format!("{FOLDER}/page.html"),
        path => path::join(FOLDER, &path::decode(path)).unwrap_or_else(|| panic!("{address:?} leaves the site")),
    };
    assert!(build.site.get(&file).is_some(), "{address:?} leads to no file");
    if let Some(anchor) = anchor {
        let page = shop::page(build, &file);
        let tags = html::check(&page);
        assert!(html::ids(&tags).contains(&*path::decode(anchor)), "{address:?} leads to no anchor");
    }
}

/// What holds for every path.
fn paths(text: &str) {
    assert_eq!(path::decode(&path::encode(text)), text);
    let Some(inside) = path::join(FOLDER, text) else { return };
    assert!(inside.split('/').all(|part| !matches!(part, "." | "..")), "{inside:?} leads out");
    if path::is_inside(&inside) {
        let way = path::relative("folder/page.html", &inside);
        assert_eq!(path::join(FOLDER, &path::decode(&way)).as_deref(), Some(&*inside));
    }
}

/// A manifest names files below its folder and nothing else, or is refused.
pub fn manifest(text: &str) {
    let Ok(paths) = list::parse(text) else { return };
    for path in &paths {
        assert!(Path::new(path).components().all(|part| matches!(part, Component::Normal(_))), "{path:?} leads out");
    }
    let written = list::text(&paths.iter().map(String::as_str).collect());
    let again = list::parse(std::str::from_utf8(&written).expect("it is text")).expect("it can be read again");
    assert_eq!(again, paths);
}

/// Whatever the markdown, the HTML is well nested and holds nothing that is not allowed.
pub fn markdown(text: &str) {
    for dialect in shop::dialects() {
        html::check(&shop::page(&shop::pages(&[("index.md", text)], &dialect), "index.html"));
    }
}

/// The normal form of a normal form is the same, and both ways to make one agree.
pub fn normaliser(text: &str) {
    let normal = normalise(text);
    assert_eq!(normalise(&normal), normal, "it is a normal form");
    let (chars, origins) = with_origins(text);
    assert_eq!(chars.iter().collect::<String>(), normal, "with origins it is the same");
    assert_eq!(origins.len(), chars.len());
    assert!(origins.is_sorted() && origins.last().is_none_or(|last| *last < text.chars().count()));
}

/// What is asked by [`query`].
static SEARCHABLE: LazyLock<Searchable> = LazyLock::new(|| {
    let source = |path: &str, text: &str| Source::new(path, path, text);
    let page = "---\ntags: [甲, b]\n---\n# 変なメールを開いた\n\nランサムウェア A.16.1.5 を漏えい。\n\n## ISO 27001\n\nサーバー\n";
    let documents = vec![source("a.md", page), source("index.md", "# Home\n\n手引き\n")];
    let sources = Sources { documents, ..Sources::default() };
    let book = pipeline::read_book(&sources, &mut Vec::new());
    pipeline::index(&book).expect("it is indexed")
});

/// Whatever a reader types is a query with an answer.
pub fn query(typed: &str) {
    let query = query::parse(typed, &SEARCHABLE.facts.synonyms);
    for form in query.words.iter().flat_map(|word| &word.forms) {
        assert_eq!(normalise(&form.text), form.text, "a form is normal");
    }
    let answer = engine::answer(&SEARCHABLE.index, &SEARCHABLE.facts, &query).expect("there is an answer");
    for hit in &answer.hits {
        let first = SEARCHABLE.facts.pages[hit.page].first;
        let text = &SEARCHABLE.sections[hit.page][(hit.section - first) as usize].text;
        let parts = snippet::snippet(text, &answer.found);
        assert!(!parts.is_empty() || text.is_empty());
    }
}
