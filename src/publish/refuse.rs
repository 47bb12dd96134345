//! Where nothing may be written.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Component, Path, PathBuf};

use anyhow::Result;

use super::{MANIFEST, OWN};
use crate::path;
use crate::trouble::Saying;
use crate::{fail, say};

/// Refuses a folder that the site must not be written to. `sources` are the folders that the book
/// is read from.
///
/// # Errors
/// When it is the root of the file system, the home folder, the book or above it, or lies in what
/// the book is read from.
pub fn refuse_dangerous(folder: &Path, root: &Path, sources: &[PathBuf]) -> Result<()> {
    let (folder, root) = (real(folder), real(root));
    let home = std::env::var_os("HOME").map(|home| real(Path::new(&home)));
    let source = sources.iter().map(|source| real(source)).find(|source| {
        // A book whose content is its root may have its site inside; the reader of content skips it.
        folder.starts_with(source) && *source != root || source.starts_with(&folder)
    });
    let why = if folder.parent().is_none() {
        say!("it is the root of the file system")
    } else if Some(&folder) == home.as_ref() {
        say!("it is the home folder")
    } else if root.starts_with(&folder) {
        say!("it holds the book itself")
    } else if let Some(source) = source {
        say!("the book is read from {source}", source)
    } else {
        return Ok(());
    };
    fail!("refusing to write the site to {folder}: {why}", folder, why)
}

/// Refuses a file that lies in what the book is read from.
///
/// # Errors
/// As said.
pub fn refuse_source(file: &Path, sources: &[PathBuf]) -> Result<()> {
    let file_is = real(file);
    match sources.iter().find(|source| file_is.starts_with(real(source))) {
        Some(source) => fail!("refusing to write {file}: the book is read from {source}", file, source),
        None => Ok(()),
    }
}

/// The path with its links followed, also when its end does not exist yet.
fn real(path: &Path) -> PathBuf {
    let mut real = PathBuf::new();
    for part in std::path::absolute(path).unwrap_or_else(|_| path.to_owned()).components() {
        match part {
            Component::ParentDir => drop(real.pop()),
            part => real.push(part),
        }
        real = real.canonicalize().unwrap_or(real);
    }
    real
}

/// Refuses a folder that holds something and was not made by a build.
///
/// # Errors
/// As said, and when it cannot be read.
pub fn refuse_foreign(folder: &Path) -> Result<()> {
    if folder.join(MANIFEST).is_file() {
        return Ok(());
    }
    for entry in fs::read_dir(folder).saying(|| say!("cannot read {file}", file = folder))? {
        let name = entry.saying(|| say!("cannot read {file}", file = folder))?.file_name();
        if !name.to_string_lossy().starts_with(OWN) {
            fail!("refusing to write the site to {folder}: the folder is not empty and tebiki did not make it", folder; say!("name another folder with `-d`, or empty it yourself"));
        }
    }
    Ok(())
}

/// Refuses to replace files that no build wrote, and to follow links to other folders. `paths` will
/// be written, `ours` are those of the manifest.
///
/// # Errors
/// As said.
pub fn refuse_obstacles(folder: &Path, paths: &BTreeSet<&str>, ours: &BTreeSet<String>) -> Result<()> {
    let mut folders: BTreeSet<&str> = ours.iter().flat_map(|path| path::folders(path)).collect();
    for path in paths.iter().filter(|path| !ours.contains(**path)) {
        if kind(&folder.join(path)).is_some_and(|found| !(found.is_dir() && folders.contains(*path))) {
            return obstacle(&folder.join(path));
        }
        folders.extend(path::folders(path));
    }
    let foreign =
        |inner: &&str| kind(&folder.join(inner)).is_some_and(|found| !found.is_dir()) && !ours.contains(*inner);
    folders.iter().find(|inner| foreign(inner)).map_or(Ok(()), |inner| obstacle(&folder.join(inner)))
}

/// What stands at a path, if anything; links are not followed.
fn kind(path: &Path) -> Option<fs::FileType> {
    Some(fs::symlink_metadata(path).ok()?.file_type())
}

fn obstacle(path: &Path) -> Result<()> {
    fail!("{path} is in the way: tebiki did not make it", path; say!("move it away, or name another folder with `-d`"))
}
