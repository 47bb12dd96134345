//! Front matter against the schema of its kind, and what it names.

use super::{Rule, error, warning};

pub const RULES: &[Rule] = &[
    error(
        "unknown-kind",
        "a page has a kind that no schema describes",
        "`kind:` is the name of a file in `_kinds/` without its `.yaml`.",
        "kind: thread",
        "kind: threat",
    ),
    error(
        "missing-field",
        "a field that the kind requires is missing",
        "The schema of the kind lists under `required` what every page of the kind has.",
        "kind: contact\ntitle: 県警",
        "kind: contact\ntitle: 県警\norganisation: 県警察本部",
    ),
    error(
        "unknown-field",
        "a field that the kind does not have",
        "A misspelt field would be without effect, so fields that the schema does not name are refused.",
        "desciption: 要約",
        "description: 要約",
    ),
    warning(
        "unknown-key",
        "a key of a plain page that means nothing here",
        "A book without `_kinds/page.yaml` says nothing about the front matter of plain pages. Keys that mean something to \
         the program, here or under the name that Hugo, Zola, Docusaurus, Starlight or Obsidian gives them, are known; each other key is \
         reported once.",
        "toc_hide: true",
        "weight: 2",
    ),
    warning(
        "ignored-value",
        "a value that the program cannot use and passes over",
        "The key means something to the program, and the value is none of what it may hold, so the page is as if it were not \
         there: a `draft: \"yes\"` is published. In a book with kinds this is `wrong-type`; a book without any may have been written for \
         another generator.",
        "draft: \"yes\"",
        "draft: true",
    ),
    error(
        "wrong-value",
        "a value that the schema does not allow",
        "The value is not on the schema's list, does not have the form that it asks for, or is out of its range.",
        "audience: [boss]",
        "audience: [executive]",
    ),
    error(
        "wrong-type",
        "a value of a wrong type",
        "YAML reads `2017` as a number and `yes` as a text. A number or a date that is meant as text needs quotes. Keys that mean \
         something to the program are checked on every page, whether the schema describes them or not.",
        "edition: 4.0",
        "edition: \"4.0\"",
    ),
    error(
        "dead-reference",
        "a field names a page that does not exist",
        "Fields with `x-ref` in the schema name pages by their id. Both sides of the relation show it, so a name that \
         leads nowhere breaks two pages.",
        "sources: [ref-gidebook]",
        "sources: [ref-guidebook]",
    ),
    error(
        "wrong-reference",
        "a field names a page of another kind",
        "`x-ref: contact` accepts pages of the kind `contact` only.",
        "contacts: [ransomware]",
        "contacts: [contact-ipa]",
    ),
    warning(
        "missing-relation",
        "a page lacks a relation that its kind expects",
        "`x-expect` in the schema says how many pages a field should name: every threat a procedure, every control \
         something that answers it.",
        "kind: threat\nflows: []",
        "kind: threat\nflows: [flow-malware]",
    ),
    error(
        "dead-target",
        "a field names a step or a page that does not exist",
        "Fields with `x-target` name a place on the same page (a step of a procedure, a question) or a page of a kind. \
         A reader who follows a procedure must not come to a step that is not there.",
        "steps:\n  - id: isolate\n    next: reprot",
        "steps:\n  - id: isolate\n    next: report\n  - id: report",
    ),
    error(
        "not-among",
        "a value does not stand in the page that it belongs to",
        "Fields with `x-among: field.path` repeat a value of the page that `field` names: the objective of a control is \
         one of its clause.",
        "clause: A.5\nobjective: A.6.1",
        "clause: A.5\nobjective: A.5.1",
    ),
    error(
        "dead-collect",
        "a collection asks for a kind or a field that does not exist",
        "`collect:` lists pages of a kind, grouped, sorted and shown by its fields. With a misspelt name the list would \
         be empty, or stand in one heap.",
        "collect:\n  - {kind: contact, group-by: situaton}",
        "collect:\n  - {kind: contact, group-by: situations}",
    ),
    error(
        "double-id",
        "two pages have one id",
        "The id is the page's stable name; without `id:` it is the name of the file. Links by it would be ambiguous.",
        "a/backup.md and b/backup.md",
        "a/backup.md, and b/backup.md with `id: backup-b`",
    ),
];
