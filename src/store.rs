//! Results of earlier runs of the program, on disk.
//!
//! A store is a folder of *packs*. A pack holds entries: the key of a result, and the result in
//! bytes. Packs are written once, beside their place, and renamed; they are never changed. A run
//! reads the packs of its sort whole and writes what it computed as one more, a little at a time. When they hold much
//! more than the run used, it writes what it used as one pack and removes those that it had read.
//!
//! Everything here may be deleted at any time. What cannot be read or is not whole is as if it
//! were not there, and what cannot be written is left out: the next run computes it again. Two
//! runs at once do no harm: each writes packs of its own, and what one removes the other has read.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::memo::Key;

/// Folder of what is kept beside `book.toml`.
pub const FOLDER: &str = ".tebiki";

/// Changes when the form of packs changes.
const FORM: &str = "1";

/// Bytes before each entry: its key, its length and the start of the hash of its bytes.
const HEAD: usize = 32 + 4 + CHECK;

/// Bytes of the hash that tell a broken entry from a whole one.
const CHECK: usize = 8;

/// How much more than what is used the packs may hold, in bytes and as a multiple.
const SPARE: usize = 1 << 20;

/// Results that are made bytes of at once: all would take as much memory again.
const AT_ONCE: usize = 256;

/// Most packs of one sort: each costs a file to read.
const PACKS: usize = 16;

/// Folder of the results of this very program in a book's folder of results.
pub fn folder(tebiki: &Path) -> PathBuf {
    tebiki.join("cache").join(program())
}

/// Makes the folder of results, which no version control should keep, and removes the results of
/// other versions of the program.
pub fn sweep(tebiki: &Path) {
    let cache = tebiki.join("cache");
    // What cannot be written or removed is in nobody's way.
    let _ = fs::create_dir_all(&cache).and_then(|()| fs::write(cache.join(".gitignore"), "*\n"));
    let entries = fs::read_dir(&cache).into_iter().flatten().flatten();
    for entry in entries.filter(|entry| *entry.file_name() != *program()) {
        let _ = fs::remove_dir_all(entry.path());
    }
}

/// Name of this version of the program: another build of it may compute other results.
fn program() -> String {
    let file = std::env::current_exe().and_then(fs::metadata).ok();
    let built = file.and_then(|file| Some((file.len(), file.modified().ok()?)));
    let name = format!("{FORM} {} {built:?}", env!("CARGO_PKG_VERSION"));
    blake3::hash(name.as_bytes()).to_hex()[..16].to_owned()
}

/// The packs of one sort of results.
#[derive(Debug)]
pub struct Store {
    folder: PathBuf,
    sort: &'static str,
    packs: Vec<Pack>,
    entries: HashMap<Key, (usize, std::ops::Range<usize>)>,
}

/// A pack as it was read.
#[derive(Debug)]
struct Pack {
    file: PathBuf,
    bytes: Vec<u8>,
}

impl Store {
    /// Reads the packs of a sort in a folder, which need not exist.
    pub fn open(folder: &Path, sort: &'static str) -> Store {
        let mut files: Vec<PathBuf> = fs::read_dir(folder)
            .into_iter()
            .flatten()
            .flatten()
            .map(|entry| entry.path())
            .filter(|path| belongs(path, sort))
            .collect();
        files.sort();
        let mut store = Store { folder: folder.to_owned(), sort, packs: Vec::new(), entries: HashMap::new() };
        for file in files {
            if let Ok(bytes) = fs::read(&file) {
                store.index(&bytes);
                store.packs.push(Pack { file, bytes });
            }
        }
        store
    }

    /// Notes where the entries of the next pack are; ends where they are not whole.
    fn index(&mut self, bytes: &[u8]) {
        let mut at = 0;
        while let Some((key, range)) = head(bytes, at) {
            at = range.end;
            self.entries.insert(key, (self.packs.len(), range));
        }
    }

    /// Returns the bytes of an entry.
    pub fn get(&self, key: &Key) -> Option<&[u8]> {
        let (pack, range) = self.entries.get(key)?;
        let bytes = &self.packs[*pack].bytes;
        let check = &bytes[range.start - CHECK..range.start];
        let entry = &bytes[range.clone()];
        (blake3::hash(entry).as_bytes()[..CHECK] == *check).then_some(entry)
    }

    /// Whether there is an entry.
    pub fn has(&self, key: &Key) -> bool {
        self.entries.contains_key(key)
    }

    /// Keeps new results, which `form` makes bytes of, and the entries of the keys that were used.
    /// What cannot be written is left out.
    pub fn save<T: Sync>(&self, used: &[Key], new: &[(Key, T)], form: impl Fn(&T) -> Option<Vec<u8>> + Sync) {
        let live: usize =
            used.iter().filter_map(|key| self.entries.get(key)).map(|(_, range)| range.len() + HEAD).sum();
        let held: usize = self.packs.iter().map(|pack| pack.bytes.len()).sum();
        let is_full = held > 2 * live + SPARE || self.packs.len() >= PACKS;
        if new.is_empty() && !is_full {
            return;
        }
        let fill = |pack: &mut Unfinished| -> std::io::Result<()> {
            for key in used.iter().filter(|_| is_full) {
                self.get(key).map_or(Ok(()), |entry| pack.add(key, entry))?;
            }
            for some in new.chunks(AT_ONCE) {
                let entries: Vec<_> = some.par_iter().map(|(key, value)| Some((key, form(value)?))).collect();
                entries.iter().flatten().try_for_each(|(key, entry)| pack.add(key, entry))?;
            }
            Ok(())
        };
        if let Ok(name) = self.write(fill)
            && is_full
        {
            let old = self.packs.iter().filter(|pack| pack.file.file_name().is_none_or(|file| *file != *name));
            old.for_each(|pack| drop(fs::remove_file(&pack.file)));
        }
    }

    /// Writes a pack beside its place and renames it. Returns its name.
    fn write(&self, fill: impl FnOnce(&mut Unfinished) -> std::io::Result<()>) -> std::io::Result<String> {
        fs::create_dir_all(&self.folder)?;
        let beside = self.folder.join(format!("{}.{}", self.sort, std::process::id()));
        let write = || -> std::io::Result<String> {
            let mut pack = Unfinished { file: BufWriter::new(File::create(&beside)?), heads: blake3::Hasher::new() };
            fill(&mut pack)?;
            pack.file.flush()?;
            let name = format!("{}-{}.pack", self.sort, &pack.heads.finalize().to_hex()[..16]);
            fs::rename(&beside, self.folder.join(&name))?;
            Ok(name)
        };
        write().inspect_err(|_| drop(fs::remove_file(&beside)))
    }
}

/// A pack that is being written. Its name is the hash of the heads of its entries.
struct Unfinished {
    file: BufWriter<File>,
    heads: blake3::Hasher,
}

impl Unfinished {
    /// Adds an entry; one that is too long for its head is left out.
    fn add(&mut self, key: &Key, entry: &[u8]) -> std::io::Result<()> {
        let Ok(length) = u32::try_from(entry.len()) else { return Ok(()) };
        let head = [key, &length.to_le_bytes()[..], &blake3::hash(entry).as_bytes()[..CHECK]].concat();
        self.heads.update(&head);
        self.file.write_all(&head)?;
        self.file.write_all(entry)
    }
}

/// Whether a file is a pack of a sort.
fn belongs(path: &Path, sort: &str) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or("");
    name.strip_prefix(sort).is_some_and(|rest| rest.starts_with('-') && rest.ends_with(".pack"))
}

/// Reads what stands before an entry: its key, and where its bytes are.
fn head(bytes: &[u8], at: usize) -> Option<(Key, std::ops::Range<usize>)> {
    let head = bytes.get(at..at + HEAD)?;
    let key = head[..32].try_into().ok()?;
    let length = u32::from_le_bytes(head[32..36].try_into().ok()?) as usize;
    let range = at + HEAD..at + HEAD + length;
    (range.end <= bytes.len()).then_some((key, range))
}
