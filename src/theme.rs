//! The only reader of themes: the built-in one, with a book's own files over it.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Result;
use include_dir::{Dir, include_dir};
use serde::Deserialize;
use walkdir::WalkDir;

use crate::path;
use crate::site::Bytes;
use crate::trouble::Saying;
use crate::{say, trouble};

static BUILT_IN: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/themes/handbook");

/// A theme: all its files by path, and what its `theme.toml` says.
#[derive(Debug, Clone)]
pub struct Theme {
    /// Files by their path from the theme's folder.
    pub files: BTreeMap<String, Bytes>,
    /// `theme.toml`.
    pub manifest: Manifest,
}

/// `theme.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Manifest {
    /// Name of the theme.
    pub name: String,
    /// Style sheets, in the order in which they are joined into one.
    pub styles: Vec<String>,
    /// Scripts that are loaded together and become one, by its name; in their order.
    #[serde(default)]
    pub bundles: BTreeMap<String, Vec<String>>,
}

/// Loads the built-in theme and lays the files of a folder over it, where the folder exists.
///
/// # Errors
/// When a file of the folder cannot be read or `theme.toml` is wrong.
pub fn load(folder: &Path) -> Result<Theme> {
    let mut files = BTreeMap::new();
    built_in(&BUILT_IN, &mut files);
    if folder.is_dir() {
        overlay(folder, &mut files)?;
    }
    let manifest = text(&files, "theme.toml")?;
    let manifest = toml::from_str(manifest).saying(|| say!("theme.toml of the theme"))?;
    Ok(Theme { files, manifest })
}

/// Collects the files that are embedded in the program.
fn built_in(folder: &Dir<'_>, files: &mut BTreeMap<String, Bytes>) {
    for file in folder.files() {
        files.insert(path::normal(file.path()), file.contents().into());
    }
    for inner in folder.dirs() {
        built_in(inner, files);
    }
}

/// Replaces files by those of a folder with the same path.
fn overlay(folder: &Path, files: &mut BTreeMap<String, Bytes>) -> Result<()> {
    for entry in WalkDir::new(folder).sort_by_file_name() {
        let entry = entry?;
        if entry.file_type().is_file() {
            let path = path::normal(entry.path().strip_prefix(folder).unwrap_or(entry.path()));
            let bytes = std::fs::read(entry.path()).saying(|| say!("cannot read {file}", file = entry.path()))?;
            files.insert(path, bytes.into());
        }
    }
    Ok(())
}

/// Returns a file of a theme as text.
fn text<'a>(files: &'a BTreeMap<String, Bytes>, path: &str) -> Result<&'a str> {
    let bytes = files.get(path).ok_or_else(|| trouble!("the theme has no `{path}`", path))?;
    std::str::from_utf8(bytes.contents()?).saying(|| say!("`{path}` of the theme is not UTF-8", path))
}

impl Theme {
    /// Returns the files of one folder whose names end in `.extension`, by path from that folder.
    ///
    /// # Errors
    /// When such a file is not UTF-8.
    pub fn texts(&self, folder: &str, extension: &str) -> Result<BTreeMap<String, &str>> {
        let inside = self.files.keys().filter_map(|path| Some((path, path.strip_prefix(folder)?.strip_prefix('/')?)));
        inside
            .filter(|(_, name)| name.strip_suffix(extension).is_some_and(|rest| rest.ends_with('.')))
            .map(|(path, name)| Ok((name.to_owned(), text(&self.files, path)?)))
            .collect()
    }

    /// Returns the one style sheet that all pages share.
    ///
    /// # Errors
    /// When `theme.toml` names a sheet that does not exist.
    pub fn style_sheet(&self) -> Result<String> {
        let sheets = self.manifest.styles.iter().map(|name| text(&self.files, &format!("styles/{name}")));
        Ok(sheets.collect::<Result<Vec<_>>>()?.join("\n"))
    }

    /// Returns the scripts by their name without `.js`, bundles joined, without comments.
    ///
    /// # Errors
    /// When `theme.toml` names a script that does not exist, or one is not UTF-8.
    pub fn scripts(&self) -> Result<BTreeMap<String, String>> {
        let mut scripts = BTreeMap::new();
        let bundled: Vec<&String> = self.manifest.bundles.values().flatten().collect();
        for (name, source) in self.texts("scripts", "js")? {
            if !bundled.contains(&&name) {
                scripts.insert(name.trim_end_matches(".js").to_owned(), slim(source));
            }
        }
        for (name, parts) in &self.manifest.bundles {
            let parts = parts.iter().map(|part| text(&self.files, &format!("scripts/{part}")).map(slim));
            scripts.insert(name.clone(), parts.collect::<Result<Vec<_>>>()?.concat());
        }
        Ok(scripts)
    }

    /// Returns the strings of a language over those of English: `[a] b = "…"` is `a_b`.
    ///
    /// # Errors
    /// When a file of strings is not TOML.
    pub fn strings(&self, language: &str) -> Result<BTreeMap<String, String>> {
        let mut strings = BTreeMap::new();
        let base = language.split('-').next().unwrap_or(language);
        for name in ["en", base, language] {
            if let Ok(source) = text(&self.files, &format!("strings/{name}.toml")) {
                let table: toml::Table =
                    toml::from_str(source).saying(|| say!("strings/{name}.toml of the theme", name))?;
                flatten("", &table, &mut strings);
            }
        }
        Ok(strings)
    }

    /// Hash of everything in the theme.
    pub fn hash(&self) -> blake3::Hash {
        let mut hasher = blake3::Hasher::new();
        for (path, bytes) in &self.files {
            hasher.update(path.as_bytes()).update(&[0]).update(bytes.blake3());
        }
        hasher.finalize()
    }
}

/// Drops the indents and the lines of comments of a script. One with template literals, whose
/// lines may be text, stays as it is.
fn slim(script: &str) -> String {
    let mut out = String::with_capacity(script.len());
    let mut comment = false;
    for line in script.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//")) {
        comment |= line.starts_with("/*");
        if !comment {
            out.push_str(line);
            out.push('\n');
        }
        comment &= !line.ends_with("*/");
    }
    if out.contains('`') { script.to_owned() } else { out }
}

/// Joins the keys of nested tables with `_`.
fn flatten(prefix: &str, table: &toml::Table, out: &mut BTreeMap<String, String>) {
    for (key, value) in table {
        let key = format!("{prefix}{}", key.replace('-', "_"));
        match value {
            toml::Value::Table(inner) => flatten(&format!("{key}_"), inner, out),
            toml::Value::String(text) => drop(out.insert(key, text.clone())),
            _ => {}
        }
    }
}
