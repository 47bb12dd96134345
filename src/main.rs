//! The command `tebiki`.

use std::process::ExitCode;

use tebiki::{bug, cli};

fn main() -> ExitCode {
    bug::install_hook();
    ExitCode::from(bug::guarded(cli::run))
}
