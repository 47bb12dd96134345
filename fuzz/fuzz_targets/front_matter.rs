//! Whatever the front matter, it is read or reported with a place in the file; and what is kept of it
//! on disk is read again as it was.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tebiki_fuzz::invariants;

fuzz_target!(|text: &str| invariants::front_matter(text));
