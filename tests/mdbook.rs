//! An mdBook is a book of ours. What mdBook makes of the small book in `compat/book` is written down
//! in `compat/book.json` (see `compat/README.md`), and tebiki must make it too.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde::Deserialize;
use tebiki::pipeline::{self, Build, Memos};

use crate::texts::book;

/// What mdBook makes of a book.
#[derive(Deserialize)]
struct Facts {
    files: Vec<String>,
    pages: BTreeMap<String, Page>,
}

/// What mdBook makes of a chapter.
#[derive(Deserialize)]
struct Page {
    ids: BTreeSet<String>,
    headings: Vec<String>,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/compat/book")
}

fn build(root: &Path) -> Build {
    let (sources, theme) = pipeline::load(root, Path::new("")).unwrap();
    pipeline::build(&sources, &theme, &mut Memos::default()).unwrap()
}

fn facts() -> Facts {
    serde_json::from_str(include_str!("compat/book.json")).unwrap()
}

/// The page of an address.
fn html(build: &Build, url: &str) -> String {
    String::from_utf8(build.site.get(url).unwrap_or_else(|| panic!("no {url}")).contents().unwrap().to_vec()).unwrap()
}

#[test]
fn every_address_of_mdbook_exists() {
    let build = build(&folder());
    // Styles of the book's own have no effect, which is reported.
    let content = |file: &&String| !file.ends_with(".css") && !file.ends_with(".js");
    let missing: Vec<String> =
        facts().files.iter().filter(content).filter(|file| build.site.get(file).is_none()).cloned().collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn every_fragment_of_mdbook_exists_once() {
    let build = build(&folder());
    for (url, page) in facts().pages {
        let html = html(&build, &url);
        for id in page.ids {
            assert_eq!(html.matches(&format!(" id=\"{id}\"")).count(), 1, "{url}#{id}");
        }
    }
}

#[test]
fn headings_are_those_of_mdbook() {
    let build = build(&folder());
    for (url, expected) in facts().pages {
        let index = build.book.names.url(&url).unwrap();
        let page = &build.book.pages[index];
        let mut headings: Vec<&str> = page.document.headings.iter().map(|heading| heading.text.as_str()).collect();
        if page.document.is_titled() {
            headings.insert(0, page.title());
        }
        assert_eq!(headings, expected.headings, "{url}");
    }
}

#[test]
fn the_order_is_that_of_the_summary() {
    let build = build(&folder());
    let titles: Vec<&str> = build.book.pages.iter().map(|page| page.title()).collect();
    let expected = [
        "Preface",
        "A chapter & its title",
        "Includes",
        "Code",
        "Deep",
        "Another preface",
        "日本語の見出し",
        "Afterword",
    ];
    assert_eq!(titles, expected);
    let contents = build.book.contents.as_ref().unwrap();
    let entries: Vec<(&str, bool)> =
        contents.iter().map(|entry| (entry.title.as_str(), entry.page.is_some())).collect();
    let expected = [
        ("Preface", true),
        ("The first part", false),
        ("1. A chapter", true),
        ("2. To come", false),
        ("3. Deep", true),
        ("", false),
        ("The second part", false),
        ("4. 本文と日本語", true),
        ("Afterword", true),
    ];
    assert_eq!(entries, expected);
    assert_eq!(contents[2].children[0].children[0].title, "1.1.1. Code");
}

#[test]
fn what_has_no_effect_is_named_once() {
    let found: Vec<String> =
        build(&folder()).diagnostics.iter().map(|found| format!("{} {}", found.code, found.message)).collect();
    let expected =
        ["no-effect `build.create-missing` has no effect", "no-effect `output.html.additional-css` has no effect"];
    assert_eq!(found, expected);
}

#[test]
fn a_window_an_edit_address_and_old_places_are_those_of_mdbook() {
    let build = build(&folder());
    let chapter = html(&build, "chapter.html");
    assert!(chapter.contains("<title>The chapter in its window</title>"), "{chapter}");
    assert!(chapter.contains("https://example.org/edit/src/chapter.md"));
    assert!(chapter.contains("<li id=\"gone\">") && chapter.contains("deep/index.html#details"));
    assert!(html(&build, "old.html").contains("<meta http-equiv=\"refresh\" content=\"0; url=chapter.html\">"));
    assert!(html(&build, "index.html").contains("url=preface.html"));
}

/// A preprocessor that makes upper case of every letter behind `shout:`, as mdBook would call it.
const SHOUT: &str = r#"import json, sys
if len(sys.argv) > 1: sys.exit(0 if sys.argv[1:] == ["supports", "html"] else 1)
context, book = json.load(sys.stdin)
for item in book["items"]:
    chapter = item["Chapter"]
    chapter["content"] = chapter["content"].replace("shout: hello", "HELLO " + context["renderer"])
print(json.dumps(book))
"#;

fn with_preprocessor(build: &str) -> tempfile::TempDir {
    let files = [
        ("book.toml", format!("[build]\n{build}\n[preprocessor.shout]\ncommand = \"python3 shout.py\"\n")),
        ("../shout.py", SHOUT.to_owned()),
        ("../src/SUMMARY.md", "- [A](a.md)\n".to_owned()),
        ("../src/a.md", "# A\n\nshout: hello\n\n[dead](b.md)\n".to_owned()),
    ];
    book::write(&files.map(|(path, text)| (path.to_owned(), text)))
}

#[test]
fn a_preprocessor_runs_only_where_it_may() {
    let folder = with_preprocessor("");
    let build = build(folder.path());
    assert!(html(&build, "a.html").contains("shout: hello"));
    assert!(build.diagnostics.iter().any(|found| found.code == "preprocessor" && found.place.line == 3));
}

#[test]
fn a_preprocessor_changes_chapters_and_places_stay() {
    let folder = with_preprocessor("run-preprocessors = true");
    let build = build(folder.path());
    assert!(html(&build, "a.html").contains("HELLO html"));
    let places: Vec<(usize, usize)> =
        build.diagnostics.iter().map(|found| (found.place.line, found.place.column)).collect();
    assert_eq!(places, [(5, 1)]);
}
