//! Puts the files into a chapter that its directives name. Every byte keeps its origin, so that
//! what is wrong in an included file is reported there.

use std::collections::BTreeSet;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Result;

use super::directive::{self, Directive};
use super::lines::{self, Lines};
use crate::diagnostic::{Diagnostic, Place};
use crate::message::Message;
use crate::origin::{File, Text};
use crate::trouble::{self, Saying};
use crate::{fail, say};

/// Files within files, at most; deeper ones include themselves.
const DEPTH: usize = 10;

/// Most bytes of files in a chapter. Ten files that each include the next one twenty times would
/// fill any disk.
const MOST: usize = 10_000_000;

/// Least bytes that a file is taken for.
const LEAST: usize = 1_000;

/// A chapter with its files in it.
pub struct Expanded {
    /// The text.
    pub text: Text,
    /// What `{{#title}}` calls the window.
    pub window_title: Option<String>,
    /// Files that are named and lie outside of the book's folder.
    pub outside: BTreeSet<PathBuf>,
    /// Files that could not be included.
    pub diagnostics: Vec<Diagnostic>,
}

/// Puts the named files into a text. Paths are relative to `folder`; files outside of `limit` are
/// not read.
pub fn expand(text: &Text, folder: &Path, root: &Path, limit: &Path) -> Expanded {
    let mut expander =
        Expander { root, limit, bytes: 0, window_title: None, outside: BTreeSet::new(), diagnostics: Vec::new() };
    let text = expander.expand(text, folder, 0);
    let Expander { window_title, outside, diagnostics, .. } = expander;
    Expanded { text, window_title, outside, diagnostics }
}

struct Expander<'a> {
    root: &'a Path,
    limit: &'a Path,
    /// Bytes of files that were included so far.
    bytes: usize,
    window_title: Option<String>,
    outside: BTreeSet<PathBuf>,
    diagnostics: Vec<Diagnostic>,
}

impl Expander<'_> {
    fn expand(&mut self, text: &Text, folder: &Path, depth: usize) -> Text {
        let mut out = Text::default();
        let mut from = 0;
        while let Some((range, directive)) = directive::next(&text.text, from) {
            out.push_from(text, from..range.start);
            match directive {
                Directive::Escaped => out.push_from(text, range.start + 1..range.end),
                Directive::Title(title) => self.window_title = Some(title),
                directive => match self.included(&directive, folder, depth) {
                    Ok(included) => append_lines(&mut out, &included),
                    Err(error) => {
                        self.report(text.place(range.clone()), trouble::sentence(&error));
                        out.push_from(text, range.clone());
                    }
                },
            }
            from = range.end;
        }
        out.push_from(text, from..text.text.len());
        out
    }

    fn report(&mut self, place: Option<Place>, message: Message) {
        let hint = say!("the path is relative to the file that holds it");
        self.diagnostics.extend(place.map(|place| Diagnostic::error("dead-include", place, message).hint(hint)));
    }

    /// Makes what a directive stands for.
    fn included(&mut self, directive: &Directive, folder: &Path, depth: usize) -> Result<Text> {
        let (Directive::Include(name, _) | Directive::RustdocInclude(name, _) | Directive::Playground(name, _)) =
            directive
        else {
            return Ok(Text::default());
        };
        if depth >= DEPTH {
            fail!("`{name}` is included by itself", name);
        }
        let path = folder.join(name);
        self.note(&path);
        let file = self.read(&path)?;
        let chosen = match directive {
            Directive::Include(_, lines) => included_lines(&file, lines)?,
            Directive::RustdocInclude(_, lines) => hidden_lines(&file, lines)?,
            Directive::Playground(_, attributes) => playground(&file, attributes),
            _ => Text::default(),
        };
        self.bytes += chosen.text.len().max(LEAST);
        if self.bytes > MOST {
            fail!("with `{name}` the chapter includes more than 10 MB", name);
        }
        Ok(self.expand(&chosen, path.parent().unwrap_or(folder), depth + 1))
    }

    /// Notes a file outside of the book, also one that is not there yet.
    fn note(&mut self, path: &Path) {
        let real = path.parent().and_then(|folder| folder.canonicalize().ok()).zip(path.file_name());
        let real = real.map(|(folder, name)| folder.join(name));
        let root = self.root.canonicalize().unwrap_or_else(|_| self.root.to_owned());
        self.outside.extend(real.filter(|real| !real.starts_with(root)));
    }

    fn read(&self, path: &Path) -> Result<Arc<File>> {
        let real = path.canonicalize().saying(|| say!("cannot include `{path}`", path = self.name(path)))?;
        if !real.starts_with(self.limit) {
            fail!("`{path}` lies outside of the book's repository and is not read", path = self.name(path));
        }
        let text = std::fs::read_to_string(&real).saying(|| say!("cannot include `{path}`", path = self.name(path)))?;
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(&text).replace("\r\n", "\n");
        Ok(Arc::new(File::new(&self.name(path).into(), &text.into())))
    }

    /// Path of a file from the book's root, as messages name it.
    fn name(&self, path: &Path) -> String {
        let mut parts = PathBuf::new();
        for part in path.strip_prefix(self.root).unwrap_or(path).components() {
            match part {
                std::path::Component::ParentDir if parts.file_name().is_some() => drop(parts.pop()),
                std::path::Component::CurDir => {}
                part => parts.push(part),
            }
        }
        crate::path::normal(&parts)
    }
}

/// Adds a text, with what stands before the directive in its line before every other line: an
/// indented directive gives an indented text.
fn append_lines(out: &mut Text, included: &Text) {
    let line = out.text.rfind('\n').map_or(0, |at| at + 1);
    let before = out.text[line..].to_owned();
    let text = included.text.strip_suffix('\n').unwrap_or(&included.text);
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if let Some(origin) = included.origin(at).filter(|_| at > 0) {
            out.push_made(&before, &origin.file, origin.at);
        }
        out.push_from(included, at..at + line.len());
        at += line.len();
    }
}

/// The chosen lines of a file.
fn included_lines(file: &Arc<File>, chosen: &Lines) -> Result<Text> {
    let mut out = Text::default();
    for line in choose(file, chosen)?.into_iter().filter(|line| line.chosen) {
        push_line(&mut out, file, line.range);
    }
    Ok(out)
}

/// All lines of a file, those that are not chosen as hidden ones.
fn hidden_lines(file: &Arc<File>, chosen: &Lines) -> Result<Text> {
    let mut out = Text::default();
    for line in choose(file, chosen)? {
        if !line.chosen {
            out.push_made("# ", file, line.range.start);
        }
        push_line(&mut out, file, line.range);
    }
    Ok(out)
}

fn choose(file: &Arc<File>, chosen: &Lines) -> Result<Vec<lines::Line>> {
    let all = lines::choose(&file.text, chosen);
    match chosen {
        Lines::Anchor(name) if !lines::has_anchor(&file.text, name) => {
            fail!("`{file}` has no anchor `{name}`", file = file.name, name)
        }
        _ => Ok(all),
    }
}

fn push_line(out: &mut Text, file: &Arc<File>, line: Range<usize>) {
    let end = line.end + usize::from(file.text[line.end..].starts_with('\n'));
    out.push(file, line.start..end);
    if !out.text.ends_with('\n') {
        out.text.push('\n');
    }
}

/// A file as a block of Rust.
fn playground(file: &Arc<File>, attributes: &[String]) -> Text {
    let mut out = Text::default();
    let words = std::iter::once("rust").chain(attributes.iter().map(String::as_str)).collect::<Vec<_>>().join(",");
    out.push_made(&format!("```{words}\n"), file, 0);
    push_line(&mut out, file, 0..file.text.trim_end_matches('\n').len());
    out.push_made("```\n", file, file.text.len());
    out
}
