//! The contents of a file, shared between builds, with hashes that are computed once.

use std::error::Error;
use std::fmt;
use std::sync::{Arc, OnceLock};

use sha2::{Digest, Sha256};

use crate::store::{Entry, Kept};

/// A hash of 32 bytes.
pub type Hash = [u8; 32];

/// The contents of a file. A copy shares them, and what is known of them. Those that an earlier build made lie on
/// disk until somebody asks for more than their hashes.
#[derive(Debug, Clone)]
pub struct Bytes(Arc<Contents>);

#[derive(Debug)]
enum Contents {
    Here { bytes: Box<[u8]>, blake3: OnceLock<Hash>, sha256: OnceLock<Hash> },
    Kept { kept: Kept, bytes: OnceLock<Vec<u8>>, blake3: Hash, sha256: Hash },
}

/// That contents on disk are not what they were: the results of earlier builds are of no use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lost;

impl fmt::Display for Lost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the results of earlier builds are damaged")
    }
}

impl Error for Lost {}

impl Lost {
    /// Whether it caused an error.
    pub fn caused(error: &anyhow::Error) -> bool {
        error.chain().any(|cause| cause.is::<Lost>())
    }
}

impl Bytes {
    /// The contents.
    ///
    /// # Errors
    /// When they lie on disk and can no longer be read.
    pub fn contents(&self) -> Result<&[u8], Lost> {
        match &*self.0 {
            Contents::Here { bytes, .. } => Ok(bytes),
            Contents::Kept { kept, bytes, .. } => match bytes.get() {
                Some(bytes) => Ok(bytes),
                None => {
                    let read = kept.read().ok_or(Lost)?;
                    Ok(bytes.get_or_init(|| read))
                }
            },
        }
    }

    /// How many bytes there are.
    pub fn len(&self) -> u64 {
        match &*self.0 {
            Contents::Here { bytes, .. } => bytes.len() as u64,
            Contents::Kept { kept, .. } => kept.len(),
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The BLAKE3 hash.
    pub fn blake3(&self) -> &Hash {
        match &*self.0 {
            Contents::Here { bytes, blake3, .. } => blake3.get_or_init(|| *blake3::hash(bytes).as_bytes()),
            Contents::Kept { blake3, .. } => blake3,
        }
    }

    /// The SHA-256 hash.
    pub fn sha256(&self) -> &Hash {
        match &*self.0 {
            Contents::Here { bytes, sha256, .. } => sha256.get_or_init(|| self::sha256(bytes)),
            Contents::Kept { sha256, .. } => sha256,
        }
    }

    /// The hashes and the contents as they are kept on disk; none when they are lost.
    pub fn entry(&self) -> Option<Entry> {
        Some(Entry { head: [*self.blake3(), *self.sha256()].concat(), body: self.contents().ok()?.to_vec() })
    }

    /// What [`Bytes::entry`] made.
    pub fn kept(head: &[u8], kept: Kept) -> Option<Bytes> {
        let (blake3, sha256) = head.split_first_chunk()?;
        Some(Bytes::on_disk(kept, *blake3, sha256.try_into().ok()?))
    }

    /// Contents on disk, by their hashes.
    pub fn on_disk(kept: Kept, blake3: Hash, sha256: Hash) -> Bytes {
        Bytes(Arc::new(Contents::Kept { kept, bytes: OnceLock::new(), blake3, sha256 }))
    }
}

/// The SHA-256 hash of some bytes.
pub fn sha256(bytes: &[u8]) -> Hash {
    Sha256::digest(bytes).into()
}

/// A hash in hexadecimal digits.
pub fn hex(hash: &Hash) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    hash.iter().flat_map(|byte| [byte >> 4, byte & 15]).map(|digit| char::from(DIGITS[usize::from(digit)])).collect()
}

impl From<Vec<u8>> for Bytes {
    fn from(bytes: Vec<u8>) -> Bytes {
        let (blake3, sha256) = (OnceLock::new(), OnceLock::new());
        Bytes(Arc::new(Contents::Here { bytes: bytes.into(), blake3, sha256 }))
    }
}

impl From<&[u8]> for Bytes {
    fn from(bytes: &[u8]) -> Bytes {
        bytes.to_vec().into()
    }
}

impl PartialEq for Bytes {
    /// What is lost is like nothing.
    fn eq(&self, other: &Bytes) -> bool {
        let alike = || Some(self.contents().ok()? == other.contents().ok()?);
        Arc::ptr_eq(&self.0, &other.0) || alike().unwrap_or(false)
    }
}

impl Eq for Bytes {}
