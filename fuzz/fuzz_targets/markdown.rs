//! Whatever the markdown, the HTML is well nested and holds nothing that is not allowed.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tebiki_fuzz::invariants;

fuzz_target!(|text: &str| invariants::markdown(text));
