//! A `book.toml` is read or refused; what was read is the same when it is written and read again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tebiki_fuzz::invariants;

fuzz_target!(|text: &str| invariants::book_toml(text));
