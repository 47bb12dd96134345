//! `tebiki schema`: the JSON Schema of a kind, for editors.

use std::path::Path;

use anyhow::Result;

use crate::cli::{Outcome, SchemaArgs, print};
use crate::diagnostic::did_you_mean;
use crate::{fail, kind, say, source};

/// Prints the schema of a kind, or the names of all kinds.
///
/// # Errors
/// When the book cannot be read or has no such kind.
pub fn run(args: &SchemaArgs) -> Result<Outcome> {
    let sources = source::load(&args.book, Path::new(""))?;
    let kinds = kind::read(&sources.kinds, &mut Vec::new());
    match &args.kind {
        Some(name) => match kinds.get(name) {
            Some(kind) => print(&format!("{:#}\n", kind.schema))?,
            None => {
                let known = kinds.iter().map(|kind| kind.name.as_str());
                let hint = did_you_mean(name, known, say!("`tebiki schema` lists the kinds"));
                fail!("there is no kind `{name}`", name; hint)
            }
        },
        None => print(&kinds.iter().map(|kind| format!("{}\t{}\n", kind.name, kind.title)).collect::<String>())?,
    }
    Ok(Outcome::Fine)
}
