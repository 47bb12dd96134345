//! The stages in order.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use anyhow::Result;
use rayon::prelude::*;

use crate::book::{self, Book};
use crate::config::{self, Config, SearchConfig};
use crate::day::Day;
use crate::diagnostic::Diagnostic;
use crate::memo::{Form, Memo};
use crate::parse::{self, Document, Parsed};
use crate::render::{self, Templates};
use crate::rules;
use crate::search::facts::Facts;
use crate::search::index::SearchIndex;
use crate::search::{self, Section, ranges};
use crate::site::{Bytes, Site, hashed_name};
use crate::source::{Shelf, Sources};
use crate::store::{self, Store};
use crate::theme::Theme;
use crate::timings::{Counts, Timings};
use crate::{addresses, feeds, hosting, kind, offline, path, source, theme};

/// Results that the next build may use again.
#[derive(Default)]
pub struct Memos {
    /// Parsed files.
    pub documents: Memo<Parsed>,
    /// What linking the book takes.
    pub book: book::Memos,
    /// Where terms stand in each page.
    pub terms: Memo<render::Terms>,
    /// Parsed templates.
    pub templates: Memo<render::Compiling>,
    /// Rendered pages.
    pub pages: Memo<render::Rendered>,
    /// Markdown twins of pages.
    pub twins: Memo<feeds::twin::Made>,
    /// What the search index is made from.
    pub search: search::Memos,
}

impl Memos {
    /// Starts with the results of earlier runs, which lie in a book's folder `.tebiki`.
    pub fn stored(tebiki: &Path) -> Memos {
        let folder = store::folder(tebiki);
        let open = |sort| Store::open(&folder, sort);
        let (documents, pages) = rayon::join(|| open("documents"), || open("pages"));
        let mut memos = Memos {
            documents: Memo::stored(documents, parse::FORM),
            terms: Memo::stored(open("terms"), Form::SMALL),
            pages: Memo::stored(pages, Form::FILE),
            twins: Memo::stored(open("twins"), Form::FILE),
            search: search::Memos::stored(open),
            ..Memos::default()
        };
        memos.book.mentions = Memo::stored(open("mentions"), Form::SMALL);
        memos
    }

    /// Keeps the results for later runs.
    pub fn save(&self, tebiki: &Path) {
        store::sweep(tebiki);
        self.documents.save();
        self.book.mentions.save();
        self.terms.save();
        self.pages.save();
        self.twins.save();
        self.search.save();
    }
}

/// Everything that one build made.
pub struct Build {
    /// The linked book.
    pub book: Arc<Book>,
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
    /// Where the time went.
    pub timings: Timings,
}

/// The search of a book as the browser loads it.
#[derive(Default)]
pub struct Search {
    /// Files that are added to the site.
    pub files: Site,
    /// How many sections can be found.
    pub sections: usize,
    /// How many terms are indexed.
    pub terms: usize,
}

/// A book that can be searched.
pub struct Searchable {
    /// Sections of each page.
    pub sections: Vec<Vec<Section>>,
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
    load_as(config::load(root)?, root, skip)
}

/// Reads a book and its theme as a configuration says, see [`load`].
///
/// # Errors
/// As [`load`].
pub fn load_as(config: Config, root: &Path, skip: &Path) -> Result<(Sources, Theme)> {
    reload(config, root, skip, &mut Shelf::default())
}

/// As [`load_as`], without reading again what is still as it lies on the shelf.
///
/// # Errors
/// As [`load`].
pub fn reload(config: Config, root: &Path, skip: &Path, shelf: &mut Shelf) -> Result<(Sources, Theme)> {
    let sources = source::reload(config, root, skip, shelf)?;
    rules::refuse_unknown_codes(&sources.config.check)?;
    let theme = theme::load(&root.join(&sources.config.build.theme))?;
    Ok((sources, theme))
}

/// Builds the site of a book: first its pages, then its search.
///
/// # Errors
/// When the theme cannot be used. Problems of content and templates are no errors here but
/// diagnostics.
pub fn build(sources: &Sources, theme: &Theme, memos: &mut Memos) -> Result<Build> {
    let mut build = pages(sources, theme, memos)?;
    let search = search(&build.book, &sources.config.search, &mut memos.search, &mut build.timings)?;
    build.site.append(search.files);
    (build.sections, build.terms) = (search.sections, search.terms);
    offline::add(&mut build.site, theme, &build.substance);
    hosting::add(&mut build.site, &build.book, &sources.config);
    Ok(build)
}

/// Builds the pages: parse, assemble, render. Their search is made by [`search`].
///
/// # Errors
/// When the theme cannot be used.
pub fn pages(sources: &Sources, theme: &Theme, memos: &mut Memos) -> Result<Build> {
    let mut timings = Timings::default();
    let mut diagnostics = sources.diagnostics.clone();
    let documents = timings.stage("parse", || documents(sources, &mut memos.documents));
    timings.counted(memos.documents.counts());
    let book = timings.stage("assemble", || assemble(documents, sources, &mut memos.book, &mut diagnostics));
    timings.counted(memos.book.mentions.counts());
    let mut site = Site::default();
    let assets = add_theme_files(theme, &mut site)?;
    let site_view = render::site_view(&book, sources, theme, &assets)?;
    let rendered = timings.stage("render", || rendered(&book, sources, &site_view, theme, memos, &mut diagnostics));
    timings.counted(memos.pages.counts());
    site.extend(rendered);
    site.extend(sources.assets.iter().map(|(path, bytes)| (path.clone(), bytes.clone())));
    timings.stage("feeds", || feeds::add(&mut site, &book, sources, &mut memos.twins))?;
    timings.counted(memos.twins.counts());
    rules::settle(&mut diagnostics, &sources.config.check);
    let (style, substance) = (site_view.styles.clone(), substance(sources, theme));
    Ok(Build { book: Arc::new(book), site, diagnostics, style, substance, sections: 0, terms: 0, timings })
}

/// Parses the files.
fn documents(sources: &Sources, memo: &mut Memo<Parsed>) -> Vec<Arc<Document>> {
    let parsed = memo.all(&sources.documents, |source| (source.key, source), parse::parsed);
    let whole = |(source, parsed)| Arc::new(Document::new(source, parsed));
    sources.documents.par_iter().zip(parsed).map(whole).collect()
}

/// Renders the pages; without any when a template does not parse.
fn rendered(
    book: &Book,
    sources: &Sources,
    site: &render::view::SiteView,
    theme: &Theme,
    memos: &mut Memos,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<(String, Bytes)> {
    match Templates::new(theme, &path::normal(&sources.config.build.theme), site, &mut memos.templates) {
        Ok(templates) => {
            let context = render::Context::new(book, sources, site, &mut memos.terms);
            render::render(&context, &templates, &mut memos.pages, diagnostics)
        }
        Err(diagnostic) => {
            diagnostics.push(*diagnostic);
            Vec::new()
        }
    }
}

/// Builds the pages and asks the rules about them; the search is not made.
///
/// # Errors
/// When the theme cannot be used.
pub fn check(sources: &Sources, theme: &Theme, memos: &mut Memos, today: Day) -> Result<Build> {
    let mut build = pages(sources, theme, memos)?;
    let (config, topics) = (&sources.config.check, sources.topics.as_ref());
    let inquiry = rules::Inquiry { book: &build.book, config, topics, today };
    let found = build.timings.stage("rules", || rules::check(&inquiry));
    build.timings.counted(Counts::new(found.len()));
    build.diagnostics.extend(found);
    build.diagnostics.extend(gone(sources, &build));
    rules::settle(&mut build.diagnostics, config);
    Ok(build)
}

/// Addresses of `addresses.lock` that are gone. Pages whose template fails are missing for that alone.
fn gone(sources: &Sources, build: &Build) -> Vec<Diagnostic> {
    let Some(lock) = &sources.addresses else { return Vec::new() };
    if build.diagnostics.iter().any(|diagnostic| diagnostic.code == "template") {
        return Vec::new();
    }
    let addresses = addresses::of(&build.book, &build.site);
    rules::published::check(lock, &build.book, &addresses, &sources.config.check)
}

/// Makes the files of the search: the index, or where a search engine answers.
///
/// # Errors
/// When tantivy fails.
pub fn search(book: &Book, config: &SearchConfig, memos: &mut search::Memos, timings: &mut Timings) -> Result<Search> {
    if config.origin().is_some() {
        let mut files = Site::default();
        files.add(search::export::ROOT, search::export::engine_root(book, config));
        return Ok(Search { files, ..Search::default() });
    }
    let ranges = timings.stage("index", || ranges::build(book, &mut memos.ranges))?;
    timings.counted(memos.ranges.counts());
    let (pages, lists) = (ranges.pages(), ranges.lists());
    let facts = search::export::facts(book, pages.iter().map(|parts| parts.lengths()));
    let exported = timings.stage("export", || search::export::export(book, &pages, &lists, &facts, memos));
    timings.counted(Counts::new(exported.terms));
    let mut files = Site::default();
    files.extend(exported.files);
    Ok(Search { files, sections: facts.lengths.len(), terms: exported.terms })
}

/// Reads the schemas and links the documents.
pub fn assemble(
    documents: Vec<Arc<Document>>,
    sources: &Sources,
    memos: &mut book::Memos,
    diagnostics: &mut Vec<Diagnostic>,
) -> Book {
    diagnostics.extend(documents.iter().flat_map(|document| document.diagnostics.iter().cloned()));
    let kinds = kind::read(&sources.kinds, diagnostics);
    let frame = book::Frame {
        outline: sources.outline.as_ref(),
        kinds,
        assets: sources.assets.keys().cloned().collect(),
        redirects: sources.redirects.clone(),
    };
    book::assemble(documents, frame, memos, diagnostics)
}

/// Parses and links a book, for commands that need no site.
pub fn read_book(sources: &Sources, diagnostics: &mut Vec<Diagnostic>) -> Book {
    let documents = sources.documents.par_iter().map(|source| Arc::new(parse::parse(source))).collect();
    assemble(documents, sources, &mut book::Memos::default(), diagnostics)
}

/// Makes a book searchable, for queries here.
///
/// # Errors
/// When tantivy fails.
pub fn index(book: &Book) -> Result<Searchable> {
    let sections = search::all_sections(book);
    let lengths = sections.iter().map(|sections| sections.iter().map(Section::length).collect());
    let facts = search::export::facts(book, lengths);
    Ok(Searchable { index: search::index::build(&sections)?, sections, facts })
}

/// Adds the theme's style sheet and scripts under names that change with their contents.
fn add_theme_files(theme: &Theme, site: &mut Site) -> Result<render::Assets> {
    let mut add = |path: &str, bytes: Bytes| {
        let name = hashed_name(path, &bytes);
        site.add(name.clone(), bytes);
        name
    };
    let styles = add("assets/style.css", theme.style_sheet()?.into_bytes().into());
    let mut scripts = BTreeMap::new();
    for (name, script) in theme.scripts()? {
        let path = add(&format!("assets/{name}.js"), script.into_bytes().into());
        scripts.insert(name, path);
    }
    Ok(render::Assets { styles, scripts, search_root: search::export::ROOT.to_owned() })
}

/// Hash of everything that the site is made from but the styles, which a page can swap in place.
fn substance(sources: &Sources, theme: &Theme) -> String {
    let mut hasher = blake3::Hasher::new();
    let texts = sources.documents.iter().chain(&sources.kinds).map(|source| (&*source.path, &source.key[..]));
    let assets = sources.assets.iter().map(|(path, bytes)| (path.as_str(), &bytes.blake3()[..]));
    let theme = theme
        .files
        .iter()
        .filter(|(path, _)| !path.starts_with("styles/"))
        .map(|(path, bytes)| (path.as_str(), &bytes.blake3()[..]));
    for (path, bytes) in texts.chain(assets).chain(theme) {
        hasher.update(path.as_bytes()).update(&(bytes.len() as u64).to_le_bytes()).update(bytes);
    }
    hasher.update(format!("{:?}{:?}", sources.config, sources.changes).as_bytes());
    hasher.finalize().to_hex().to_string()
}
