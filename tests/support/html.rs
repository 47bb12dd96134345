//! What must be true of the HTML of every body, whatever was written: each element is closed in its
//! turn, and nothing that runs or loads gets through. The reader is stricter than a browser: what the
//! program writes has quotes around values and no `<` in text.

use std::collections::BTreeSet;

/// Elements that a body may hold: those of markdown and of the allow-list, and those of pictures.
const ELEMENTS: &str = " a abbr acronym article aside b bdi bdo blockquote br caption center cite code col colgroup \
    data dd del details dfn div dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header hgroup hr i img input ins \
    kbd li mark nav ol p pre q rp rt rtc ruby s samp section small span strike strong sub summary sup table tbody td \
    tfoot th thead time tr tt u ul var wbr svg g path rect line circle ellipse polyline polygon text tspan title desc \
    defs marker ";

/// Elements of formulas, which stand inside a `math`.
const FORMULAS: &str = " math menclose mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts mroot mrow ms mspace \
    msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover ";

/// Elements without an end.
const VOID: &str = " br col hr img input wbr ";

/// Attributes that take an address.
const ADDRESSES: [&str; 3] = ["href", "src", "cite"];

/// Attributes that run, style or load something.
const FORBIDDEN: &str = " action background data formaction http-equiv ping poster srcdoc srcset style xlink:href ";

/// A start tag.
pub struct Tag {
    /// Name of the element.
    pub name: String,
    /// Names and values of its attributes, without character references.
    pub attributes: Vec<(String, String)>,
}

impl Tag {
    /// Whether it is of a class.
    pub fn is(&self, class: &str) -> bool {
        self.attribute("class").is_some_and(|classes| classes.split(' ').any(|own| own == class))
    }

    /// Returns the value of an attribute.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
    }
}

/// Checks the HTML of a body. Returns its start tags.
pub fn check(html: &str) -> Vec<Tag> {
    let mut tags = Vec::new();
    let mut open: Vec<String> = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if let Some(after) = rest.strip_prefix('/') {
            let (name, after) = after.split_once('>').expect("an end tag ends");
            assert_eq!(open.pop().as_deref(), Some(name), "elements are closed in their turn");
            rest = after;
        } else {
            let (tag, closes, after) = tag(rest);
            if !closes && !is_in(VOID, &tag.name) {
                open.push(tag.name.clone());
            }
            allowed(&tag, open.iter().any(|name| name == "math"));
            tags.push(tag);
            rest = after;
        }
    }
    assert!(open.is_empty(), "{open:?} are left open");
    tags
}

/// The ids of some elements.
pub fn ids(tags: &[Tag]) -> BTreeSet<&str> {
    tags.iter().filter_map(|tag| tag.attribute("id")).collect()
}

/// Scheme of an address, as a browser finds it (URL Standard, 4.4): without controls and spaces at the
/// start, and without tabs and line ends anywhere.
pub fn scheme(address: &str) -> Option<String> {
    let seen: String =
        address.trim_start_matches(|c: char| c <= ' ').chars().filter(|c| !matches!(c, '\t' | '\n' | '\r')).collect();
    let (scheme, _) = seen.split_once(':')?;
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    is_scheme.then(|| scheme.to_ascii_lowercase())
}

fn is_in(list: &str, name: &str) -> bool {
    list.contains(&format!(" {name} "))
}

fn allowed(tag: &Tag, in_formula: bool) {
    let is_known = if in_formula { is_in(FORMULAS, &tag.name) } else { is_in(ELEMENTS, &tag.name) };
    assert!(is_known, "<{}> is not allowed", tag.name);
    for (name, value) in &tag.attributes {
        assert!(!name.starts_with("on") && !is_in(FORBIDDEN, name), "the attribute {name}={value:?} is not allowed");
        if ADDRESSES.contains(&name.as_str())
            && let Some(scheme) = scheme(value)
        {
            assert!(matches!(&*scheme, "http" | "https" | "mailto" | "tel"), "{value:?} is not allowed");
        }
    }
}

/// Reads a start tag behind its `<`. Returns whether it closes itself, and what follows.
fn tag(text: &str) -> (Tag, bool, &str) {
    let (name, mut rest) = word(text);
    assert!(!name.is_empty(), "a `<` in text: {:?}", text.chars().take(40).collect::<String>());
    let mut attributes = Vec::new();
    loop {
        rest = rest.trim_start();
        if let Some(after) = rest.strip_prefix("/>") {
            return (Tag { name: name.to_owned(), attributes }, true, after);
        }
        if let Some(after) = rest.strip_prefix('>') {
            return (Tag { name: name.to_owned(), attributes }, false, after);
        }
        let (attribute, after) = word(rest);
        assert!(!attribute.is_empty(), "no attribute: {:?}", rest.chars().take(40).collect::<String>());
        let (value, after) = match after.strip_prefix("=\"") {
            Some(value) => value.split_once('"').expect("a value ends"),
            None => ("", after),
        };
        assert!(!attributes.iter().any(|(known, _)| known == attribute), "{attribute} stands there twice");
        attributes.push((attribute.to_owned(), plain(value)));
        rest = after;
    }
}

fn word(text: &str) -> (&str, &str) {
    let end = text.find(|c: char| !c.is_ascii_alphanumeric() && !"-:".contains(c)).unwrap_or(text.len());
    text.split_at(end)
}

/// A value without the character references that the program writes.
fn plain(value: &str) -> String {
    let known = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&nbsp;", "\u{A0}"), ("&amp;", "&")];
    known.iter().fold(value.to_owned(), |text, (reference, c)| text.replace(reference, c))
}
