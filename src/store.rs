//! Results of earlier runs of the program, on disk.
//!
//! A store is a folder of *packs*. A pack holds entries, which are results in bytes; then a table that says by
//! their keys where they are; then the hash of the table and its length. Packs are written once, beside their
//! place, and renamed; they are never changed. A run reads the tables of the packs of its sort, then the entries
//! that it asks for, and writes what it computed as one more, a little at a time. When they hold much more than
//! the run used, it writes what it used as one pack and removes those that it had opened.
//!
//! Everything here may be deleted at any time. What cannot be read or is not whole is as if it were not there,
//! and what cannot be written is left out: the next run computes it again. Two runs at once do no harm: each
//! writes packs of its own, and what one removes the other has open.

use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::memo::Key;

/// Folder of what is kept beside `book.toml`.
pub const FOLDER: &str = ".tebiki";

/// Changes when the form of packs changes.
const FORM: &str = "2";

/// Start of the hash of an entry, which tells a broken one from a whole one.
type Check = [u8; 8];

/// Bytes at the end of a pack: the hash of its table and the table's length.
const FOOT: u64 = 32 + 8;

/// How much more than what is used the packs may hold, in bytes and as a multiple.
const SPARE: u64 = 1 << 20;

/// Results that are made bytes of at once: all would take as much memory again.
const AT_ONCE: usize = 16;

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
    /// The pack of each entry, and where it is there.
    entries: HashMap<Key, (usize, Place)>,
}

/// A pack that can be read.
#[derive(Debug)]
struct Pack {
    path: PathBuf,
    open: File,
    length: u64,
}

/// Where an entry is in its pack.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Place {
    start: u64,
    length: u32,
    check: Check,
}

/// Where the entries of a pack are.
type Table = Vec<(Key, Place)>;

impl Store {
    /// Reads the tables of the packs of a sort in a folder, which need not exist.
    pub fn open(folder: &Path, sort: &'static str) -> Store {
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).filter(|path| belongs(path, sort)).collect();
        paths.sort();
        let packs: Vec<Pack> = paths.into_iter().filter_map(|path| Pack::open(path).ok()).collect();
        let tables = packs.iter().enumerate().map(|(pack, read)| (pack, read.table().unwrap_or_default()));
        let entries = tables.flat_map(|(pack, table)| table.into_iter().map(move |(key, place)| (key, (pack, place))));
        Store { folder: folder.to_owned(), sort, entries: entries.collect(), packs }
    }

    /// Reads an entry; none when it is not whole.
    pub fn get(&self, key: &Key) -> Option<Vec<u8>> {
        let (pack, place) = self.entries.get(key)?;
        let entry = self.packs[*pack].read(place.start, place.length.into())?;
        (check(&entry) == place.check).then_some(entry)
    }

    /// Whether there is an entry.
    pub fn has(&self, key: &Key) -> bool {
        self.entries.contains_key(key)
    }

    /// Keeps new results, which `form` makes bytes of, and the entries of the keys that were used.
    /// What cannot be written is left out.
    pub fn save<T: Sync>(&self, used: &[Key], new: &[(Key, T)], form: impl Fn(&T) -> Option<Vec<u8>> + Sync) {
        let live: u64 =
            used.iter().filter_map(|key| self.entries.get(key)).map(|(_, place)| u64::from(place.length)).sum();
        let held: u64 = self.packs.iter().map(|pack| pack.length).sum();
        let is_full = held > 2 * live + SPARE || self.packs.len() >= PACKS;
        if new.is_empty() && !is_full {
            return;
        }
        let fill = |pack: &mut Unfinished| -> std::io::Result<()> {
            for key in used.iter().filter(|_| is_full) {
                self.get(key).map_or(Ok(()), |entry| pack.add(key, &entry))?;
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
            let old = self.packs.iter().filter(|pack| pack.path.file_name().is_none_or(|file| *file != *name));
            old.for_each(|pack| drop(fs::remove_file(&pack.path)));
        }
    }

    /// Writes a pack beside its place and renames it. Returns its name.
    fn write(&self, fill: impl FnOnce(&mut Unfinished) -> std::io::Result<()>) -> std::io::Result<String> {
        fs::create_dir_all(&self.folder)?;
        let beside = self.folder.join(format!("{}.{}", self.sort, std::process::id()));
        let write = || -> std::io::Result<String> {
            let mut pack = Unfinished { file: BufWriter::new(File::create(&beside)?), length: 0, table: Table::new() };
            fill(&mut pack)?;
            let name = format!("{}-{}.pack", self.sort, &pack.finish()?.to_hex()[..16]);
            fs::rename(&beside, self.folder.join(&name))?;
            Ok(name)
        };
        write().inspect_err(|_| drop(fs::remove_file(&beside)))
    }
}

impl Pack {
    fn open(path: PathBuf) -> std::io::Result<Pack> {
        let open = File::open(&path)?;
        Ok(Pack { length: open.metadata()?.len(), path, open })
    }

    /// Where its entries are; none when that is not whole.
    fn table(&self) -> Option<Table> {
        let end = self.length.checked_sub(FOOT)?;
        let foot = self.read(end, FOOT)?;
        let (hash, length) = foot.split_first_chunk::<32>()?;
        let length = u64::from_le_bytes(length.try_into().ok()?);
        let table = self.read(end.checked_sub(length)?, length)?;
        (blake3::hash(&table) == *hash).then(|| bincode::deserialize(&table).ok())?
    }

    /// Reads some bytes, which may have gone. Several threads may ask at once.
    fn read(&self, start: u64, length: u64) -> Option<Vec<u8>> {
        let mut bytes = vec![0; usize::try_from(length).ok()?];
        self.fill(start, &mut bytes).ok()?;
        Some(bytes)
    }

    #[cfg(unix)]
    fn fill(&self, start: u64, bytes: &mut [u8]) -> std::io::Result<()> {
        std::os::unix::fs::FileExt::read_exact_at(&self.open, bytes, start)
    }

    #[cfg(not(unix))]
    fn fill(&self, start: u64, bytes: &mut [u8]) -> std::io::Result<()> {
        use std::io::{Read, Seek, SeekFrom};
        // A copy of the open file would share its place.
        let mut file = File::open(&self.path)?;
        file.seek(SeekFrom::Start(start))?;
        file.read_exact(bytes)
    }
}

/// A pack that is being written. Its name is the hash of its table.
struct Unfinished {
    file: BufWriter<File>,
    length: u64,
    table: Table,
}

impl Unfinished {
    /// Adds an entry; one that is too long for the table is left out.
    fn add(&mut self, key: &Key, entry: &[u8]) -> std::io::Result<()> {
        let Ok(length) = u32::try_from(entry.len()) else { return Ok(()) };
        self.table.push((*key, Place { start: self.length, length, check: check(entry) }));
        self.length += u64::from(length);
        self.file.write_all(entry)
    }

    /// Writes the table. Returns its hash.
    fn finish(mut self) -> std::io::Result<blake3::Hash> {
        let table = bincode::serialize(&self.table).map_err(std::io::Error::other)?;
        let hash = blake3::hash(&table);
        self.file.write_all(&table)?;
        self.file.write_all(hash.as_bytes())?;
        self.file.write_all(&(table.len() as u64).to_le_bytes())?;
        self.file.flush()?;
        Ok(hash)
    }
}

fn check(entry: &[u8]) -> Check {
    let mut check = Check::default();
    check.copy_from_slice(&blake3::hash(entry).as_bytes()[..8]);
    check
}

/// Whether a file is a pack of a sort.
fn belongs(path: &Path, sort: &str) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or("");
    name.strip_prefix(sort).is_some_and(|rest| rest.starts_with('-') && rest.ends_with(".pack"))
}
