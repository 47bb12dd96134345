//! The theme's templates, ready to render.

use anyhow::{Context as _, Result, anyhow};
use tera::{Context, Tera};

use super::view::{PageView, SiteView};
use crate::memo::Key;
use crate::site::Bytes;
use crate::theme::Theme;

/// Parsed templates of a theme, and the value that all pages share.
pub struct Templates {
    tera: Tera,
    theme: blake3::Hash,
    site: tera::Value,
}

impl Templates {
    /// Parses the templates of a theme.
    ///
    /// # Errors
    /// When a template does not parse, or names one that does not exist.
    pub fn new(theme: &Theme, site: &SiteView) -> Result<Templates> {
        let mut tera = Tera::new();
        tera.add_raw_templates(theme.texts("templates", "html")?)
            .map_err(|error| anyhow!("{}", chain(&error)))
            .context("templates of the theme")?;
        Ok(Templates { tera, theme: theme.hash(), site: tera::Value::from_serializable(site) })
    }

    /// Hash of everything that a page is given beside its own view.
    pub fn site_key(&self, site: &SiteView) -> Key {
        let mut hasher = blake3::Hasher::new_keyed(self.theme.as_bytes());
        serde_json::to_writer(&mut hasher, site).expect("a view has only text keys");
        *hasher.finalize().as_bytes()
    }

    /// Renders a page with the template of its kind.
    ///
    /// # Errors
    /// The message of the template engine, with template, line and column.
    pub fn render(&self, page: &PageView) -> Result<Bytes, String> {
        let mut context = Context::new();
        context.insert_value("site", self.site.clone());
        context.insert("page", page);
        let mut out = Vec::with_capacity(page.content.len() + 16 * 1024);
        self.tera.render_to(self.template(page), &context, &mut out).map_err(|error| chain(&error))?;
        Ok(out.into())
    }

    /// Name of a page's template: its own for the home page and the generator's pages, its kind's,
    /// or the default of kinds.
    fn template(&self, page: &PageView) -> &str {
        let own = match page.url.as_str() {
            "index.html" => "home.html",
            "search.html" | "404.html" | "tags.html" | "kana.html" => page.url.as_str(),
            _ => "",
        };
        let kind = format!("kinds/{}.html", page.kind);
        let found = self
            .tera
            .get_template_names()
            .find(|name| *name == own)
            .or_else(|| self.tera.get_template_names().find(|name| *name == kind));
        match found {
            Some(name) => name,
            None if page.kind == "page" => "page.html",
            None => "kinds/_default.html",
        }
    }
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
