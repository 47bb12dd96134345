//! The only reader of content.

mod listing;
mod shelf;

use std::collections::{BTreeMap, BTreeSet};
use std::io::ErrorKind;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Result;
use serde::{Deserialize, Serialize};

use crate::config::{self, Config};
use crate::diagnostic::{Diagnostic, Place};
use crate::dialect::{Dialect, Math};
use crate::history::Changes;
use crate::memo::{self, Key};
use crate::origin::{self, Origin};
use crate::outline::Outline;
use crate::positions::Positions;
use crate::site::Bytes;
use crate::trouble::Saying;
use crate::{fail, guess, mdbook, path, say};
use shelf::Read;
pub use shelf::Shelf;

/// Folder of the schemas inside the content.
pub const KINDS: &str = "_kinds";

/// File of the addresses that were published, beside `book.toml`; see [`crate::addresses`].
pub const ADDRESSES: &str = "addresses.lock";

/// One text file of the book.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// Path from the content folder, with `/`, in NFC.
    pub path: Arc<str>,
    /// Path from the book's root, as messages name it.
    pub file: Arc<str>,
    /// Contents; without byte order mark, lines end in LF.
    pub text: Arc<str>,
    /// Where the parts of the text come from, when it is not all of `file`.
    pub origins: Vec<Origin>,
    /// How its markdown is to be read.
    pub dialect: Arc<Dialect>,
    /// Where its lines and columns are.
    #[serde(skip)]
    pub positions: Positions,
    /// Hash of all of it.
    pub key: Key,
}

impl Source {
    /// Makes the source of a file, by its path from the content folder, its path from the book's
    /// root and its contents.
    pub fn new(path: &str, file: &str, text: &str) -> Source {
        Source::composed(path, file, text, Vec::new(), Arc::default())
    }

    /// Makes a source whose text was put together from several files, or is read in a way of its
    /// own.
    pub fn composed(path: &str, file: &str, text: &str, origins: Vec<Origin>, dialect: Arc<Dialect>) -> Source {
        let from = origin::hash(&origins);
        let key = memo::key([path.as_bytes(), file.as_bytes(), text.as_bytes(), &from, &dialect.key()]);
        Source {
            path: path.into(),
            file: file.into(),
            text: text.into(),
            origins,
            dialect,
            positions: Positions::default(),
            key,
        }
    }

    /// The same text, read in a way of its own.
    fn read_as(self, dialect: &Arc<Dialect>) -> Source {
        Source::composed(&self.path, &self.file, &self.text, self.origins, dialect.clone())
    }

    /// Returns the place of a byte range, in the file that it was taken from.
    pub fn place(&self, range: Range<usize>) -> Place {
        origin::place(&self.origins, range.clone())
            .unwrap_or_else(|| Place::found(&self.file, &self.text, &self.positions, range))
    }
}

/// Everything that a book is made of, read once.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    /// Configuration.
    pub config: Config,
    /// Markdown files in the order of their paths.
    pub documents: Vec<Source>,
    /// Schemas in the order of their paths.
    pub kinds: Vec<Source>,
    /// `SUMMARY.md`, where there is one.
    pub summary: Option<Source>,
    /// The order of the book, where a table of contents gives it.
    pub outline: Option<Outline>,
    /// Output paths that lead elsewhere; where to, as an address relative to them.
    pub redirects: BTreeMap<String, String>,
    /// All other files by their path from the content folder.
    pub assets: BTreeMap<String, Bytes>,
    /// The file of what `covers:` may name, where the configuration names one.
    pub topics: Option<Source>,
    /// `addresses.lock`, where the book has one.
    pub addresses: Option<Source>,
    /// When files were last changed; empty unless a command asked [`crate::history`].
    pub changes: Changes,
    /// Files outside of the book's folder that its pages include.
    pub outside: BTreeSet<PathBuf>,
    /// What is wrong with the names of files, and files that could not be read as text.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads the book in a folder. Names that start with a dot, and the folder `skip` (the output,
/// should it lie inside), are left out.
///
/// # Errors
/// When the configuration is wrong or the content folder or a file in it cannot be read.
pub fn load(root: &Path, skip: &Path) -> Result<Sources> {
    reload(config::load(root)?, root, skip, &mut Shelf::default())
}

/// Reads the book in a folder as a configuration says, but for the files that are still those on
/// the shelf; see [`load`].
///
/// # Errors
/// When the content folder or a file in it cannot be read or holds no markdown, or a preprocessor that may run fails.
pub fn reload(config: Config, root: &Path, skip: &Path, shelf: &mut Shelf) -> Result<Sources> {
    let folder = root.join(&config.book.src);
    if !folder.is_dir() {
        fail!("no content folder {folder}", folder; say!("create it, or name it as `src` under `[book]` in {config}", config = config::FILE));
    }
    shelf.list(&folder, &path::normal(&config.book.src), skip)?;
    if !shelf.listing.has_pages {
        fail!("no markdown in {folder}", folder; say!("write a page, such as index.md; `tebiki init` starts a book"));
    }
    let read = shelf.read(&folder)?;
    let topics = config.check.topics.as_ref().map(|file| topics(root, file)).transpose()?;
    let mut sources = Sources { config, topics, addresses: lock(root)?, ..Sources::default() };
    sources.diagnostics = shelf.listing.diagnostics.clone();
    for file in read {
        sources.take(file);
    }
    let dialect = dialect(&sources.config);
    if dialect != Dialect::default() {
        let dialect = Arc::new(dialect);
        sources.documents = sources.documents.into_iter().map(|source| source.read_as(&dialect)).collect();
    }
    sources.documents.sort_by(|a, b| a.path.cmp(&b.path));
    sources.kinds.sort_by(|a, b| a.path.cmp(&b.path));
    if sources.config.guessed {
        guess::complete(root, &mut sources);
    }
    if let Some(settings) = sources.config.mdbook.clone() {
        mdbook::read(root, &folder, &settings, &mut sources)?;
    } else {
        mdbook::order(&mut sources);
    }
    Ok(sources)
}

/// How a configuration wants markdown read. An mdBook has a dialect of its own.
fn dialect(config: &Config) -> Dialect {
    let math = if config.markdown.math { Math::Dollars } else { Math::None };
    Dialect { math, raw_html: config.build.allow_raw_html, ..Dialect::default() }
}

/// Reads the file of topics, by its path from the book's root.
fn topics(root: &Path, file: &Path) -> Result<Source> {
    let text = std::fs::read_to_string(root.join(file)).saying(|| say!("cannot read {file}", file))?;
    let path = path::normal(file);
    Ok(Source::new(&path, &path, &text))
}

/// Reads `addresses.lock`, where there is one.
fn lock(root: &Path) -> Result<Option<Source>> {
    match std::fs::read_to_string(root.join(ADDRESSES)) {
        Ok(text) => Ok(Some(Source::new(ADDRESSES, ADDRESSES, &text))),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).saying(|| say!("cannot read {file}", file = ADDRESSES)),
    }
}

impl Sources {
    /// Puts a file where it belongs.
    fn take(&mut self, file: Read) {
        match file {
            Read::Asset(path, bytes) => {
                self.assets.insert(path, bytes);
            }
            Read::Refused(diagnostic) => self.diagnostics.push(diagnostic),
            Read::Text(source) if is_among_kinds(&source.path) => self.kinds.push(source),
            Read::Text(source) if &*source.path == mdbook::SUMMARY => self.summary = Some(source),
            Read::Text(source) => self.documents.push(source),
        }
    }
}

/// Whether a file lies where the schemas do.
fn is_among_kinds(path: &str) -> bool {
    path.strip_prefix(KINDS).is_some_and(|rest| rest.starts_with('/'))
}
