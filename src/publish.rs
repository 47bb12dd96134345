//! The only writer: makes a folder equal to a [`Site`].
//!
//! Files that already have the right contents are not touched, so they keep their time stamps and
//! a sync tool copies little. A file is written beside its place and renamed, so no reader sees
//! half of one. New files come first, pages in the middle, and what the last build wrote and this
//! one did not is removed at the end: at every moment the folder holds pages whose links lead
//! somewhere. A folder that this program did not make is refused.

use std::collections::BTreeMap;
use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use rayon::prelude::*;

use crate::site::{Bytes, Site};

/// Lists what a build wrote: one line a file, `hash  path`. Only files it names are ever removed.
pub const MANIFEST: &str = ".tebiki-manifest";

/// What publishing did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Published {
    /// Files written.
    pub written: usize,
    /// Files left as they were.
    pub kept: usize,
    /// Files removed.
    pub removed: usize,
}

/// Makes a folder equal to the site.
///
/// # Errors
/// When the folder is not one of ours, lies where it must not, or a file cannot be written.
pub fn publish(site: &Site, folder: &Path) -> Result<Published> {
    fs::create_dir_all(folder).with_context(|| format!("cannot create {}", folder.display()))?;
    let old = manifest(folder)?;
    let hashes: Vec<(&str, &Bytes, String)> = site
        .iter()
        .collect::<Vec<_>>()
        .into_par_iter()
        .map(|(path, bytes)| (path, bytes, blake3::hash(bytes).to_hex().to_string()))
        .collect();
    let differs = |(path, bytes, hash): &&(&str, &Bytes, String)| {
        old.get(*path) != Some(hash)
            || fs::metadata(folder.join(path)).map_or(true, |data| data.len() != bytes.len() as u64)
    };
    let changed: Vec<&(&str, &Bytes, String)> = hashes.iter().filter(differs).collect();
    let gone: Vec<&String> = old.keys().filter(|path| site.get(path).is_none()).collect();
    if changed.is_empty() && gone.is_empty() {
        return Ok(Published { kept: hashes.len(), ..Published::default() });
    }
    // A build that is killed from here on leaves a manifest that names old and new files, so that
    // the next build can mend and remove all of them.
    let mut named = old.clone();
    changed.iter().for_each(|(path, _, _)| drop(named.insert((*path).to_owned(), "unfinished".into())));
    write_manifest(folder, &named)?;
    for pages in [false, true] {
        let now: Vec<_> = changed.iter().filter(|(path, _, _)| path.ends_with(".html") == pages).collect();
        folders(folder, now.iter().map(|(path, _, _)| *path))?;
        now.par_iter().try_for_each(|(path, bytes, _)| write(&folder.join(path), bytes))?;
    }
    gone.iter().try_for_each(|path| remove(folder, path))?;
    write_manifest(folder, &hashes.iter().map(|(path, _, hash)| ((*path).to_owned(), hash.clone())).collect())?;
    Ok(Published { written: changed.len(), kept: hashes.len() - changed.len(), removed: gone.len() })
}

/// Refuses a folder that the site must not be written to.
///
/// # Errors
/// When it is the root of the file system, the home folder, the content, the book or above it.
pub fn refuse_dangerous(folder: &Path, root: &Path, content: &Path) -> Result<()> {
    let real = |path: &Path| {
        path.canonicalize().unwrap_or_else(|_| std::path::absolute(path).unwrap_or_else(|_| path.to_owned()))
    };
    let (folder, root, content) = (real(folder), real(root), real(content));
    let home = std::env::var_os("HOME").map(PathBuf::from);
    let why = if folder.parent().is_none() {
        "it is the root of the file system"
    } else if Some(&folder) == home.as_ref() {
        "it is the home folder"
    } else if root.starts_with(&folder) {
        "it holds the book itself"
    } else if content.starts_with(&folder) || folder.starts_with(&content) {
        "it is the content"
    } else {
        return Ok(());
    };
    bail!("refusing to write the site to {}: {why}", folder.display())
}

/// Reads the manifest of the last build; an empty folder has an empty one.
fn manifest(folder: &Path) -> Result<BTreeMap<String, String>> {
    match fs::read_to_string(folder.join(MANIFEST)) {
        Ok(text) => Ok(text
            .lines()
            .filter_map(|line| line.split_once("  "))
            .map(|(hash, path)| (path.to_owned(), hash.to_owned()))
            .collect()),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            let mut entries = fs::read_dir(folder).with_context(|| folder.display().to_string())?;
            if entries.next().is_some() {
                bail!(
                    "refusing to write the site to {}: the folder is not empty and tebiki did not make it\nhelp: name another folder with `-d`, or empty it yourself",
                    folder.display()
                );
            }
            Ok(BTreeMap::new())
        }
        Err(error) => Err(error).with_context(|| format!("cannot read {}", folder.join(MANIFEST).display())),
    }
}

/// Writes the manifest.
fn write_manifest(folder: &Path, files: &BTreeMap<String, String>) -> Result<()> {
    let lines: String = files.iter().map(|(path, hash)| format!("{hash}  {path}\n")).collect();
    write(&folder.join(MANIFEST), lines.as_bytes())
}

/// Creates the folders of some files.
fn folders<'a>(root: &Path, paths: impl Iterator<Item = &'a str>) -> Result<()> {
    let mut last = None;
    for path in paths {
        let folder = crate::path::folder(path);
        if last != Some(folder) {
            fs::create_dir_all(root.join(folder))
                .with_context(|| format!("cannot create {}", root.join(folder).display()))?;
            last = Some(folder);
        }
    }
    Ok(())
}

/// Writes a file beside its place and renames it.
///
/// # Errors
/// When the folder cannot be written.
pub fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = tempfile::Builder::new()
        .prefix(".tebiki-")
        .permissions(permissions())
        .tempfile_in(folder)
        .with_context(|| format!("cannot write in {}", folder.display()))?;
    file.write_all(bytes).with_context(|| format!("cannot write {}", path.display()))?;
    file.persist(path).with_context(|| format!("cannot write {}", path.display()))?;
    Ok(())
}

/// Published files are readable by a web server, whatever the umask of the writer.
#[cfg(unix)]
fn permissions() -> fs::Permissions {
    std::os::unix::fs::PermissionsExt::from_mode(0o644)
}

/// Published files have the permissions of their folder.
#[cfg(not(unix))]
fn permissions() -> fs::Permissions {
    fs::metadata(".").map_or_else(|_| unreachable!("the current folder exists"), |data| data.permissions())
}

/// Removes a file of an earlier build, and the folders that it leaves empty.
fn remove(root: &Path, path: &str) -> Result<()> {
    match fs::remove_file(root.join(path)) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            return Err(error).with_context(|| format!("cannot remove {}", root.join(path).display()));
        }
        _ => {}
    }
    let mut folder = crate::path::folder(path);
    while !folder.is_empty() && fs::remove_dir(root.join(folder)).is_ok() {
        folder = crate::path::folder(folder);
    }
    Ok(())
}
