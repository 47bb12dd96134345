//! `tebiki new`: a page with every field that its kind needs.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::cli::{NewArgs, Outcome, print};
use crate::diagnostic::nearest;
use crate::kind::{self, Kinds};
use crate::source::Sources;
use crate::{parse, path, source};

/// Writes a page where the others of its kind are.
///
/// # Errors
/// When there is no such kind, a page has the name already, or the book cannot be read or written.
pub fn run(args: &NewArgs) -> Result<Outcome> {
    let sources = source::load(&args.book, Path::new(""))?;
    let kinds = kind::read(&sources.kinds, &mut Vec::new());
    let id = args.slug.strip_suffix(".md").unwrap_or(&args.slug).rsplit('/').next().unwrap_or("");
    let text = text(&kinds, &args.kind, id)?;
    if let Some(other) = sources.documents.iter().find(|document| parse::parse(document).id == id) {
        bail!("{} has the id `{id}` already\nhelp: give the new page another name", other.file);
    }
    let page = format!("{}/{}", path::normal(&sources.config.book.src), place(&sources, args));
    let file = args.book.join(&page);
    if file.exists() {
        bail!("{page} exists already\nhelp: give the new page another name");
    }
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))?;
    }
    std::fs::write(&file, text).with_context(|| format!("cannot write {}", file.display()))?;
    print(&format!("{page}\n"))?;
    Ok(Outcome::Fine)
}

/// The text of a new page.
fn text(kinds: &Kinds, name: &str, id: &str) -> Result<String> {
    if let Some(kind) = kinds.get(name) {
        return Ok(kind.blank(id));
    }
    if name == "page" {
        return Ok(format!("---\ntitle: \"{id}\"\n---\n\n"));
    }
    let near = nearest(name, kinds.iter().map(|kind| kind.name.as_str()));
    let hint =
        near.map_or_else(|| "`tebiki schema` lists the kinds".to_owned(), |near| format!("did you mean `{near}`?"));
    bail!("there is no kind `{name}`\nhelp: {hint}")
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
