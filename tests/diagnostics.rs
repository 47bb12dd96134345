//! Planted defects: what is reported, and where. The cases are text, in `diagnostics/`.

use std::path::Path;

use crate::texts::{book, cases};
use tebiki::day::Day;
use tebiki::diagnostic::Diagnostic;
use tebiki::locale::Language;
use tebiki::pipeline::{self, Memos};
use tebiki::report;
use tebiki::rules::{self, Inquiry, catalogue};

/// The day of all tests, so that what ages does so by itself.
const TODAY: &str = "2026-11-21";

fn check(root: &Path) -> anyhow::Result<Vec<Diagnostic>> {
    let (sources, theme) = pipeline::load(root, Path::new(""))?;
    Ok(pipeline::check(&sources, &theme, &mut Memos::default(), Day::parse(TODAY).unwrap())?.diagnostics)
}

#[test]
fn planted_defects_are_reported_where_they_are() {
    cases::check("diagnostics", |case| {
        let folder = book::write(&cases::cut(&case.input));
        match check(folder.path()) {
            Ok(found) => found.iter().map(line).collect(),
            Err(error) => format!("{error:#}\n").replace(&format!("{}/", folder.path().display()), ""),
        }
    });
}

#[test]
fn every_planted_defect_says_what_to_do() {
    for case in cases::all("diagnostics") {
        let folder = book::write(&cases::cut(&case.input));
        let silent: Vec<Diagnostic> =
            check(folder.path()).unwrap_or_default().into_iter().filter(|found| found.hint.is_none()).collect();
        assert!(silent.is_empty(), "{}:\n{}", case.title, report::human(&silent, Language::English, false));
    }
}

fn line(diagnostic: &Diagnostic) -> String {
    let place = &diagnostic.place;
    let file = place.file.strip_prefix("content/").unwrap_or(&place.file);
    format!("{} {file}:{}:{}\n", diagnostic.code, place.line, place.column)
}

#[test]
fn a_hundred_defects_are_planted() {
    assert!(cases::count("diagnostics") >= 100, "{}", cases::count("diagnostics"));
}

#[test]
fn the_handbook_is_clean() {
    let found = check(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
    assert!(found.is_empty(), "{}", report::human(&found, Language::English, false));
}

#[test]
fn a_file_that_is_not_utf8_is_reported() {
    let folder = book::write(&[("index.md".to_owned(), "# Home\n".to_owned())]);
    std::fs::write(folder.path().join("content/sjis.md"), b"# \x83e\x83X\x83g\n").unwrap();
    std::fs::write(folder.path().join("content/utf16.md"), b"\xFF\xFE#\0 \0").unwrap();
    let found: String = check(folder.path()).unwrap().iter().map(line).collect();
    assert_eq!(found, "not-utf8 sjis.md:1:1\nnot-utf8 utf16.md:1:1\n");
}

/// The folders lead to every page, so such a page has to be made by hand.
#[test]
fn a_page_that_cannot_be_reached_is_an_orphan() {
    let files = [("index.md", "# 入口\n"), ("a.md", "# 甲\n\n[[b]]\n"), ("b.md", "# 乙\n\n[[home]]\n")];
    let folder = book::write(&files.map(|(path, text)| (path.to_owned(), text.to_owned())));
    let sources = tebiki::source::load(folder.path(), Path::new("")).unwrap();
    let mut book = pipeline::read_book(&sources, &mut Vec::new());
    book.pages[0].children.clear();
    book.pages.iter_mut().for_each(|page| page.parent = None);
    let inquiry =
        Inquiry { book: &book, config: &sources.config.check, topics: None, today: Day::parse(TODAY).unwrap() };
    let orphans: Vec<String> = rules::check(&inquiry).iter().filter(|found| found.code == "orphan").map(line).collect();
    assert_eq!(orphans, ["orphan a.md:1:1\n", "orphan b.md:1:1\n"]);
}

/// Codes that stand in the source: the first text behind these words.
const EMITTERS: [&str; 6] =
    ["Diagnostic::error(", "Diagnostic::warning(", ".warn(", "inquiry.report(", ".report(", "report("];

#[test]
fn every_code_that_is_emitted_is_in_the_catalogue() {
    let mut codes = std::collections::BTreeSet::new();
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for entry in walkdir::WalkDir::new(source).into_iter().flatten() {
        if entry.path().extension().is_some_and(|name| name == "rs") {
            let text = std::fs::read_to_string(entry.path()).unwrap();
            for word in EMITTERS.into_iter().chain(["code: ", "Some(Err("]) {
                codes.extend(text.split(word).skip(1).filter_map(first_text));
            }
        }
    }
    let known = |code: &&String| catalogue::find(code).is_none();
    let unknown: Vec<&String> = codes.iter().filter(known).collect();
    assert!(unknown.is_empty(), "not in the catalogue: {unknown:?}");
    let silent: Vec<&str> =
        catalogue::all().map(|rule| rule.code).filter(|code| !codes.contains(*code) && !in_explain(code)).collect();
    assert!(silent.is_empty(), "in the catalogue, but never emitted: {silent:?}");
}

/// A text at the start, when it has the form of a code.
fn first_text(rest: &str) -> Option<String> {
    let text = rest.trim_start().strip_prefix('"')?.split('"').next()?;
    let is_code = !text.is_empty() && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    is_code.then(|| text.to_owned())
}

/// Codes of the validator stand in a table of their own.
fn in_explain(code: &str) -> bool {
    include_str!("../src/kind/explain.rs").contains(&format!("(\"{code}\""))
}

#[test]
fn every_code_is_planted() {
    if std::env::var_os("UPDATE").is_some() {
        return; // The files are being written.
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diagnostics");
    let texts: String = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| std::fs::read_to_string(entry.unwrap().path()).unwrap())
        .collect();
    // These need a file that is not text, a name that not every system has, the web, or a book that the loader cannot make.
    let elsewhere = [
        "not-utf8",
        "file-name",
        "unportable-name",
        "double-file",
        "not-a-file",
        "dead-address",
        "moved-address",
        "orphan",
    ];
    let missing: Vec<&str> = catalogue::all()
        .map(|rule| rule.code)
        .filter(|code| !elsewhere.contains(code) && !texts.contains(&format!("\n{code} ")))
        .collect();
    assert!(missing.is_empty(), "no case for {missing:?}");
}
