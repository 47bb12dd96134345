//! Markup that does not say what it should: `**` that stayed, links that say nothing.

use std::ops::Range;

use super::Inquiry;
use super::text::Text;
use crate::book::Page;
use crate::diagnostic::Diagnostic;
use crate::parse::Piece;
use crate::say;

/// Texts of links that say nothing about where they lead.
const EMPTY_WORDS: [&str; 26] = [
    "こちら",
    "こちらから",
    "コチラ",
    "ここ",
    "ここから",
    "此処",
    "これ",
    "このページ",
    "このリンク",
    "リンク",
    "リンク先",
    "クリック",
    "ここをクリック",
    "こちらをクリック",
    "詳細",
    "詳しく",
    "詳しくはこちら",
    "詳細はこちら",
    "続きを読む",
    "もっと見る",
    "here",
    "click here",
    "link",
    "more",
    "read more",
    "this page",
];

/// Reports leftover `**` and links that say nothing.
pub fn check(inquiry: &Inquiry<'_>, page: &Page, texts: &[Text<'_>], found: &mut Vec<Diagnostic>) {
    for text in texts {
        stars(inquiry, page, text, found);
    }
    links(inquiry, page, found);
}

fn stars(inquiry: &Inquiry<'_>, page: &Page, text: &Text<'_>, found: &mut Vec<Diagnostic>) {
    for (at, _) in text.text.match_indices("**").filter(|(at, _)| !text.text[..*at].ends_with('\\')) {
        let place = text.place(page, at..at + 2);
        let diagnostic = inquiry.report("literal-stars", place, say!("`**` stays in the text as it is"));
        found.push(match text.in_body(&(at..at + 2)) {
            Some(range) => body_stars(page, range, diagnostic),
            None => diagnostic.hint(say!("fields of the front matter are plain text; take the `**` away")),
        });
    }
}

/// Only those at the end of a line are surely left over: nothing can follow them to be strong.
fn body_stars(page: &Page, range: Range<usize>, diagnostic: Diagnostic) -> Diagnostic {
    let rest = &page.document.source.text[range.end..];
    let ends = rest.chars().take_while(|c| *c != '\n').all(char::is_whitespace);
    let diagnostic = diagnostic.hint(say!("strong text has `**` on both sides, without a space inside"));
    if ends { diagnostic.fix(range, "") } else { diagnostic }
}

fn links(inquiry: &Inquiry<'_>, page: &Page, found: &mut Vec<Diagnostic>) {
    let mut open = None;
    for piece in page.document.body() {
        match piece {
            Piece::LinkStart(_, range) => open = Some((range.clone(), String::new())),
            Piece::LinkEnd => {
                if let Some((range, text)) = open.take()
                    && is_empty_word(&text)
                {
                    let message = say!("`{text}` does not say where the link leads", text = text.trim());
                    let diagnostic = inquiry.report("link-text", page.document.place(range), message);
                    found.push(diagnostic.hint(say!("make the name of the page the text of the link")));
                }
            }
            Piece::Image(_, alt, _) => open.iter_mut().for_each(|(_, text)| text.push_str(alt)),
            piece => {
                if let (Some((_, text)), Some(own)) = (&mut open, piece.own_text()) {
                    text.push_str(own);
                }
            }
        }
    }
}

fn is_empty_word(text: &str) -> bool {
    let text = text.trim().trim_matches(|c| "。、．.!！>＞→» ".contains(c)).to_lowercase();
    EMPTY_WORDS.contains(&text.as_str())
}
