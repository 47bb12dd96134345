//! HTML of our pages → markdown.

use super::blocks::Blocks;
use super::inline::{address, code, decoded, fence, push, without_marker};
use crate::parse::{Tag, Token, tokens};

/// Elements that are there to be clicked or seen, not read.
const LEFT_OUT: [&str; 7] = ["nav", "button", "select", "template", "dialog", "noscript", "progress"];

/// Elements that are blocks of their own, beside those that have a form in markdown.
const BLOCKS: [&str; 19] = [
    "p",
    "div",
    "section",
    "article",
    "header",
    "footer",
    "main",
    "figure",
    "figcaption",
    "details",
    "summary",
    "form",
    "fieldset",
    "legend",
    "caption",
    "address",
    "hgroup",
    "dd",
    "center",
];

/// What stands between the key and the value of a pair.
const KEY_END: &str = "**: ";

/// Writes HTML as markdown; `link` says where an address leads from there.
pub fn markdown(html: &str, link: &dyn Fn(&str) -> String) -> String {
    let mut writer = Writer {
        link,
        blocks: Blocks::default(),
        line: String::new(),
        links: Vec::new(),
        left_out: None,
        code: None,
        fenced: None,
        rows: None,
    };
    tokens(html).into_iter().for_each(|(token, _)| writer.token(&token));
    writer.flush();
    writer.blocks.finish()
}

struct Writer<'a> {
    link: &'a dyn Fn(&str) -> String,
    blocks: Blocks,
    /// The text of the open block.
    line: String,
    /// Where the texts of open links start in the line, and where they lead.
    links: Vec<(usize, String)>,
    /// The element that is being left out, and how many of its name are open.
    left_out: Option<(String, usize)>,
    /// The code that is open within a line.
    code: Option<String>,
    /// The code that is open as a block: its language, and its text.
    fenced: Option<(String, String)>,
    /// The rows of the open table.
    rows: Option<Vec<Vec<String>>>,
}

impl Writer<'_> {
    fn token(&mut self, token: &Token<'_>) {
        match token {
            Token::Open(tag) if self.left_out.is_some() => self.nested(&tag.name, !tag.is_void()),
            Token::Close(name) if self.left_out.is_some() => self.nested_end(name),
            _ if self.left_out.is_some() => {}
            Token::Text(text) => self.text(text),
            Token::Open(tag) if is_left_out(tag) => self.left_out = Some((tag.name.clone(), 1)),
            Token::Open(tag) => self.open(tag),
            Token::Close(name) => self.close(name),
        }
    }

    fn nested(&mut self, name: &str, has_end: bool) {
        if let Some((_, count)) = self.left_out.as_mut().filter(|(open, _)| open == name && has_end) {
            *count += 1;
        }
    }

    fn nested_end(&mut self, name: &str) {
        if let Some((_, count)) = self.left_out.as_mut().filter(|(open, _)| open == name) {
            *count -= 1;
        }
        self.left_out.take_if(|(_, count)| *count == 0);
    }

    fn text(&mut self, text: &str) {
        let text = decoded(text);
        match (&mut self.fenced, &mut self.code) {
            (Some((_, block)), _) => block.push_str(&text),
            (None, Some(code)) => code.push_str(&text),
            (None, None) => push(&mut self.line, &text),
        }
    }

    fn open(&mut self, tag: &Tag<'_>) {
        match tag.name.as_str() {
            "strong" | "b" => self.line.push_str("**"),
            "em" | "i" => self.line.push('*'),
            "del" | "s" => self.line.push_str("~~"),
            "br" => self.line.push_str(if self.rows.is_some() { "<br>" } else { "\\\n" }),
            "code" if self.fenced.is_some() => self.language(tag),
            "code" => self.code = Some(String::new()),
            "a" => self.links.push((self.line.len(), decoded(tag.attribute("href").unwrap_or_default()))),
            "img" => self.image(tag),
            "input" if tag.attribute("type") == Some("checkbox") => {
                self.line.push_str(if tag.attribute("checked").is_some() { "[x] " } else { "[ ] " });
            }
            "hr" => self.block(|blocks| blocks.write("---")),
            "blockquote" | "aside" => self.block(Blocks::quote),
            "ul" | "dl" => self.block(|blocks| blocks.list(None)),
            "ol" => {
                let start = tag.attribute("start").and_then(|start| start.parse().ok());
                self.block(|blocks| blocks.list(Some(start.unwrap_or(1))));
            }
            "li" | "dt" => self.block(Blocks::item),
            "pre" => {
                self.flush();
                self.fenced = Some((String::new(), String::new()));
            }
            "table" => {
                self.flush();
                self.rows = Some(Vec::new());
            }
            "tr" => self.rows.iter_mut().for_each(|rows| rows.push(Vec::new())),
            // The value of a pair stands behind its key.
            _ if self.line.ends_with(KEY_END) => {}
            name if is_heading(name) || BLOCKS.contains(&name) => self.flush(),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "strong" | "b" => self.line.push_str("**"),
            "em" | "i" => self.line.push('*'),
            "del" | "s" => self.line.push_str("~~"),
            "code" if self.fenced.is_none() => {
                let text = self.code.take().unwrap_or_default();
                self.line.push_str(&code(&text));
            }
            "a" => self.link_end(),
            "blockquote" | "aside" => self.block(Blocks::quote_end),
            "ul" | "ol" | "dl" => self.block(Blocks::list_end),
            "li" => self.block(Blocks::item_end),
            "dt" => self.term_end(),
            "pre" => self.fenced_end(),
            "td" | "th" => self.cell_end(),
            "table" => self.table_end(),
            name if is_heading(name) => self.heading_end(name),
            name if BLOCKS.contains(&name) => self.flush(),
            _ => {}
        }
    }

    /// Ends the open block, and does something to the blocks unless they are in a table, which has
    /// lines alone.
    fn block(&mut self, act: impl FnOnce(&mut Blocks)) {
        self.flush();
        if self.rows.is_none() {
            act(&mut self.blocks);
        }
    }

    /// Writes the open block. Within a link, and in a table, blocks are parts of one line.
    fn flush(&mut self) {
        if !self.links.is_empty() {
            push(&mut self.line, " ");
        } else if self.rows.is_some() {
            if !self.line.trim().is_empty() && !self.line.ends_with("<br>") {
                self.line.push_str("<br>");
            }
        } else {
            let text = self.take();
            if !text.is_empty() {
                self.blocks.write(&without_marker(&text));
            }
        }
    }

    fn take(&mut self) -> String {
        std::mem::take(&mut self.line).trim().to_owned()
    }

    fn heading_end(&mut self, name: &str) {
        if !self.links.is_empty() || self.rows.is_some() {
            return self.flush();
        }
        let level = name[1..].parse().unwrap_or(1);
        let text = self.take().replace("\\\n", " ");
        self.blocks.write(&format!("{} {text}", "#".repeat(level)));
    }

    /// The key of a pair; its value follows on the same line.
    fn term_end(&mut self) {
        if self.rows.is_none() {
            let text = self.take();
            self.line = format!("**{text}{KEY_END}");
        }
    }

    /// Ends a link. One without text is a picture, and one within the page may as well be its text.
    fn link_end(&mut self) {
        let Some((start, href)) = self.links.pop() else { return };
        let text = self.line.get(start..).unwrap_or_default().trim().to_owned();
        if href.is_empty() || text.is_empty() {
            return;
        }
        self.line.truncate(start);
        let href = address(&(self.link)(&href));
        self.line.push_str(&format!("[{text}]({href})"));
    }

    fn image(&mut self, tag: &Tag<'_>) {
        let [source, text] = ["src", "alt"].map(|name| decoded(tag.attribute(name).unwrap_or_default()));
        self.line.push_str("![");
        push(&mut self.line, &text);
        self.line.push_str(&format!("]({})", address(&(self.link)(&source))));
    }

    fn language(&mut self, tag: &Tag<'_>) {
        let mut classes = tag.attribute("class").unwrap_or_default().split_whitespace();
        let language = classes.find_map(|class| class.strip_prefix("language-"));
        self.fenced.iter_mut().for_each(|(known, _)| *known = language.unwrap_or_default().to_owned());
    }

    fn fenced_end(&mut self) {
        let Some((language, text)) = self.fenced.take() else { return };
        let fence = fence(&text, 3);
        let end = if text.ends_with('\n') { "" } else { "\n" };
        self.blocks.write(&format!("{fence}{language}\n{text}{end}{fence}"));
    }

    fn cell_end(&mut self) {
        let text = self.take();
        let cell = text.strip_suffix("<br>").unwrap_or(&text).replace('\n', " ");
        if let Some(row) = self.rows.as_mut().and_then(|rows| rows.last_mut()) {
            row.push(cell);
        }
    }

    /// Writes the table, whose first row is its head.
    fn table_end(&mut self) {
        let Some(rows) = self.rows.take() else { return };
        let width = rows.iter().map(Vec::len).max().unwrap_or(0);
        let line = |row: &Vec<String>| {
            let empty = String::new();
            let cells = row.iter().chain(std::iter::repeat(&empty)).take(width);
            cells.fold("|".to_owned(), |line, cell| format!("{line} {cell} |"))
        };
        let Some((head, body)) = rows.split_first() else { return };
        let lines = [line(head), format!("|{}", "---|".repeat(width))].into_iter().chain(body.iter().map(line));
        self.blocks.write(&lines.collect::<Vec<_>>().join("\n"));
    }
}

/// Whether an element is not read: it is hidden, or is there to be clicked, or leads to its heading.
fn is_left_out(tag: &Tag<'_>) -> bool {
    let is_hidden = tag.attribute("hidden").is_some() || tag.attribute("aria-hidden") == Some("true");
    let is_anchor = tag.name == "a" && tag.attribute("class") == Some("anchor");
    !tag.is_void() && !tag.is_whole() && (is_hidden || is_anchor || LEFT_OUT.contains(&tag.name.as_str()))
}

fn is_heading(name: &str) -> bool {
    matches!(name.as_bytes(), [b'h', b'1'..=b'6'])
}
