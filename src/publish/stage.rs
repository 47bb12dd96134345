//! Where files are written in full before they are renamed into place: a folder inside that of the
//! site, so that both are on one file system.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::Result;
use rayon::prelude::*;

use super::{Change, confined};
use crate::stamp::Moment;
use crate::trouble::Saying;
use crate::{fail, path, say};

/// Name of the folder. It exists while a build is writing, and after one that was killed.
const STAGE: &str = ".tebiki-unfinished";

/// Files that are ready.
pub struct Staged {
    /// What is renamed into its place, by its path in the site: changed files and new folders, in the order of the
    /// changes.
    pub units: Vec<(String, PathBuf)>,
    /// The manifests.
    pub manifests: [PathBuf; 2],
    /// When they had been written.
    pub written: Moment,
}

/// Writes changed files and manifests, each under a number, and what comes into a new folder below one.
///
/// # Errors
/// When a path leaves the folder, contents are lost, or a file cannot be written, as on a full disk.
pub fn write(folder: &Path, changes: &[Change<'_>], manifests: &[Vec<u8>; 2]) -> Result<Staged> {
    let stage = folder.join(STAGE);
    changes.iter().try_for_each(|change| confined(change.path))?;
    let numbers = numbers(changes);
    let name = |change: &Change<'_>| format!("{}{}", numbers[change.unit], &change.path[change.unit.len()..]);
    let names: Vec<String> = changes.iter().map(name).collect();
    let folders: BTreeSet<&str> = names.iter().flat_map(|name| path::folders(name)).collect();
    for inner in std::iter::once("").chain(folders) {
        let inner = stage.join(inner);
        fs::create_dir(&inner).saying(|| say!("cannot create {folder}", folder = inner))?;
    }
    let write = |name: &str, bytes: &[u8], place: &str| -> Result<PathBuf> {
        let file = stage.join(name);
        fs::write(&file, bytes).saying(|| say!("cannot write {file}", file = folder.join(place)))?;
        Ok(file)
    };
    let files = changes.par_iter().zip(&names);
    files.map(|(change, name)| write(name, change.bytes.contents()?, change.path)).collect::<Result<Vec<_>>>()?;
    let manifest = |at: usize| write(&(numbers.len() + at).to_string(), &manifests[at], super::MANIFEST);
    let manifests = [manifest(0)?, manifest(1)?];
    let mut units: Vec<(&str, usize)> = numbers.into_iter().collect();
    units.sort_unstable_by_key(|(_, number)| *number);
    let units = units.into_iter().map(|(unit, number)| (unit.to_owned(), stage.join(number.to_string()))).collect();
    Ok(Staged { units, manifests, written: Moment::now() })
}

/// Numbers of what is renamed, in the order of the changes.
fn numbers<'a>(changes: &[Change<'a>]) -> BTreeMap<&'a str, usize> {
    let mut numbers = BTreeMap::new();
    for change in changes {
        let next = numbers.len();
        numbers.entry(change.unit).or_insert(next);
    }
    numbers
}

/// Removes what a build that was killed left there.
///
/// # Errors
/// When it cannot be removed, or something there is not ours.
pub fn clear(folder: &Path) -> Result<()> {
    let stage = folder.join(STAGE);
    match fs::symlink_metadata(&stage) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        Ok(data) if !data.is_dir() => fail!("{file} is in the way: remove it", file = stage),
        _ => {}
    }
    let remove = || -> std::io::Result<()> {
        for entry in fs::read_dir(&stage)? {
            let entry = entry?;
            if is_number(&entry.file_name()) {
                let is_folder = entry.file_type()?.is_dir();
                if is_folder { fs::remove_dir_all(entry.path())? } else { fs::remove_file(entry.path())? }
            }
        }
        fs::remove_dir(&stage)
    };
    remove().saying(|| say!("cannot remove {file}", file = stage))
}

fn is_number(name: &OsStr) -> bool {
    name.to_str().is_some_and(|name| name.bytes().all(|byte| byte.is_ascii_digit()))
}
