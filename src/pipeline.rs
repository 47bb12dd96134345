//! The stages in order.

use std::path::Path;
use std::sync::Arc;

use anyhow::Result;
use rayon::prelude::*;

use crate::book::{self, Book};
use crate::diagnostic::{Diagnostic, Level};
use crate::memo::{Key, Memo};
use crate::parse::{self, Document};
use crate::render::{self, Templates};
use crate::search::engine::Facts;
use crate::search::index::SearchIndex;
use crate::search::{self, Section};
use crate::site::{Bytes, Site, hashed_name};
use crate::source::{Source, Sources};
use crate::theme::Theme;
use crate::{kind, source, theme};

/// Results that the next build may use again.
#[derive(Default)]
pub struct Memos {
    /// Parsed files.
    pub documents: Memo<Document>,
    /// Rendered pages.
    pub pages: Memo<Result<Vec<u8>, String>>,
}

/// Everything that one build made.
pub struct Build {
    /// The linked book.
    pub book: Book,
    /// The output.
    pub site: Site,
    /// What is wrong with the content, in the order of files and lines.
    pub diagnostics: Vec<Diagnostic>,
    /// Output path of the style sheet.
    pub style: String,
    /// Hash of everything that the site was made from but the styles.
    pub substance: String,
    /// How many sections can be found.
    pub sections: usize,
    /// How many terms are indexed.
    pub terms: usize,
}

/// A book that can be searched.
pub struct Searchable {
    /// Sections of each page.
    pub sections: Vec<Arc<Vec<Section>>>,
    /// Postings of all terms.
    pub index: SearchIndex,
    /// What ranking needs beside them.
    pub facts: Facts,
}

/// Reads a book and its theme. `skip` is a folder inside the content that is not content.
///
/// # Errors
/// When the configuration is wrong or a file cannot be read.
pub fn load(root: &Path, skip: &Path) -> Result<(Sources, Theme)> {
    let sources = source::load(root, skip)?;
    let theme = theme::load(&root.join(&sources.config.build.theme))?;
    Ok((sources, theme))
}

/// Builds the site of a book: parse, assemble, index, render.
///
/// # Errors
/// When a template fails. Problems of the content are no errors here but diagnostics.
pub fn build(sources: &Sources, theme: &Theme, memos: &mut Memos) -> Result<Build> {
    let mut diagnostics = sources.diagnostics.clone();
    let book = assemble(sources, memos, &mut diagnostics);
    let searchable = index(&book)?;
    let mut site = Site::default();
    let assets = add_theme_files(theme, &mut site)?;
    let site_view = render::site_view(&book, &sources.config, theme, &assets)?;
    let templates = Templates::new(theme, &site_view)?;
    let context = render::Context { book: &book, config: &sources.config, site: &site_view };
    for (path, bytes) in render::render(&context, &templates, &mut memos.pages)? {
        site.add(path, bytes);
    }
    let exported = search::export::export(&book, &searchable.sections, &searchable.index, &searchable.facts)?;
    let terms = exported.terms;
    for (path, bytes) in exported.files {
        site.add(path, bytes);
    }
    for (path, bytes) in &sources.assets {
        site.add(path.clone(), bytes.clone());
    }
    levels(&mut diagnostics, sources);
    let (style, substance) = (site_view.styles.clone(), substance(sources, theme));
    Ok(Build { sections: searchable.facts.lengths.len(), terms, style, substance, book, site, diagnostics })
}

/// Parses all files and links them.
pub fn assemble(sources: &Sources, memos: &mut Memos, diagnostics: &mut Vec<Diagnostic>) -> Book {
    let documents = memos.documents.all(&sources.documents, source_key, parse::parse);
    diagnostics.extend(documents.iter().flat_map(|document| document.diagnostics.iter().cloned()));
    let kinds = kind::read(&sources.kinds, diagnostics);
    book::assemble(documents, kinds, sources.assets.keys().cloned().collect(), diagnostics)
}

/// The key of a parsed file: its path and its text.
fn source_key(source: &Source) -> Key {
    let mut hasher = blake3::Hasher::new();
    hasher
        .update(source.file.as_bytes())
        .update(&[0])
        .update(source.path.as_bytes())
        .update(&[0])
        .update(source.text.as_bytes());
    *hasher.finalize().as_bytes()
}

/// Makes a book searchable.
///
/// # Errors
/// When tantivy fails.
pub fn index(book: &Book) -> Result<Searchable> {
    let sections: Vec<Arc<Vec<Section>>> =
        book.pages.par_iter().map(|page| Arc::new(search::sections(book, page))).collect();
    let texts: Vec<String> = sections
        .par_iter()
        .flat_map_iter(|page| page.iter().enumerate().map(|(at, section)| search::analyse::text(section, at == 0)))
        .collect();
    let facts = search::export::facts(book, &sections);
    Ok(Searchable { index: search::index::build(&texts)?, sections, facts })
}

/// Adds the theme's style sheet and scripts under names that change with their contents.
fn add_theme_files(theme: &Theme, site: &mut Site) -> Result<render::Assets> {
    let mut add = |path: &str, bytes: Bytes| {
        let name = hashed_name(path, &bytes);
        site.add(name.clone(), bytes);
        name
    };
    let styles = add("assets/style.css", theme.style_sheet()?.into_bytes().into());
    let scripts = theme.texts("scripts", "js")?;
    let scripts = scripts
        .into_iter()
        .map(|(name, text)| {
            (name.trim_end_matches(".js").to_owned(), add(&format!("assets/{name}"), text.as_bytes().into()))
        })
        .collect();
    Ok(render::Assets { styles, scripts, search_root: search::export::ROOT.to_owned() })
}

/// Hash of everything that the site is made from but the styles, which a page can swap in place.
fn substance(sources: &Sources, theme: &Theme) -> String {
    let mut hasher = blake3::Hasher::new();
    let texts = sources.documents.iter().chain(&sources.kinds).map(|source| (&*source.path, source.text.as_bytes()));
    let assets = sources.assets.iter().map(|(path, bytes)| (path.as_str(), &bytes[..]));
    let theme = theme
        .files
        .iter()
        .filter(|(path, _)| !path.starts_with("styles/"))
        .map(|(path, bytes)| (path.as_str(), &bytes[..]));
    for (path, bytes) in texts.chain(assets).chain(theme) {
        hasher.update(path.as_bytes()).update(&(bytes.len() as u64).to_le_bytes()).update(bytes);
    }
    hasher.update(format!("{:?}", sources.config).as_bytes());
    hasher.finalize().to_hex().to_string()
}

/// Sets the levels that the configuration asks for and sorts the problems.
fn levels(diagnostics: &mut Vec<Diagnostic>, sources: &Sources) {
    for diagnostic in diagnostics.iter_mut() {
        if let Some(level) = sources.config.check.levels.get(&diagnostic.code) {
            diagnostic.level = *level;
        }
    }
    diagnostics.retain(|diagnostic| diagnostic.level != Level::Off);
    diagnostics.sort();
    diagnostics.dedup();
}
