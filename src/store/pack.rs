//! Packs: files of entries, and bytes in them that need not have been read.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::Entry;
use crate::bytes::Hash;
use crate::memo::Key;

/// Start of a hash, which tells broken bytes from whole ones.
type Check = [u8; 8];

/// Bytes at the end of a pack: the hash of its table and the table's length.
const FOOT: u64 = 32 + 8;

/// Bytes in a pack, which need not have been read.
#[derive(Debug, Clone)]
pub struct Kept {
    pack: Arc<Pack>,
    part: Part,
}

/// A pack that can be read.
#[derive(Debug)]
pub(super) struct Pack {
    /// Where it is.
    pub path: PathBuf,
    open: File,
    /// Bytes of the file.
    pub length: u64,
}

/// Where an entry is in its pack.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(super) struct Place {
    head: Part,
    body: Part,
}

/// Where some bytes are in their pack.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Part {
    start: u64,
    length: u32,
    check: Check,
}

/// Where the entries of a pack are.
pub(super) type Table = Vec<(Key, Place)>;

impl Kept {
    /// Reads the bytes; none when they are not whole. Several threads may ask at once.
    pub fn read(&self) -> Option<Vec<u8>> {
        let bytes = self.pack.read(self.part.start, self.len())?;
        (check(&bytes) == self.part.check).then_some(bytes)
    }

    /// Some of the bytes, by their BLAKE3 hash; none where there are fewer.
    pub fn stretch(&self, from: u64, length: u64, hash: &Hash) -> Option<Kept> {
        let is_inside = from.checked_add(length)? <= self.len();
        let part = Part { start: self.part.start + from, length: u32::try_from(length).ok()?, check: start(hash) };
        is_inside.then(|| Kept { pack: self.pack.clone(), part })
    }

    /// How many there are.
    pub fn len(&self) -> u64 {
        self.part.length.into()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl Place {
    /// Bytes of the entry.
    pub fn length(&self) -> u64 {
        u64::from(self.head.length) + u64::from(self.body.length)
    }
}

impl Pack {
    /// Opens a pack.
    pub fn open(path: PathBuf) -> std::io::Result<Pack> {
        let open = File::open(&path)?;
        Ok(Pack { length: open.metadata()?.len(), path, open })
    }

    /// Where its entries are; none when that is not whole.
    pub fn table(&self) -> Option<Table> {
        let end = self.length.checked_sub(FOOT)?;
        let foot = self.read(end, FOOT)?;
        let (hash, length) = foot.split_first_chunk::<32>()?;
        let length = u64::from_le_bytes(length.try_into().ok()?);
        let table = self.read(end.checked_sub(length)?, length)?;
        (blake3::hash(&table) == *hash).then(|| bincode::deserialize(&table).ok())?
    }

    /// Reads the head of an entry, and finds its body; none when the head is not whole.
    pub fn entry(self: &Arc<Pack>, place: &Place) -> Option<(Vec<u8>, Kept)> {
        let kept = |part| Kept { pack: self.clone(), part };
        Some((kept(place.head).read()?, kept(place.body)))
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
pub(super) struct Unfinished {
    file: BufWriter<File>,
    length: u64,
    table: Table,
}

impl Unfinished {
    /// Begins a pack in a file.
    pub fn begin(file: &Path) -> std::io::Result<Unfinished> {
        Ok(Unfinished { file: BufWriter::new(File::create(file)?), length: 0, table: Table::new() })
    }

    /// Adds an entry; one that is too long for the table is left out.
    pub fn add(&mut self, key: &Key, entry: &Entry) -> std::io::Result<()> {
        let parts = Part::of(self.length, &entry.head);
        let parts = parts.zip(Part::of(self.length + entry.head.len() as u64, &entry.body));
        let Some((head, body)) = parts else { return Ok(()) };
        let place = Place { head, body };
        self.table.push((*key, place));
        self.length += place.length();
        self.file.write_all(&entry.head)?;
        self.file.write_all(&entry.body)
    }

    /// Writes the table. Returns its hash.
    pub fn finish(mut self) -> std::io::Result<blake3::Hash> {
        let table = bincode::serialize(&self.table).map_err(std::io::Error::other)?;
        let hash = blake3::hash(&table);
        self.file.write_all(&table)?;
        self.file.write_all(hash.as_bytes())?;
        self.file.write_all(&(table.len() as u64).to_le_bytes())?;
        self.file.flush()?;
        Ok(hash)
    }
}

impl Part {
    /// Some bytes from a place on; none when they are too many.
    fn of(start: u64, bytes: &[u8]) -> Option<Part> {
        Some(Part { start, length: u32::try_from(bytes.len()).ok()?, check: check(bytes) })
    }
}

fn check(bytes: &[u8]) -> Check {
    start(blake3::hash(bytes).as_bytes())
}

fn start(hash: &Hash) -> Check {
    let mut check = Check::default();
    check.copy_from_slice(&hash[..8]);
    check
}
