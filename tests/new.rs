//! `tebiki new` writes pages that lack no field.

use std::path::Path;
use std::process::{Command, Output};

use tebiki::day::Day;
use tebiki::pipeline::{self, Memos};
use tebiki::{kind, source};

use crate::texts::book;

fn new(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_tebiki")).arg("new").args(args).current_dir(folder).output().unwrap()
}

fn written(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

#[test]
fn a_new_page_of_every_kind_of_the_handbook_lacks_no_field() {
    let kinds = source::load(Path::new(env!("CARGO_MANIFEST_DIR")), Path::new("")).unwrap().kinds;
    let files = kinds.iter().map(|kind| (kind.path.to_string(), kind.text.to_string()));
    let files: Vec<(String, String)> =
        files.chain([("index.md".to_owned(), "---\ntitle: 入口\n---\n".to_owned())]).collect();
    let folder = book::write(&files);
    for kind in kind::read(&kinds, &mut Vec::new()).iter() {
        let output = new(folder.path(), &[&kind.name, &format!("new-{}", kind.name)]);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    let (sources, theme) = pipeline::load(folder.path(), Path::new("")).unwrap();
    let today = Day::parse("2026-11-21").unwrap();
    let found = pipeline::check(&sources, &theme, &mut Memos::default(), today).unwrap().diagnostics;
    let wrong: Vec<_> =
        found.iter().filter(|found| matches!(&*found.code, "front-matter" | "missing-field" | "wrong-type")).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_new_page_says_what_the_schema_says() {
    let schema = "\
title: Contact
type: object
required: [title, telephone, hours, desks]
properties:
  title: {type: string}
  telephone: {title: Telephone, description: with the area code, type: string}
  hours: {type: string, enum: [day, night]}
  desks: {type: array, minItems: 1, items: {type: object, required: [name], properties: {name: {title: Name, type: string}}}}
  note: {type: string}
";
    let files =
        [("_kinds/contact.yaml", schema), ("people/a.md", "---\nkind: contact\n---\n"), ("index.md", "# Home\n")];
    let folder = book::write(&files.map(|(path, text)| (path.to_owned(), text.to_owned())));
    let output = new(folder.path(), &["contact", "help"]);
    assert_eq!(written(&output), "content/people/help.md");
    let expected = "\
---
kind: contact
title: \"help\"
# Telephone; with the area code
telephone: \"\"
# one of: day, night
hours: \"day\"
desks:
  -
    # Name
    name: \"\"
# Also possible: note
---

";
    assert_eq!(std::fs::read_to_string(folder.path().join("content/people/help.md")).unwrap(), expected);
}

#[test]
fn a_name_that_is_taken_and_a_kind_that_does_not_exist_are_refused() {
    let files = [("_kinds/contact.yaml", "type: object\n"), ("a.md", "# A\n")];
    let folder = book::write(&files.map(|(path, text)| (path.to_owned(), text.to_owned())));
    assert!(
        String::from_utf8_lossy(&new(folder.path(), &["page", "a"]).stderr).contains("content/a.md has the id `a`")
    );
    assert!(String::from_utf8_lossy(&new(folder.path(), &["contat", "b"]).stderr).contains("did you mean `contact`?"));
    assert_eq!(written(&new(folder.path(), &["page", "sub/c"])), "content/sub/c.md");
}
