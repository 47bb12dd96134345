//! One build at a time.

use std::fs::{File, TryLockError};
use std::path::Path;
use std::thread;
use std::time::Duration;

use crate::trouble::Saying;
use crate::{fail, say};
use anyhow::Result;

/// The file that is locked. It stays: who removed it could remove the lock of another.
const LOCK: &str = ".tebiki-lock";

/// How often a lock that is held is tried again, with a pause of [`PAUSE`] before each. A program that is just
/// being started by this one holds all its open files for an instant, and a build that ends is worth waiting for.
const TRIES: usize = 20;
const PAUSE: Duration = Duration::from_millis(50);

/// Takes the lock of a folder, which is held as long as the file is open. The system lets go of it
/// when the program ends, however it ends, so no lock is left behind.
pub fn take(folder: &Path) -> Result<File> {
    let path = folder.join(LOCK);
    let file = File::options().create(true).truncate(false).write(true).open(&path);
    let file = file.saying(|| say!("cannot write in {folder}", folder))?;
    let held = |locked: &Result<(), TryLockError>| matches!(locked, Err(TryLockError::WouldBlock));
    let again = || {
        thread::sleep(PAUSE);
        file.try_lock()
    };
    let locked = (0..TRIES).fold(file.try_lock(), |locked, _| if held(&locked) { again() } else { locked });
    match locked {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => {
            fail!("another build is writing to {folder}", folder; say!("wait until it has finished"))
        }
        Err(TryLockError::Error(error)) => Err(error).saying(|| say!("cannot lock {file}", file = path)),
    }
}
