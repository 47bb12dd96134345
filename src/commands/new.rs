//! `tebiki new`: a page with every field that its kind needs.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Result;

use crate::cli::{NewArgs, Outcome, print};
use crate::diagnostic::did_you_mean;
use crate::kind::{self, Kinds};
use crate::locale::of_environment;
use crate::source::Sources;
use crate::trouble::Saying;
use crate::{fail, parse, path, say, source};

/// Writes a page where the others of its kind are.
///
/// # Errors
/// When there is no such kind, a page has the name already, or the book cannot be read or written.
pub fn run(args: &NewArgs) -> Result<Outcome> {
    let sources = source::load(&args.book, Path::new(""))?;
    let kinds = kind::read(&sources.kinds, &mut Vec::new());
    let id = path::name(args.slug.strip_suffix(".md").unwrap_or(&args.slug));
    let text = text(&kinds, &args.kind, id)?;
    if let Some(other) = sources.documents.iter().find(|document| parse::parse(document).id == id) {
        fail!("{file} has the id `{id}` already", file = other.file, id; say!("give the new page another name"));
    }
    let page = format!("{}/{}", path::normal(&sources.config.book.src), place(&sources, args));
    let file = args.book.join(&page);
    if file.exists() {
        fail!("{page} exists already", page; say!("give the new page another name"));
    }
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder).saying(|| say!("cannot create {folder}", folder))?;
    }
    std::fs::write(&file, text).saying(|| say!("cannot write {file}", file))?;
    print(&format!("{page}\n"))?;
    Ok(Outcome::Fine)
}

/// The text of a new page.
fn text(kinds: &Kinds, name: &str, id: &str) -> Result<String> {
    if let Some(kind) = kinds.get(name) {
        return Ok(kind.blank(id, of_environment()));
    }
    if name == "page" {
        return Ok(format!("---\ntitle: \"{id}\"\n---\n\n"));
    }
    let known = kinds.iter().map(|kind| kind.name.as_str());
    fail!("there is no kind `{name}`", name; did_you_mean(name, known, say!("`tebiki schema` lists the kinds")))
}

/// Where the page goes, from the content folder: where its name says, else where most pages of its
/// kind are, else into a folder of the kind's name.
fn place(sources: &Sources, args: &NewArgs) -> String {
    let slug = args.slug.strip_suffix(".md").unwrap_or(&args.slug);
    if slug.contains('/') {
        return format!("{slug}.md");
    }
    let mut folders: BTreeMap<String, usize> = BTreeMap::new();
    let pages = sources.documents.iter().map(parse::parse).filter(|document| !document.is_index());
    for document in pages.filter(|document| document.kind() == args.kind) {
        *folders.entry(path::folder(document.path()).to_owned()).or_default() += 1;
    }
    let most = folders.into_iter().max_by(|a, b| a.1.cmp(&b.1).then_with(|| b.0.cmp(&a.0)));
    match most.map_or_else(|| args.kind.clone(), |(folder, _)| folder) {
        folder if folder.is_empty() || args.kind == "page" && folder == "page" => format!("{slug}.md"),
        folder => format!("{folder}/{slug}.md"),
    }
}
