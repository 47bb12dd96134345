//! Which files the content has, and what is wrong with their names.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Result;
use rayon::prelude::*;
use walkdir::{DirEntry, WalkDir};

use super::is_among_kinds;
use crate::diagnostic::{Diagnostic, Place};
use crate::message::Message;
use crate::trouble::Saying;
use crate::{file_name, path, say};

/// The files of a folder, and what is known of their names.
#[derive(Debug, Default)]
pub struct Listing {
    walked: Walked,
    /// The folder, as messages name it.
    pub prefix: String,
    /// Whether there is markdown.
    pub has_pages: bool,
    /// What is wrong with the names.
    pub diagnostics: Vec<Diagnostic>,
}

/// What was found in a folder, sorted by name at every level.
#[derive(Debug, Default, PartialEq, Eq)]
struct Walked {
    files: Vec<PathBuf>,
    /// What is neither file nor folder.
    skipped: Vec<PathBuf>,
}

impl Listing {
    /// Lists a folder again, as messages name it; none when there are the same files. Names that start with a dot,
    /// and the folder `skip`, are left out.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub fn again(&self, folder: &Path, prefix: &str, skip: &Path) -> Result<Option<Listing>> {
        let walked = walk(folder, skip)?;
        if walked == self.walked && prefix == self.prefix {
            return Ok(None);
        }
        let names = |files: &[PathBuf]| -> Vec<(String, Arc<str>)> {
            files.par_iter().map(|file| named(folder, prefix, file)).collect()
        };
        let (files, skipped) = (names(&walked.files), names(&walked.skipped));
        let mut diagnostics: Vec<Diagnostic> = skipped.iter().map(|(_, file)| not_a_file(file)).collect();
        diagnostics.par_extend(files.par_iter().filter_map(|(path, file)| file_name::check(path, file)));
        diagnostics.extend(files.iter().filter_map(|(path, file)| misnamed_schema(path, file)));
        diagnostics.extend(file_name::doubled(files.iter().map(|(path, file)| (path.as_str(), file))));
        let has_pages = files.iter().any(|(path, _)| path::is_markdown(path));
        Ok(Some(Listing { walked, prefix: prefix.to_owned(), has_pages, diagnostics }))
    }

    /// The files.
    pub fn files(&self) -> &[PathBuf] {
        &self.walked.files
    }
}

/// Walks a folder, the folders in it side by side.
fn walk(folder: &Path, skip: &Path) -> Result<Walked> {
    let top = WalkDir::new(folder).min_depth(1).max_depth(1);
    let entries: Vec<DirEntry> = entries(top, skip).collect::<Result<_, _>>().saying(|| unreadable(folder))?;
    let parts: Vec<Walked> = entries.into_par_iter().map(|entry| walked(entry, skip)).collect::<Result<_>>()?;
    Ok(parts.into_iter().fold(Walked::default(), |mut all, part| {
        all.files.extend(part.files);
        all.skipped.extend(part.skipped);
        all
    }))
}

/// What an entry is: a file, which may be gone by now, or what is in a folder.
fn walked(entry: DirEntry, skip: &Path) -> Result<Walked> {
    let mut walked = Walked::default();
    if !entry.file_type().is_dir() {
        walked.take(entry);
        return Ok(walked);
    }
    let folder = entry.path();
    for entry in entries(WalkDir::new(folder).follow_root_links(false), skip) {
        walked.take(entry.saying(|| unreadable(folder))?);
    }
    Ok(walked)
}

impl Walked {
    fn take(&mut self, entry: DirEntry) {
        if entry.file_type().is_file() {
            self.files.push(entry.into_path());
        } else if !entry.file_type().is_dir() {
            self.skipped.push(entry.into_path());
        }
    }
}

/// Entries by their names, without those that are hidden or left out.
fn entries(walk: WalkDir, skip: &Path) -> impl Iterator<Item = walkdir::Result<DirEntry>> {
    let hidden = |name: &OsStr| name.to_string_lossy().starts_with('.');
    let is_content = move |entry: &DirEntry| entry.depth() == 0 || !hidden(entry.file_name()) && entry.path() != skip;
    walk.sort_by_file_name().into_iter().filter_entry(is_content)
}

fn unreadable(folder: &Path) -> Message {
    say!("cannot read {file}", file = folder)
}

/// A link may lead out of the book, and a pipe may never end: neither is followed.
fn not_a_file(file: &Arc<str>) -> Diagnostic {
    let message = say!("this is a link, a pipe or a device, and is not read");
    Diagnostic::warning("not-a-file", Place::file(file), message).hint(say!("put the file itself there"))
}

/// Reports a schema that would be copied as it is. One ending is enough, so that no two files are schemas of one kind.
fn misnamed_schema(path: &str, file: &Arc<str>) -> Option<Diagnostic> {
    let ending = path.rsplit_once('.').filter(|_| is_among_kinds(path))?.1;
    let is_yaml = ending != "yaml" && ["yaml", "yml"].iter().any(|yaml| ending.eq_ignore_ascii_case(yaml));
    is_yaml.then(|| {
        let message = say!("a schema is not read when its name ends in `.{ending}`", ending);
        Diagnostic::error("schema", Place::file(file), message)
            .hint(say!("name it `{name}.yaml`", name = path::stem(path)))
    })
}

/// The path of a file from the content folder, and as messages name it.
pub fn named(folder: &Path, prefix: &str, file: &Path) -> (String, Arc<str>) {
    let path = path::normal(file.strip_prefix(folder).unwrap_or(file));
    let name = if prefix.is_empty() { path.clone() } else { format!("{prefix}/{path}") };
    (path, name.into())
}
