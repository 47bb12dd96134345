//! What the files of a folder held when they were last seen, so that they need not be read again.

use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::bytes::Hash;
use crate::stamp::Stamp;
use crate::store;

/// A file by its output path: its stamp when it held the contents with a BLAKE3 hash.
pub type File = (String, (Stamp, Hash));

/// Files of a folder as they were last seen.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Seen {
    /// In the order of their paths.
    files: Vec<File>,
}

impl Seen {
    /// Reads what was kept of a folder; nothing when another one was seen since, or it is broken.
    pub fn load(tebiki: &Path, folder: &Path) -> Seen {
        read(tebiki, folder).unwrap_or_default()
    }

    /// Keeps it for the next build. What cannot be written is left out: then the files are read.
    pub fn save(&self, tebiki: &Path, folder: &Path) {
        let Some((folder, seen)) = real(folder).zip(bincode::serialize(self).ok()) else { return };
        let check = blake3::keyed_hash(&folder, &seen);
        let file = file(tebiki);
        let beside = file.with_extension(std::process::id().to_string());
        let _ = fs::write(&beside, [check.as_bytes(), &seen[..]].concat())
            .and_then(|()| fs::rename(&beside, file))
            .inspect_err(|_| drop(fs::remove_file(&beside)));
    }

    /// What a file held, unless it may have changed since.
    pub fn get(&self, path: &str, metadata: &Metadata) -> Option<&(Stamp, Hash)> {
        let at = self.files.binary_search_by(|(known, _)| known.as_str().cmp(path)).ok()?;
        Some(&self.files[at].1).filter(|(stamp, _)| stamp.is_of(metadata))
    }
}

impl FromIterator<File> for Seen {
    fn from_iter<I: IntoIterator<Item = File>>(files: I) -> Seen {
        let mut files: Vec<File> = files.into_iter().collect();
        files.sort_by(|(path, _), (other, _)| path.cmp(other));
        Seen { files }
    }
}

/// The check sum comes first. It is made with the folder, so that of another one is as good as broken.
fn read(tebiki: &Path, folder: &Path) -> Option<Seen> {
    let bytes = fs::read(file(tebiki)).ok()?;
    let (check, seen) = bytes.split_first_chunk::<32>()?;
    let is_whole = blake3::keyed_hash(&real(folder)?, seen) == *check;
    is_whole.then(|| bincode::deserialize(seen).ok())?
}

fn file(tebiki: &Path) -> PathBuf {
    store::folder(tebiki).join("seen")
}

/// The hash of a folder's own path.
fn real(folder: &Path) -> Option<Hash> {
    let path = fs::canonicalize(folder).ok()?;
    Some(*blake3::hash(path.as_os_str().as_encoded_bytes()).as_bytes())
}
