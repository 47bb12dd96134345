//! Where files are written in full before they are renamed into place: a folder inside that of the
//! site, so that both are on one file system.

use std::ffi::OsStr;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::Result;
use rayon::prelude::*;

use super::{Change, confined};
use crate::stamp::Moment;
use crate::trouble::Saying;
use crate::{fail, say};

/// Name of the folder. It exists while a build is writing, and after one that was killed.
const STAGE: &str = ".tebiki-unfinished";

/// Files that are ready.
pub struct Staged {
    /// The changed files, in the order of the changes.
    pub files: Vec<PathBuf>,
    /// The manifests.
    pub manifests: [PathBuf; 2],
    /// When they had been written.
    pub written: Moment,
}

/// Writes changed files and manifests, each under a number.
///
/// # Errors
/// When a path leaves the folder, or a file cannot be written, as on a full disk.
pub fn write(folder: &Path, changes: &[Change<'_>], manifests: &[Vec<u8>; 2]) -> Result<Staged> {
    let stage = folder.join(STAGE);
    changes.iter().try_for_each(|change| confined(change.path))?;
    fs::create_dir(&stage).saying(|| say!("cannot create {folder}", folder = stage))?;
    let write = |number: usize, bytes: &[u8], place: &str| -> Result<PathBuf> {
        let file = stage.join(number.to_string());
        fs::write(&file, bytes).saying(|| say!("cannot write {file}", file = folder.join(place)))?;
        Ok(file)
    };
    let files = changes.par_iter().enumerate().map(|(number, change)| write(number, change.bytes, change.path));
    let files = files.collect::<Result<Vec<_>>>()?;
    let manifest = |number: usize| write(changes.len() + number, &manifests[number], super::MANIFEST);
    Ok(Staged { files, manifests: [manifest(0)?, manifest(1)?], written: Moment::now() })
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
                fs::remove_file(entry.path())?;
            }
        }
        fs::remove_dir(&stage)
    };
    remove().saying(|| say!("cannot remove {file}", file = stage))
}

fn is_number(name: &OsStr) -> bool {
    name.to_str().is_some_and(|name| name.bytes().all(|byte| byte.is_ascii_digit()))
}
