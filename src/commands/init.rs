//! `tebiki init`: a book that builds, and what editors need to help its writers.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::Result;
use serde_json::json;

use crate::cli::{InitArgs, Outcome, print};
use crate::locale::{Language, of_environment};
use crate::source::Sources;
use crate::trouble::Saying;
use crate::{config, kind, parse, path, say, source};

/// Files of a new book in a language.
macro_rules! starter {
    ($language:literal) => {
        [
            (config::FILE, include_str!(concat!("starter/", $language, "/book.toml"))),
            ("content/index.md", include_str!(concat!("starter/", $language, "/index.md"))),
            ("content/first.md", include_str!(concat!("starter/", $language, "/first.md"))),
            ("content/offices/helpdesk.md", include_str!(concat!("starter/", $language, "/helpdesk.md"))),
            ("content/_kinds/page.yaml", include_str!(concat!("starter/", $language, "/page.yaml"))),
            ("content/_kinds/office.yaml", include_str!(concat!("starter/", $language, "/office.yaml"))),
            ("theme/README.md", include_str!(concat!("starter/", $language, "/theme.md"))),
        ]
    };
}

/// The theme's sheet for a book's own rules, which holds none: a copy changes nothing.
const STYLE: (&str, &str) = ("theme/styles/own.css", include_str!("../../themes/handbook/styles/own.css"));

/// The page of the documentation that has the workflow in it.
const RECIPE: &str = include_str!("../../docs/content/publishing/github-pages.md");

/// The workflow that publishes a book on GitHub Pages.
const WORKFLOW: &str = ".github/workflows/pages.yml";

/// Settings of editors that use the YAML language server.
const SETTINGS: &str = ".vscode/settings.json";

/// Folder of the schemas that the settings name.
const SCHEMAS: &str = ".vscode/schemas";

/// Writes what a book lacks; a file that is there stays as it is, but for schemas made from the kinds. A folder that is a book already
/// gets the settings for its kinds alone.
///
/// # Errors
/// When a file cannot be written or the book cannot be read.
pub fn run(args: &InitArgs) -> Result<Outcome> {
    if !args.dir.join(config::FILE).exists() {
        start(&args.dir, of_environment())?;
    }
    write_settings(&args.dir)?;
    Ok(Outcome::Fine)
}

/// Writes a new book.
fn start(root: &Path, language: Language) -> Result<()> {
    let files = match language {
        Language::Japanese => starter!("ja"),
        Language::English => starter!("en"),
    };
    files.iter().chain([&STYLE]).try_for_each(|(path, text)| write_missing(root, path, text))?;
    workflow(RECIPE).map_or(Ok(()), |text| write_missing(root, WORKFLOW, text))
}

/// The block of a page that is the workflow: the one behind its path.
fn workflow(page: &str) -> Option<&str> {
    let (_, behind) = page.split_once(&format!("`{WORKFLOW}`:\n\n```yaml\n"))?;
    Some(behind.split_once("\n```")?.0).map(|text| &behind[..=text.len()])
}

/// Writes the schema of each kind, and the setting that leads the YAML language server to them: the
/// schemas of kinds are checked by the schema of schemas, and the front matter of pages by the
/// schema of their kind where all pages of a folder are of one.
fn write_settings(root: &Path) -> Result<()> {
    let sources = source::load(root, Path::new(""))?;
    let kinds = kind::read(&sources.kinds, &mut Vec::new());
    let content = path::normal(&sources.config.book.src);
    let mut schemas = serde_json::Map::new();
    schemas.insert("https://json-schema.org/draft/2020-12/schema".into(), json!([format!("{content}/_kinds/*.yaml")]));
    for kind in kinds.iter() {
        let file = format!("{SCHEMAS}/{}.json", kind.name);
        // They are made from the kinds and follow them.
        write(root, &file, &format!("{:#}\n", kind.schema))?;
        let folders = folders_of(&sources, &kind.name);
        schemas.insert(format!("./{file}"), folders.iter().map(|folder| format!("{content}/{folder}*.md")).collect());
    }
    write_missing(root, SETTINGS, &format!("{:#}\n", json!({ "yaml.schemas": schemas })))
}

/// Folders all of whose pages, but for the folder's own, are of one kind; each with `/` at its end.
fn folders_of(sources: &Sources, kind: &str) -> Vec<String> {
    let mut folders: BTreeMap<String, bool> = BTreeMap::new();
    for document in sources.documents.iter().map(parse::parse).filter(|document| !document.is_index()) {
        let folder = path::folder(document.path());
        let folder = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        *folders.entry(folder).or_insert(true) &= document.kind() == kind;
    }
    folders.into_iter().filter(|(_, all)| *all).map(|(folder, _)| folder).collect()
}

/// Writes a file unless it is there.
fn write_missing(root: &Path, path: &str, text: &str) -> Result<()> {
    if root.join(path).exists() { Ok(()) } else { write(root, path, text) }
}

/// Writes a file unless it has the text already.
fn write(root: &Path, path: &str, text: &str) -> Result<()> {
    let file = root.join(path);
    if fs::read_to_string(&file).is_ok_and(|had| had == text) {
        return Ok(());
    }
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder).saying(|| say!("cannot create {folder}", folder))?;
    }
    fs::write(&file, text).saying(|| say!("cannot write {file}", file))?;
    print(&format!("{path}\n"))
}
