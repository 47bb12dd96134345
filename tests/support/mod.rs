//! What several tests share.

pub mod book;
pub mod cases;
