//! What a page is given → what its template gets.

use std::collections::BTreeMap;

use serde_json::Value;

use super::collect::tag_link;
use super::given::{Given, NameRef, Own, Subject};
use super::special::{Listing, Special};
use super::view::{Backlink, Link, NavEntry, PageView, Relation, SiteView, TocEntry};
use super::{body, collect, data, navigation, redirect, structured};
use crate::book::Mention;
use crate::config::BuildConfig;
use crate::figure::lanes;
use crate::memo::Hashed;
use crate::path;

/// Makes what the template of a page gets.
pub fn view(site: &SiteView, config: &BuildConfig, subject: &Subject<'_>) -> PageView {
    match subject {
        Subject::Page(given) => page_view(site, config, given),
        Subject::Special(special) if special.id == "404" => not_found(site, config, special),
        Subject::Special(special) => match &special.listing {
            Listing::Moved(to, places) => moved_view(site, special, to, places),
            _ => special_view(site, special),
        },
    }
}

fn page_view(site: &SiteView, config: &BuildConfig, given: &Given<'_>) -> PageView {
    let own = &given.own;
    let front = &own.document.front;
    let values = data::data(given);
    let fields = data::fields(own, &values);
    PageView {
        kind_title: own.kind.map_or_else(String::new, |kind| kind.title.clone()),
        title_html: own.title_html.to_owned(),
        window_title: own.window_title.unwrap_or_default().to_owned(),
        moved: links(&given.moved),
        title_id: own.document.title_id.clone().unwrap_or_default(),
        description: own.description.to_owned(),
        content: body::content(site, own.url, &given.body),
        toc: toc(own),
        breadcrumbs: given.breadcrumbs.iter().map(|name| navigation::link(name, own.url)).collect(),
        breadcrumb_list: structured::breadcrumb_list(&site.base_url, &given.breadcrumbs, own),
        sidebar: navigation::shown(&given.sidebar, own.url),
        previous: given.previous.map(|name| navigation::link(name, own.url)),
        next: given.next.map(|name| navigation::link(name, own.url)),
        children: data::cards(&given.children, own.url),
        audience: front.texts("audience").map(str::to_owned).collect(),
        tags: front.texts("tags").map(|tag| tag_link(tag, own.url)).collect(),
        data: with_diagram(values, own, site),
        fields,
        relations: relations(given),
        backlinks: given.backlinks.iter().map(|backlink| self::backlink(backlink, own.url)).collect(),
        collections: given.collections.iter().map(|collected| collect::shown(collected, own.url)).collect(),
        last_change: given.last_change.unwrap_or_default().to_owned(),
        edit_url: config.edit_url.replace("{path}", &path::encode(&own.document.source.file)),
        ..empty_view(site, own.id, own.document.kind(), own.title, own.url)
    }
}

fn special_view(site: &SiteView, special: &Special<'_>) -> PageView {
    PageView {
        title_html: crate::parse::phrases(special.title),
        sidebar: navigation::shown(&special.sidebar, &special.url),
        collections: special.collections(),
        data: special.data(),
        ..empty_view(site, special.id, special.id, special.title, &special.url)
    }
}

/// A page that only leads elsewhere.
fn moved_view(site: &SiteView, special: &Special<'_>, to: &str, places: &[(&str, &str)]) -> PageView {
    PageView {
        redirect: to.to_owned(),
        moved: links(places),
        ..empty_view(site, special.id, redirect::KIND, special.title, &special.url)
    }
}

fn links(places: &[(&str, &str)]) -> Vec<Link> {
    places.iter().map(|(anchor, to)| Link { title: (*anchor).to_owned(), href: (*to).to_owned() }).collect()
}

/// The page that a server answers with at addresses of any depth. So its links start at the root
/// of the place where the book is published.
fn not_found(site: &SiteView, config: &BuildConfig, special: &Special<'_>) -> PageView {
    let view = special_view(site, special);
    let root = config.root().to_owned();
    let sidebar = view.sidebar.into_iter();
    let sidebar = sidebar.map(|entry| NavEntry { href: format!("{root}{}", entry.href), ..entry }).collect();
    PageView { root, sidebar, permalink: String::new(), twin: String::new(), ..view }
}

/// A page without anything on it.
fn empty_view(site: &SiteView, id: &str, kind: &str, title: &str, url: &str) -> PageView {
    PageView {
        id: id.to_owned(),
        kind: kind.to_owned(),
        kind_title: String::new(),
        title: title.to_owned(),
        title_html: String::new(),
        title_id: String::new(),
        window_title: String::new(),
        redirect: String::new(),
        moved: Vec::new(),
        description: String::new(),
        url: url.to_owned(),
        root: path::to_root(url),
        permalink: match site.base_url.as_str() {
            "" => String::new(),
            base => format!("{base}{}", path::encode(url)),
        },
        twin: if site.twins { format!("{}.md", path::relative(url, url)) } else { String::new() },
        content: String::new(),
        toc: Vec::new(),
        breadcrumbs: Vec::new(),
        breadcrumb_list: String::new(),
        sidebar: Vec::new(),
        previous: None,
        next: None,
        children: Vec::new(),
        audience: Vec::new(),
        tags: Vec::new(),
        data: BTreeMap::<String, Value>::new(),
        fields: Vec::new(),
        relations: Vec::new(),
        backlinks: Vec::new(),
        collections: Vec::new(),
        edit_url: String::new(),
        last_change: String::new(),
    }
}

/// The front matter, with the picture that its kind asks for as `diagram`.
fn with_diagram(mut values: BTreeMap<String, Value>, own: &Own<'_>, site: &SiteView) -> BTreeMap<String, Value> {
    let label = site.strings.get("flow_diagram_label").map_or("", String::as_str);
    let spec = own.kind.and_then(|kind| kind.diagram.as_ref());
    if let Some(svg) = spec.and_then(|spec| lanes::draw(&values, spec, label)) {
        values.insert("diagram".to_owned(), svg.into());
    }
    values
}

fn toc(own: &Own<'_>) -> Vec<TocEntry> {
    let headings = own.document.headings.iter().filter(|heading| matches!(heading.level, 2 | 3));
    headings
        .map(|heading| TocEntry { level: heading.level, id: heading.id.clone(), title: heading.text.clone() })
        .collect()
}

fn relations(given: &Given<'_>) -> Vec<Relation> {
    let relation = |(key, title, pages): &(&str, &str, Vec<_>)| Relation {
        key: (*key).to_owned(),
        title: (*title).to_owned(),
        pages: data::cards(pages, given.own.url),
    };
    given.relations.iter().map(relation).collect()
}

fn backlink((name, mention): &(NameRef<'_>, &Hashed<Mention>), from: &str) -> Backlink {
    let href = path::relative(from, name.url);
    let href = if mention.anchor.is_empty() { href } else { format!("{href}#{}", path::encode(&mention.anchor)) };
    Backlink { title: name.title.to_owned(), href, sentence: mention.sentence.clone().into() }
}
