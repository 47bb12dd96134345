//! The body of a page.

use super::{Rule, error, warning};

pub const RULES: &[Rule] = &[
    warning(
        "image-alt",
        "an image without alternative text",
        "A reader who does not see the image is told what it shows (WCAG 2.2, 1.1.1).",
        "![](network.png)",
        "![社内と外をつなぐ所にファイアウォールがある](network.png)",
    ),
    warning(
        "raw-html",
        "HTML that is not allowed",
        "Content may use harmless HTML; scripts, styles and frames are left out. Most of it can be said in markdown. A book \
         whose writers are all trusted can let everything pass with `allow-raw-html` under `[build]`.",
        "<iframe src=\"…\"></iframe>",
        "[動画を見る](https://example.jp/)",
    ),
    warning(
        "double-anchor",
        "two headings ask for one anchor",
        "An `{#id}` that is already taken gets a number, and links by it lead to the other heading.",
        "## 届出 {#report}\n## 報告 {#report}",
        "## 届出 {#report}\n## 報告 {#tell}",
    ),
    warning(
        "formula",
        "a formula that cannot be read",
        "With `math = true` under `[markdown]`, `$…$` is a formula in TeX. One that is wrong stays as it is written.",
        "$\\fraq{1}{2}$",
        "$\\frac{1}{2}$",
    ),
    error(
        "figure",
        "a chart or diagram that cannot be drawn",
        "A fenced block `chart` or `diagram` holds YAML with fields of its own.",
        "```diagram\ntype: circle\n```",
        "```diagram\ntype: cycle\ntitle: PDCA\nitems: [{title: 計画}]\n```",
    ),
    warning(
        "unknown-admonition",
        "an admonition that the theme has no name for",
        "Beside GitHub's five (NOTE, TIP, IMPORTANT, WARNING, CAUTION) a theme can have kinds of its own: the strings \
         below `[admonition]` name them, and the styles have a class of the same name.",
        "> [!EXAMPEL]\n> ある会社では…",
        "> [!EXAMPLE]\n> ある会社では…",
    ),
    warning(
        "long-heading",
        "a title or heading of more than 500 characters",
        "Navigation, lists and links show titles and headings. There a long one is cut; so is a title at the top of its page.",
        "# これは見出しではなく、五百字を超える段落です…",
        "# 見出し\n\nこれは段落です…",
    ),
    warning(
        "heading-skip",
        "a heading skips a level",
        "Readers of a screen reader go by levels: a level 4 below a level 2 sounds as if something were missing. The \
         title of the page is level 1, so its first headings are `##`.",
        "## 対策\n#### バックアップ",
        "## 対策\n### バックアップ",
    ),
    warning(
        "second-title",
        "a second heading of level 1",
        "The title stands in the front matter, or is the first heading of level 1. Another one is a second title.",
        "---\ntitle: バックアップ\n---\n# バックアップ",
        "---\ntitle: バックアップ\n---",
    ),
    warning(
        "literal-stars",
        "`**` that made no strong text",
        "Asterisks without a partner, or with a space inside, stay in the page as they are. `--fix` takes away those at \
         the end of a line.",
        "すぐに**電源を切らないでください",
        "すぐに**電源を切らない**でください",
    ),
    warning(
        "link-text",
        "a link whose text does not say where it leads",
        "Links are read out of their sentence: in a list of links, on paper, by a screen reader (WCAG 2.2, 2.4.4).",
        "詳しくは[こちら](report.md)",
        "[届出の手順](report.md)を見る",
    ),
];
