//! The commands: wiring only, one file each.

pub mod build;
pub mod check;
pub mod schema;
pub mod search;
pub mod serve;
