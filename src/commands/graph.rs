//! `tebiki graph`: which page leads to which.

use std::path::Path;

use anyhow::Result;

use crate::cli::{GraphArgs, GraphFormat, Outcome, print};
use crate::{graph, pipeline, source};

/// Prints the link graph of the book.
///
/// # Errors
/// When the book cannot be read.
pub fn run(args: &GraphArgs) -> Result<Outcome> {
    let sources = source::load(&args.dir, Path::new(""))?;
    let graph = graph::graph(&pipeline::read_book(&sources, &mut Vec::new()));
    print(&match args.format {
        GraphFormat::Dot => graph.dot(),
        GraphFormat::Json => graph.json(),
    })?;
    Ok(Outcome::Fine)
}
