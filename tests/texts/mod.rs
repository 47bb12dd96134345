//! Cases as text, and the small books that they hold.
#![allow(dead_code)]

pub mod book;
pub mod cases;
