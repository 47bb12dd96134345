//! The book in `docs/`: its references are those of the sources, it builds, its samples work.

mod bad_input;
mod codes;
mod command_line;
mod configuration;
mod copying;
mod reference;
mod rust;
mod samples;
mod servers;
mod theme;

use std::path::{Path, PathBuf};

use tebiki::day::Day;
use tebiki::pipeline::{self, Memos};

/// A file of the repository.
pub fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The text of a file of the repository.
pub fn text(path: &str) -> String {
    std::fs::read_to_string(here(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// What `check` and `build` say about the book in a folder, for people.
pub fn problems(root: &Path) -> String {
    let (sources, theme) = pipeline::load(root, &root.join("book")).unwrap();
    let checked = pipeline::check(&sources, &theme, &mut Memos::default(), Day::parse("2026-11-21").unwrap()).unwrap();
    tebiki::report::human(&checked.diagnostics, tebiki::locale::Language::English, false)
}

#[test]
fn the_book_builds_without_a_diagnostic() {
    let found = problems(&here("docs"));
    assert!(found.is_empty(), "{found}");
}
