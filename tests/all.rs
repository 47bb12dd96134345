//! All Rust tests in one program, so that the crates they need are linked once.
//! What each file is for and how to add a test is in `tests/README.md`.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod addresses;
mod check;
mod determinism;
mod diagnostics;
mod docs;
mod elsewhere;
mod export;
mod faults;
mod feeds;
mod history;
#[cfg(unix)]
mod hostile;
mod init;
mod markdown;
mod mdbook;
mod messages;
mod new;
mod output;
mod postings;
mod preview;
mod properties;
mod publish;
mod rebuild;
mod release;
mod search;
mod serve;
mod shell;
mod strings;
mod support;
mod texts;
mod twins;
