//! Books that were made for mdBook.

use super::{Rule, error, warning};

pub const RULES: &[Rule] = &[
    warning(
        "no-effect",
        "a key of an mdBook's `book.toml` has no effect",
        "tebiki reads mdBook's configuration. What has no meaning here is named once; the book is built all the same.",
        "[output.html]\nadditional-css = [\"mine.css\"]",
        "[build]\ntheme = \"tebiki-theme\"",
    ),
    warning(
        "preprocessor",
        "a preprocessor of an mdBook is not run",
        "It is a program that the book names, and it could do anything on your machine. So it runs only where you allow \
         it: `run-preprocessors = true` under `[build]`, or `tebiki build --run-preprocessors`.",
        "[preprocessor.mermaid]",
        "[build]\nrun-preprocessors = true\n\n[preprocessor.mermaid]",
    ),
    warning(
        "summary",
        "an entry of `SUMMARY.md` is no chapter, or one twice",
        "A chapter is a link in a list, or a link before or behind all lists. A file is one chapter.",
        "- バックアップ",
        "- [バックアップ](backup.md)",
    ),
    warning(
        "missing-chapter",
        "`SUMMARY.md` names a file that does not exist",
        "mdBook would create the file; tebiki writes no content. The chapter is shown as one that is still to come.",
        "- [バックアップ](bakcup.md)",
        "- [バックアップ](backup.md)",
    ),
    error(
        "dead-include",
        "a file cannot be included",
        "The path is relative to the file that holds it, and the file must lie in the book's repository. An anchor must \
         be marked in it by `ANCHOR: name`.",
        "{{#include listing.rs:main}}",
        "{{#include ../listings/listing.rs:main}}",
    ),
];
