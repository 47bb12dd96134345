//! The normal form of a normal form is the same, and both ways to make one agree.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tebiki_fuzz::invariants;

fuzz_target!(|text: &str| invariants::normaliser(text));
