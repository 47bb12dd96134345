//! A manifest names files below its folder and nothing else, or is refused.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tebiki_fuzz::invariants;

fuzz_target!(|text: &str| invariants::manifest(text));
