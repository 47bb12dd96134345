//! The theme's templates, ready to render.

use std::collections::BTreeMap;
use std::sync::Arc;

use tera::{Context, ErrorKind, Tera};

use super::redirect;
use super::view::{PageView, SiteView};
use crate::diagnostic::{Diagnostic, Place};
use crate::memo::{self, Key, Memo};
use crate::message::Message;
use crate::path;
use crate::say;
use crate::site::Bytes;
use crate::theme::Theme;

/// Parsed templates of a theme.
pub struct Compiled {
    tera: Tera,
    sources: Sources,
    key: Key,
}

/// Templates, and the value that all pages share.
pub struct Templates {
    compiled: Arc<Compiled>,
    site: tera::Value,
}

/// Sources of the templates, for messages.
#[derive(Debug, Clone, Hash)]
struct Sources {
    /// Folder of the theme, from the book's root.
    folder: String,
    files: BTreeMap<String, Arc<str>>,
}

impl Compiled {
    fn new(sources: Sources, key: Key) -> Result<Compiled, Box<Diagnostic>> {
        let mut tera = Tera::new();
        let texts = sources.files.iter().map(|(name, text)| (name, &**text));
        tera.add_raw_templates(texts).map_err(|error| sources.diagnostic(&error, ""))?;
        Ok(Compiled { tera, sources, key })
    }
}

impl Templates {
    /// Parses the templates of a theme, whose folder messages name.
    ///
    /// # Errors
    /// When a template does not parse, or names one that does not exist: the place in the template.
    pub fn new(
        theme: &Theme,
        folder: &str,
        site: &SiteView,
        memo: &mut Memo<super::Compiling>,
    ) -> Result<Templates, Box<Diagnostic>> {
        let mut sources = Sources { folder: folder.to_owned(), files: BTreeMap::new() };
        let texts = theme.texts("templates", "html").map_err(|error| sources.somewhere(&format!("{error:#}"), ""))?;
        sources.files = texts.iter().map(|(name, text)| (name.clone(), Arc::from(*text))).collect();
        let key = memo::key_of(&sources);
        let compiled = memo.one(key, || Compiled::new(sources.clone(), key).map(Arc::new));
        let compiled = Result::clone(&compiled)?;
        Ok(Templates { compiled, site: tera::Value::from_serializable(site) })
    }

    /// Hash of everything that a page is given beside what it is given alone.
    pub fn key(&self, site: &SiteView, edit_url: &str) -> Key {
        let site = serde_json::to_vec(site).expect("a view has only text keys");
        memo::key([&self.compiled.key[..], &site, edit_url.as_bytes()])
    }

    /// Renders a page with the template of its kind.
    ///
    /// # Errors
    /// The place in the template and the message of the template engine.
    pub fn render(&self, page: &PageView) -> Result<Bytes, Box<Diagnostic>> {
        let mut context = Context::new();
        context.insert_value("site", self.site.clone());
        context.insert("page", page);
        let mut out = Vec::with_capacity(page.content.len() + 16 * 1024);
        let Compiled { tera, sources, .. } = &*self.compiled;
        let name = self.template(page);
        tera.render_to(name, &context, &mut out).map_err(|error| sources.diagnostic(&error, name))?;
        Ok(out.into())
    }

    /// Name of a page's template: its own for the home page and the generator's pages, its kind's,
    /// or the default of kinds.
    fn template(&self, page: &PageView) -> &str {
        let kind = format!("kinds/{}.html", page.kind);
        match self.named(own(&page.kind, &page.url)).or_else(|| self.named(&kind)) {
            Some(name) => name,
            None if page.kind == "page" => "page.html",
            None => "kinds/_default.html",
        }
    }

    /// Whether the theme has a template for the page at an address alone. A page of the generator for which it
    /// has none is not made.
    pub fn has_own(&self, kind: &str, url: &str) -> bool {
        self.named(own(kind, url)).is_some()
    }

    fn named(&self, name: &str) -> Option<&str> {
        self.compiled.tera.get_template_names().find(|known| *known == name)
    }
}

/// Name of the template that belongs to one page alone, or to pages that only lead elsewhere; empty
/// when there is none. A page of the book may have the address of one of the generator's.
fn own<'u>(kind: &str, url: &'u str) -> &'u str {
    match url {
        _ if kind == redirect::KIND => "redirect.html",
        "index.html" => "home.html",
        "search.html" | "404.html" | "tags.html" | "kana.html" | "changes.html" | "conformity.html"
            if kind == path::stem(url) =>
        {
            url
        }
        _ => "",
    }
}

impl Sources {
    /// Turns an error of the template engine into a diagnostic. The engine's own report does not
    /// count the width of Japanese. `rendered` is the template that was asked for, empty while they are read.
    fn diagnostic(&self, error: &tera::Error, rendered: &str) -> Box<Diagnostic> {
        let (ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report)) = error.kind() else {
            let message = chain(error);
            return self.reported(&message).unwrap_or_else(|| self.somewhere(&message, rendered));
        };
        let Some(text) = self.files.get(report.filename()) else {
            return self.somewhere(&chain(error), rendered);
        };
        let file: Arc<str> = format!("{}/templates/{}", self.folder, report.filename()).into();
        let place = Place::of(&file, text, report.span().range.clone());
        Box::new(failed(place, report.message()))
    }

    /// Reads the place out of a report in words: `error: MESSAGE`, then `--> TEMPLATE:LINE:COLUMN`.
    /// Several errors at once come as one text; the first says enough.
    fn reported(&self, report: &str) -> Option<Box<Diagnostic>> {
        let (message, rest) = report.strip_prefix("error: ")?.split_once('\n')?;
        let mut locus = rest.trim_start().strip_prefix("--> ")?.lines().next()?.rsplitn(3, ':');
        let (column, line, name) = (locus.next()?, locus.next()?, locus.next()?);
        let text = self.files.get(name)?;
        let start: usize = text.split_inclusive('\n').take(line.parse::<usize>().ok()? - 1).map(str::len).sum();
        let before: usize = text[start..].chars().take(column.parse::<usize>().ok()? - 1).map(char::len_utf8).sum();
        let file: Arc<str> = format!("{}/templates/{name}", self.folder).into();
        let place = Place::of(&file, text, start + before..start + before + 1);
        Some(Box::new(failed(place, message)))
    }

    /// A diagnostic without a place of the engine: about the tag of the template that the message names in quotes,
    /// as those about circles do, else about the template that was rendered, or all of them.
    fn somewhere(&self, message: &str, rendered: &str) -> Box<Diagnostic> {
        let name = message.split('\'').nth(1).filter(|name| self.files.contains_key(*name)).unwrap_or(rendered);
        let tag = if message.contains("include") { "include" } else { "extends" };
        let file: Arc<str> = format!("{}/templates/{name}", self.folder).trim_end_matches('/').into();
        let place = match self.files.get(name).and_then(|text| Some((text, text.find(tag)?))) {
            Some((text, at)) => Place::of(&file, text, at..at + tag.len()),
            None => Place::file(&file),
        };
        Box::new(failed(place, message))
    }
}

/// A failure of a template, with what to do.
fn failed(place: Place, message: &str) -> Diagnostic {
    let undefined = message.contains("is not defined") && message.starts_with("Field");
    let hint = match undefined {
        true => say!("ask first whether it is there: `{% if … is defined %}`"),
        false => say!("mend the template; `src/render/view.rs` says what it is given"),
    };
    Diagnostic::error("template", place, Message::quoted(message)).hint(hint)
}

/// The message of an error and of its causes.
fn chain(error: &tera::Error) -> String {
    let mut message = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        message.push_str(&format!("\n  {cause}"));
        source = cause.source();
    }
    message
}
