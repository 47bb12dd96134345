//! The command `tebiki`.

use std::process::ExitCode;

fn main() -> ExitCode {
    tebiki::cli::run()
}
