//! The commands: wiring only, one file each.

pub mod build;
pub mod check;
pub mod completions;
pub mod explain;
pub mod export;
pub mod graph;
pub mod init;
pub mod man;
pub mod new;
pub mod schema;
pub mod search;
pub mod serve;
pub mod verify;
