//! What a result shows of a page beside its title: the headings of its sections, and their texts for the snippets, in
//! files.

use serde::{Deserialize, Serialize};

use super::cut::Cut;
use super::export::file;
use super::section::Section;
use crate::bytes::Bytes;

/// Bytes of a file of texts, which has sections of one page.
const TEXTS: Cut = Cut { least: 3_000, most: 3_000, one_in: 1 };

/// The parts of a page.
#[derive(Debug)]
pub struct Parts {
    /// Its sections in order.
    pub sections: Vec<Head>,
    /// The files of their texts, in the same order.
    pub texts: Vec<Texts>,
}

/// What is known of a section but for its text.
#[derive(Debug, Serialize, Deserialize)]
pub struct Head {
    /// Anchor; empty for the part of a page before its first heading.
    pub anchor: String,
    /// Heading; the title of the page for its first part.
    pub heading: String,
    /// Length of the text, see [`Section::length`].
    pub length: u32,
}

/// A file with the texts of some sections.
#[derive(Debug)]
pub struct Texts {
    /// How many.
    pub sections: u32,
    /// What the browser loads.
    pub script: Bytes,
}

impl Parts {
    /// Makes the parts of a page of its sections.
    pub fn of(sections: &[Section]) -> Parts {
        let files = TEXTS.parts(sections, |section| section.text.len(), |_| "");
        Parts { sections: sections.iter().map(head).collect(), texts: files.into_iter().map(texts).collect() }
    }

    /// Lengths of the sections.
    pub fn lengths(&self) -> Vec<u32> {
        self.sections.iter().map(|section| section.length).collect()
    }
}

fn head(section: &Section) -> Head {
    Head { anchor: section.anchor.clone(), heading: section.heading.clone(), length: section.length() }
}

/// Writes the texts of sections as a list in JSON.
fn texts(sections: &[Section]) -> Texts {
    let script = file::script(|out| {
        for (at, section) in sections.iter().enumerate() {
            out.push_str(if at == 0 { "[\"" } else { "\",\"" });
            file::write_text(out, &section.text);
        }
        out.push_str("\"]");
    });
    Texts { sections: sections.len() as u32, script }
}
