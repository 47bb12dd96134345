//! Files that cannot be read as what they should be.

use super::{Rule, error, warning};

pub const RULES: &[Rule] = &[
    error(
        "not-utf8",
        "a file of the content is not UTF-8",
        "Shift_JIS, EUC-JP and UTF-16 look the same in an editor until somebody else opens the file. tebiki does not \
         guess: a wrong guess changes words.",
        "memo.md, saved as Shift_JIS",
        "memo.md, saved as UTF-8",
    ),
    error(
        "file-name",
        "the name of a file cannot be published",
        "Not every system and no address can hold control characters, a backslash, or bytes that are not UTF-8.",
        "a\\b.md",
        "a-b.md",
    ),
    warning(
        "unportable-name",
        "the name of a file cannot stand on every system",
        "The site may be unpacked on Windows or lie on a stick that Windows reads. Names of devices, the marks \
         `<>:\"|?*`, and a space or a full stop at the end do not work there.",
        "aux.md",
        "auxiliary.md",
    ),
    error(
        "double-file",
        "two files are one where names differ by case or normal form alone",
        "On Windows, macOS and most USB sticks one of the two would replace the other, and its page would be lost.",
        "plan.md beside Plan.md",
        "plan.md beside plan-old.md",
    ),
    error(
        "double-output",
        "two files become one file of the site",
        "`index.md`, `README.md` and `_index.md` all become the start page of their folder, and `a.md` becomes `a.html`, \
         which may lie beside it. Only one of the two could be published, and the other would be lost.",
        "guide/README.md beside guide/index.md",
        "guide/index.md beside guide/about.md",
    ),
    warning(
        "not-a-file",
        "something in the content is neither file nor folder",
        "A link may lead out of the book or in a circle, a pipe may never end, so neither is read.",
        "logo.png -> ../../logo.png",
        "logo.png, the file itself",
    ),
    error(
        "front-matter-open",
        "the front matter has no end",
        "The front matter starts with a line `---` at the top of the file and ends at the next such line.",
        "---\ntitle: バックアップ\n\n本文",
        "---\ntitle: バックアップ\n---\n\n本文",
    ),
    error(
        "front-matter",
        "the front matter is not YAML",
        "The usual causes are a tab, a key that stands there twice, and a value with `: ` or a leading `*`, `&`, `@` \
         that needs quotes.",
        "---\ntitle: 対策: 基本\n---",
        "---\ntitle: \"対策: 基本\"\n---",
    ),
    error(
        "template",
        "a template of the theme fails",
        "It does not parse, or asks for something that the page does not have. The first page that shows it is named. A \
         page with errors of its own is not counted: they come first.",
        "{{ page.data.pohnes }}",
        "{{ page.data.phones }}",
    ),
    error(
        "schema",
        "a schema in `_kinds/` is wrong",
        "A kind is JSON Schema, draft 2020-12, written in YAML, in a file whose name ends in `.yaml`. Pages of a kind whose \
         schema is wrong cannot be checked. Keywords that name kinds and fields (`x-ref`, `x-target`, `x-card`, `x-expect`, \
         `x-diagram`, …) must name some that exist.",
        "type: objekt",
        "type: object",
    ),
    warning(
        "unknown-keyword",
        "a schema has a keyword `x-…` that tebiki does not know",
        "A misspelt keyword would be without effect: a field with `x-reff` is no reference.",
        "contacts: {type: array, items: {type: string, x-reff: contact}}",
        "contacts: {type: array, items: {type: string, x-ref: contact}}",
    ),
];
