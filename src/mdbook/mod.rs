//! mdBooks, read as books of our own.
//!
//! Everything that only mdBook does ends here: the engine gets a configuration, chapters with their
//! includes in them (each byte with its origin), an outline and redirects, and knows no mdBook.
//! Reads files that chapters include, and runs preprocessors where that is allowed.

mod directive;
mod include;
mod keys;
mod lines;
mod preprocess;
mod retrace;
mod settings;
mod summary;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Result;
use rayon::prelude::*;

pub use settings::{Settings, parse};

use crate::diagnostic::Diagnostic;
use crate::origin::{File, Text};
use crate::outline::Outline;
use crate::path;
use crate::say;
use crate::source::{Source, Sources};

/// Name of the file that gives the order.
pub const SUMMARY: &str = "SUMMARY.md";

/// Whether a content folder is an mdBook's: it has an order, and no kinds.
pub fn is_mdbook(content: &Path) -> bool {
    content.join(SUMMARY).is_file() && !content.join(crate::source::KINDS).is_dir()
}

/// Turns the files of an mdBook, whose content lies in `folder`, into a book of our own.
///
/// # Errors
/// When a preprocessor that may run fails.
pub fn read(root: &Path, folder: &Path, settings: &Settings, sources: &mut Sources) -> Result<()> {
    sources.diagnostics.extend(settings.diagnostics.iter().cloned());
    let Some(summary) = sources.summary.take() else { return Ok(()) };
    let (outline, named) = summary::parse(&summary, &mut sources.diagnostics);
    let chapters = chapters(sources, &summary, named);
    let mut draft = Draft {
        root,
        folder,
        outline,
        chapters,
        outside: BTreeSet::new(),
        diagnostics: Vec::new(),
        may_run: sources.config.build.run_preprocessors,
    };
    draft
        .outline
        .each(&mut |chapter| chapter.path = chapter.path.take().filter(|path| draft.chapters.contains_key(path)));
    for preprocessor in &settings.preprocessors {
        draft.preprocess(preprocessor, settings)?;
    }
    sources.documents = draft.chapters.iter().map(|(path, chapter)| chapter.source(path, settings)).collect();
    sources.diagnostics.append(&mut draft.diagnostics);
    sources.outside.append(&mut draft.outside);
    sources.redirects = redirects(settings, &draft);
    let numbered = |outline: &mut Outline| outline.each(&mut |chapter| chapter.number.clear());
    if !settings.numbers {
        numbered(&mut draft.outline);
    }
    sources.outline = Some(draft.outline);
    sources.assets.extend(settings.cname.iter().map(|name| ("CNAME".to_owned(), name.as_bytes().into())));
    Ok(())
}

/// Takes the order of a book of our own from its `SUMMARY.md`, where there is one.
pub fn order(sources: &mut Sources) {
    let Some(summary) = sources.summary.take() else { return };
    let (outline, named) = summary::parse(&summary, &mut sources.diagnostics);
    let known: BTreeSet<&str> = sources.documents.iter().map(|document| &*document.path).collect();
    let missing = named.into_iter().filter(|(path, _)| !known.contains(path.as_str()));
    let missing = missing.map(|(path, range)| self::missing(&path, &summary, range));
    sources.diagnostics.extend(missing);
    sources.outline = Some(outline);
}

/// Reports a chapter without a file.
fn missing(path: &str, summary: &Source, range: Range<usize>) -> Diagnostic {
    let message = say!("there is no file `{path}`; the chapter is shown as one to come", path);
    Diagnostic::warning("missing-chapter", summary.place(range), message)
        .hint(say!("write the file, or leave the address of a chapter to come empty: `[title]()`"))
}

/// A book whose chapters are still being changed.
struct Draft<'a> {
    root: &'a Path,
    folder: &'a Path,
    outline: Outline,
    chapters: BTreeMap<String, Chapter>,
    /// Files outside of the book's folder that chapters name.
    outside: BTreeSet<PathBuf>,
    diagnostics: Vec<Diagnostic>,
    /// Whether preprocessors may run.
    may_run: bool,
}

/// A chapter: its file as messages name it, and its text so far.
struct Chapter {
    file: Arc<str>,
    text: Text,
}

/// Takes the files that `SUMMARY.md` names. What it does not name is no chapter.
fn chapters(sources: &mut Sources, summary: &Source, named: Vec<summary::Named>) -> BTreeMap<String, Chapter> {
    let documents: BTreeMap<Arc<str>, Source> =
        std::mem::take(&mut sources.documents).into_iter().map(|source| (source.path.clone(), source)).collect();
    let mut chapters = BTreeMap::new();
    for (path, range) in named {
        let Some(source) = documents.get(path.as_str()) else {
            sources.diagnostics.push(missing(&path, summary, range));
            continue;
        };
        let file = Arc::new(File {
            name: source.file.clone(),
            text: source.text.clone(),
            positions: source.positions.clone(),
        });
        let chapter = Chapter { file: source.file.clone(), text: Text::of(&file) };
        if chapters.insert(path.clone(), chapter).is_some() {
            let message = say!("`{path}` is a chapter already", path);
            let hint = say!("a file is one chapter; link to it from the other place");
            sources.diagnostics.push(Diagnostic::warning("summary", summary.place(range), message).hint(hint));
        }
    }
    chapters
}

impl Draft<'_> {
    fn preprocess(&mut self, preprocessor: &preprocess::Preprocessor, settings: &Settings) -> Result<()> {
        if preprocessor.name == preprocess::LINKS {
            self.include();
            return Ok(());
        }
        if !self.may_run {
            let message = say!("the preprocessor `{name}` is not run", name = preprocessor.name);
            let hint =
                say!("it is a program that the book brings; `run-preprocessors = true` under `[build]` allows it");
            self.diagnostics.push(Diagnostic::warning("preprocessor", preprocessor.place.clone(), message).hint(hint));
            return Ok(());
        }
        let mut texts: BTreeMap<String, String> =
            self.chapters.iter().map(|(path, chapter)| (path.clone(), chapter.text.text.clone())).collect();
        preprocess::run(preprocessor, self.root, &settings.table, &mut self.outline, &mut texts)?;
        for (path, chapter) in &mut self.chapters {
            if let Some(text) = texts.get(path).filter(|text| **text != chapter.text.text) {
                chapter.text = retrace::retrace(&chapter.text, text);
            }
        }
        Ok(())
    }

    /// Puts the included files into all chapters.
    fn include(&mut self) {
        let limit = repository(self.root);
        let expand = |(path, chapter): (&String, &Chapter)| {
            let folder = self.folder.join(path::folder(path));
            (path.clone(), include::expand(&chapter.text, &folder, self.root, &limit))
        };
        let expanded: Vec<(String, include::Expanded)> = self.chapters.par_iter().map(expand).collect();
        let mut titles = BTreeMap::new();
        for (path, mut expanded) in expanded {
            self.diagnostics.append(&mut expanded.diagnostics);
            self.outside.append(&mut expanded.outside);
            titles.extend(expanded.window_title.map(|title| (path.clone(), title)));
            if let Some(chapter) = self.chapters.get_mut(&path) {
                chapter.text = expanded.text;
            }
        }
        self.outline.each(&mut |chapter| {
            chapter.window_title = chapter.path.as_ref().and_then(|path| titles.remove(path));
        });
    }
}

/// The folder of the repository that a book lies in, or else the book's own: books include files
/// from beside them, but not from anywhere.
fn repository(root: &Path) -> PathBuf {
    let root = root.canonicalize().unwrap_or_else(|_| root.to_owned());
    let above = root.ancestors().find(|folder| folder.join(".git").exists());
    above.unwrap_or(&root).to_owned()
}

impl Chapter {
    fn source(&self, path: &str, settings: &Settings) -> Source {
        // A chapter that is its file needs no origins.
        let whole = matches!(&self.text.origins[..], [only] if *only.file.text == *self.text.text);
        let origins = if whole { Vec::new() } else { self.text.origins.clone() };
        Source::composed(path, &self.file, &self.text.text, origins, settings.dialect.clone())
    }
}

/// Old addresses, and those that mdBook gives a book beside its chapters': its first chapter is the
/// start page, and `print.html` holds all of them. Here that leads to the start page.
fn redirects(settings: &Settings, draft: &Draft<'_>) -> BTreeMap<String, String> {
    let own = settings.redirects.iter().map(|(old, new)| (old.trim_start_matches('/').to_owned(), new.clone()));
    let mut redirects: BTreeMap<String, String> = own.collect();
    let mut first = None;
    draft.outline.clone().each(&mut |chapter| first = first.take().or_else(|| chapter.path.clone()));
    let index = "index.html";
    let has_index = draft.chapters.keys().any(|path| path::page(path) == index);
    if let Some(first) = first.filter(|_| !has_index) {
        redirects.entry(index.to_owned()).or_insert_with(|| path::encode(&path::page(&first)));
    }
    redirects.entry("print.html".to_owned()).or_insert_with(|| index.to_owned());
    redirects
}
