//! Small books in memory.

pub mod html;
pub mod invariants;
pub mod shop;
#[cfg(unix)]
pub mod user;

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use std::sync::OnceLock;

use tebiki::config;
use tebiki::pipeline::{self, Build, Memos};
use tebiki::site::Site;
use tebiki::source::{Source, Sources};
use tebiki::theme::{self, Theme};

/// The files of a book by their path from the content folder, and its configuration.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Book {
    pub files: BTreeMap<String, String>,
    pub config: String,
}

impl Book {
    pub fn new() -> Book {
        Book { config: "[book]\ntitle = \"試験\"\n".into(), ..Book::default() }
    }

    pub fn write(mut self, path: &str, text: &str) -> Book {
        self.files.insert(path.into(), text.into());
        self
    }

    pub fn sources(&self) -> Sources {
        let config = config::parse(&self.config).expect("the configuration of a test is right");
        let mut sources = Sources { config, ..Sources::default() };
        for (path, text) in &self.files {
            let source = Source::new(path, &format!("content/{path}"), text);
            match path {
                path if path.starts_with("_kinds/") => sources.kinds.push(source),
                path if path.ends_with(".md") => sources.documents.push(source),
                path => drop(sources.assets.insert(path.clone(), text.as_bytes().into())),
            }
        }
        sources
    }

    /// Builds with nothing to reuse.
    pub fn build(&self, theme: &Theme) -> Build {
        pipeline::build(&self.sources(), theme, &mut Memos::default()).expect("the theme of a test is right")
    }
}

/// Builds with what earlier builds left.
pub fn rebuild(book: &Book, theme: &Theme, memos: &mut Memos) -> Build {
    pipeline::build(&book.sources(), theme, memos).expect("the theme of a test is right")
}

/// A theme of a few lines: it shows everything that a page is given.
pub fn small_theme() -> Theme {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/small-theme");
    let mut theme = theme::load(Path::new("")).expect("the built-in theme is right");
    theme.files.retain(|path, _| path == "theme.toml");
    let small = theme::load(&folder).expect("the small theme is right");
    let own = |path: &str| folder.join(path).is_file();
    theme.files = small.files.into_iter().filter(|(path, _)| own(path)).collect();
    theme.manifest = small.manifest;
    theme
}

/// The site of the handbook, built once for all tests.
pub fn handbook() -> &'static Site {
    &handbook_build().site
}

/// The handbook with its site, built once for all tests.
pub fn handbook_build() -> &'static Build {
    static BUILD: OnceLock<Build> = OnceLock::new();
    BUILD.get_or_init(|| {
        let (sources, theme) = pipeline::load(Path::new(env!("CARGO_MANIFEST_DIR")), Path::new("")).unwrap();
        pipeline::build(&sources, &theme, &mut Memos::default()).unwrap()
    })
}

/// Says something on the terminal, past what the test runner catches.
pub fn say(what: &str) {
    let _ = writeln!(std::io::stderr(), "\n{what}");
}

/// Says that something is not tested.
pub fn skipped(what: &str) {
    say(&format!("SKIPPED: {what}"));
}

/// A generator of numbers that is the same everywhere (SplitMix64).
pub struct Random(pub u64);

impl Random {
    pub fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut x = self.0;
        x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((x ^ (x >> 31)) % end.max(1) as u64) as usize
    }

    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }
}
