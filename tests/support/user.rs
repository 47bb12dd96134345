//! Who runs the tests, and who else may.

use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

/// The user who owns nothing, and the group.
pub const NOBODY: u32 = 65534;

/// Whether the tests run as root: permissions do not bind it, and it may run a program as somebody else.
pub fn is_root() -> bool {
    // What one makes is one's own.
    tempfile::tempfile().unwrap().metadata().unwrap().uid() == 0
}

/// A copy of the program in a folder that every user may enter: that of the build may lie where nobody else may go.
pub fn program_for_all(folder: &Path) -> PathBuf {
    let program = folder.join("tebiki");
    fs::copy(env!("CARGO_BIN_EXE_tebiki"), &program).unwrap();
    fs::set_permissions(folder, Permissions::from_mode(0o755)).unwrap();
    program
}
