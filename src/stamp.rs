//! Whether a file is still the one that was read, without reading it again.

use std::fs::Metadata;
use std::time::{Duration, SystemTime};

/// What a file system says of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    length: u64,
    modified: SystemTime,
    identity: Identity,
}

/// How long a file must have rested before it was read. A file system keeps times by its ticks, of
/// up to two seconds (FAT): a file that is written twice within one has one time and two contents.
/// This is git's rule for what it calls racy files.
const SETTLED: Duration = Duration::from_secs(2);

impl Stamp {
    /// Makes the stamp of a file that is read right after; none when a change to come could leave
    /// the stamp as it is.
    pub fn before_reading(metadata: &Metadata) -> Option<Stamp> {
        let stamp = Stamp { length: metadata.len(), modified: metadata.modified().ok()?, identity: identity(metadata) };
        let age = SystemTime::now().duration_since(stamp.modified).ok()?;
        (age > SETTLED).then_some(stamp)
    }

    /// Whether a file with this stamp is the one that was read when it had it.
    pub fn is_of(&self, metadata: &Metadata) -> bool {
        self.length == metadata.len()
            && metadata.modified().is_ok_and(|modified| modified == self.modified)
            && self.identity == identity(metadata)
    }
}

/// Number of the file, and when it was last written or renamed: programs can set back the time of
/// the last change of a file, but not this one.
#[cfg(unix)]
type Identity = (u64, i64, i64);

#[cfg(unix)]
fn identity(metadata: &Metadata) -> Identity {
    use std::os::unix::fs::MetadataExt;
    (metadata.ino(), metadata.ctime(), metadata.ctime_nsec())
}

/// Other systems tell no more.
#[cfg(not(unix))]
type Identity = ();

#[cfg(not(unix))]
fn identity(_: &Metadata) -> Identity {}
