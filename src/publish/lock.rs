//! One build at a time.

use std::fs::{File, TryLockError};
use std::path::Path;

use anyhow::{Context, Result, bail};

/// The file that is locked. It stays: who removed it could remove the lock of another.
const LOCK: &str = ".tebiki-lock";

/// Takes the lock of a folder, which is held as long as the file is open. The system lets go of it
/// when the program ends, however it ends, so no lock is left behind.
pub fn take(folder: &Path) -> Result<File> {
    let path = folder.join(LOCK);
    let file = File::options().create(true).truncate(false).write(true).open(&path);
    let file = file.with_context(|| format!("cannot write in {}", folder.display()))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => {
            bail!("another build is writing to {}\nhelp: wait until it has finished", folder.display())
        }
        Err(TryLockError::Error(error)) => Err(error).with_context(|| format!("cannot lock {}", path.display())),
    }
}
