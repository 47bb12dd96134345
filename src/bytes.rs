//! The contents of a file, shared between builds, with hashes that are computed once.

use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use sha2::{Digest, Sha256};

/// A hash of 32 bytes.
pub type Hash = [u8; 32];

/// The contents of a file. A copy shares them, and what is known of them.
#[derive(Debug, Clone)]
pub struct Bytes(Arc<Contents>);

#[derive(Debug)]
struct Contents {
    bytes: Box<[u8]>,
    blake3: OnceLock<Hash>,
    sha256: OnceLock<Hash>,
}

impl Bytes {
    /// The BLAKE3 hash.
    pub fn blake3(&self) -> &Hash {
        self.0.blake3.get_or_init(|| *blake3::hash(self).as_bytes())
    }

    /// The SHA-256 hash.
    pub fn sha256(&self) -> &Hash {
        self.0.sha256.get_or_init(|| sha256(self))
    }

    /// The contents and behind them their hashes, for [`Bytes::read`].
    pub fn written(&self) -> Vec<u8> {
        [&**self, self.blake3(), self.sha256()].concat()
    }

    /// Reads what [`Bytes::written`] made, in its place. The hashes are taken as they are.
    pub fn read(mut written: Vec<u8>) -> Option<Bytes> {
        let (rest, sha256) = written.split_last_chunk::<32>()?;
        let (bytes, blake3) = rest.split_last_chunk::<32>()?;
        let (length, blake3, sha256) = (bytes.len(), (*blake3).into(), (*sha256).into());
        written.truncate(length);
        Some(Bytes(Arc::new(Contents { bytes: written.into(), blake3, sha256 })))
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
        Bytes(Arc::new(Contents { bytes: bytes.into(), blake3: OnceLock::new(), sha256: OnceLock::new() }))
    }
}

impl From<&[u8]> for Bytes {
    fn from(bytes: &[u8]) -> Bytes {
        bytes.to_vec().into()
    }
}

impl Deref for Bytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0.bytes
    }
}

impl PartialEq for Bytes {
    fn eq(&self, other: &Bytes) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || **self == **other
    }
}

impl Eq for Bytes {}
