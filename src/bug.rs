//! What a user sees of a bug: that it is one, where it is, and how to report it.

use std::io::Write;
use std::panic::{PanicHookInfo, UnwindSafe, catch_unwind, set_hook};

use crate::locale::of_environment;
use crate::message::Message;
use crate::say;

/// Exit status of a bug, as Rust has it.
pub const STATUS: u8 = 101;

/// Says what a panic is instead of printing its backtrace.
pub fn install_hook() {
    set_hook(Box::new(|info| {
        // Nothing can be told about an error on the way to tell a bug.
        let _ = std::io::stderr().write_all((describe(info).to(of_environment()) + "\n").as_bytes());
    }));
}

/// Runs a program to its exit status; a panic becomes [`STATUS`].
pub fn guarded(run: impl FnOnce() -> u8 + UnwindSafe) -> u8 {
    catch_unwind(run).unwrap_or(STATUS)
}

fn describe(info: &PanicHookInfo<'_>) -> Message {
    let place = info.location().map_or_else(String::new, ToString::to_string);
    message(info.payload_as_str().unwrap_or("of an unknown sort"), &place)
}

/// The text for a user. What a build had not yet put into place was not touched; what it had, the
/// next build mends (see [`crate::publish`]).
fn message(what: &str, place: &str) -> Message {
    say!(
        "error: a bug in tebiki, not in your book: {what}\n  at {place}, tebiki {version} on {os} {arch}\n\
         help: report it at {repository}/issues with these lines and, if you can, the file that it happens with\n\
         help: a site that was published before still stands; if this build had begun to change it, the next one mends it",
        what,
        place,
        version = env!("CARGO_PKG_VERSION"),
        os = std::env::consts::OS,
        arch = std::env::consts::ARCH,
        repository = env!("CARGO_PKG_REPOSITORY"),
    )
}

#[cfg(test)]
mod tests {
    use super::{STATUS, guarded, message};

    #[test]
    fn a_bug_ends_with_its_status() {
        assert_eq!(guarded(|| 1), 1);
        assert_eq!(guarded(|| std::panic::resume_unwind(Box::new("a bug"))), STATUS);
    }

    #[test]
    fn a_bug_says_where_it_is_and_how_to_report_it() {
        let text = message("index out of bounds", "src/a.rs:1:2").to_string();
        assert!(text.starts_with("error: a bug in tebiki, not in your book: index out of bounds\n  at src/a.rs:1:2, "));
        assert!(text.contains("https://github.com/tebiki/tebiki/issues"));
    }
}
