//! Whether a file is still the one that was read, without reading it again.

use std::fs::Metadata;
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};

/// What a file system says of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    length: u64,
    modified: SystemTime,
    identity: Identity,
}

/// A time that files are older than, or not.
#[derive(Debug, Clone, Copy)]
pub struct Moment(SystemTime);

impl Moment {
    /// This moment.
    pub fn now() -> Moment {
        Moment(SystemTime::now())
    }
}

/// How long a file must have rested. A file system keeps times by its ticks, of up to two seconds (FAT): a
/// file that is written twice within one has one time and two contents. This is git's rule for what it calls
/// racy files. A time that says more than milliseconds comes from a file system that keeps what the system's
/// clock says, which ticks at least a hundred times a second.
fn settled(modified: SystemTime) -> Duration {
    let nanoseconds = modified.duration_since(SystemTime::UNIX_EPOCH).map_or(0, |time| time.subsec_nanos());
    if nanoseconds.is_multiple_of(1_000_000) { Duration::from_secs(2) } else { Duration::from_millis(50) }
}

impl Stamp {
    /// Makes the stamp of a file that holds what it held at a moment; none when it was changed after it, or so
    /// shortly before that a later change could leave the stamp as it is.
    pub fn at(moment: Moment, metadata: &Metadata) -> Option<Stamp> {
        let stamp = Stamp { length: metadata.len(), modified: metadata.modified().ok()?, identity: identity(metadata) };
        let age = moment.0.duration_since(stamp.modified).ok()?;
        (age > settled(stamp.modified)).then_some(stamp)
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
