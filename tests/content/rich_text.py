"""Rich text as HTML, Markdown or a tree: nothing is lost, and no words become markup."""

from itertools import product

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from markdown_it import MarkdownIt

from cms.pages.actions import publish_page
from cms.pages.models import StandardsPage
from cms.pages.rich_text.markdown import html_of, markdown_of
from cms.pages.rich_text.nodes import RichTextBody
from cms.pages.rich_text.trees import tree_of
from cms.training.models import CoursePage
from tests.content.conftest import edit, new_article

ARTICLE = "/api/v1/articles/{}/?locale=en&rich_text={}"
# What Markdown, HTML and Chinese could stumble over.
LETTERS = "ab1注意：“”。 *_#-+.)(][!`~<>&\\|=:/\"'"
words = st.text(LETTERS, min_size=1, max_size=8)


@st.composite
def inline(draw: st.DrawFn, linked: bool = False) -> str:
    kinds = ["text", "b", "i", "bi", "br", *([] if linked else ["a"])]
    kind = draw(st.sampled_from(kinds))
    if kind == "a":
        inside = "".join(draw(st.lists(inline(linked=True), min_size=1, max_size=3)))
        address = draw(st.sampled_from(["/s/x_y*z", "https://x.example/?a=1&amp;b=(2)", "#a"]))
        return f'<a href="{address}">{inside}</a>'
    text = draw(words).replace("&", "&amp;").replace("<", "&lt;")
    return {
        "text": text,
        "b": f"<b>{text}</b>",
        "i": f"<i>{text}</i>",
        "bi": f"<b><i>{text}</i></b>",
        "br": "<br/>",
    }[kind]


paragraphs = st.lists(inline(), min_size=1, max_size=4).map(
    lambda parts: f"<p>{''.join(parts)}</p>"
)
items = st.lists(inline(), min_size=1, max_size=3).map("".join)
lists = st.builds(
    lambda name, entries, below: (
        f"<{name}>"
        + "".join(f"<li>{each}</li>" for each in entries)
        + (f"<li>x<ul><li>{below}</li></ul></li>" if below else "")
        + f"</{name}>"
    ),
    st.sampled_from(["ul", "ol"]),
    st.lists(items, min_size=1, max_size=3),
    st.one_of(st.none(), items),
)
bodies = st.lists(st.one_of(paragraphs, lists), min_size=1, max_size=3).map("".join)


def plain(tree: RichTextBody) -> dict:
    """Without where spaces lie: at the edge of a mark Markdown moves them out of it."""
    return RichTextBody.model_validate(tree).model_dump()


@given(bodies)
def test_a_tree_says_all_that_its_html_said(html):
    tree = tree_of(html, "en")
    assert plain(tree_of(html_of(tree), "en")) == plain(tree)


def words_of(tree: RichTextBody) -> list:
    """Every letter that is not a space with its marks and link, and every break."""
    found = []

    def walk(node, link=None):
        if node["type"] == "text":
            marks = tuple(node["marks"])
            found.extend((each, marks, link) for each in node["text"] if not each.isspace())
        elif node["type"] not in ("paragraph", "rich_text", "link"):
            found.append(node["type"])
        for child in node.get("children", ()):
            walk(child, node.get("href", link))

    walk(tree.model_dump())
    return found


@given(st.lists(st.one_of(st.text(LETTERS, max_size=30)), min_size=1, max_size=4))
@example(["# a", "1. b", "- c", "> d"])
@example(["<script>alert(1)</script>", "![x](y)", "&lt;b&gt;", "***a***"])
@example(["a\\", "===", "---", "~~~", "+ a", "1) b", "| a | b |"])
def test_no_words_become_markup(texts):
    """Read by another library, the Markdown has the same paragraphs of the same words."""
    html = "".join(f"<p>{each.replace('&', '&amp;').replace('<', '&lt;')}</p>" for each in texts)
    read = MarkdownIt("commonmark").render(markdown_of(html, "en"))
    assert plain(tree_of(read, "en")) == plain(tree_of(html, "en"))


@pytest.mark.parametrize(
    "html",
    [
        f"<p>{before}<{mark}>{inside}</{mark}>{after}</p>"
        for before, mark, inside, after in product(
            ["", "请", "a ", "（", "*"], ["b", "i"], ["注意：", "“注意”", "a", "a*", "（a）"],
            ["", "请", " a", "，", "*"],
        )
    ],
)  # fmt: skip
def test_a_mark_stands_beside_any_letter(html):
    read = MarkdownIt("commonmark").render(markdown_of(html, "en"))
    assert words_of(tree_of(read, "en")) == words_of(tree_of(html, "en"))


def test_every_feature_of_our_rich_text_is_there_in_each_form():
    html = (
        "<p>One <b>bold</b> and <i>italic</i> <b><i>both</i></b><br/>next</p>"
        "<ul><li>a<ul><li>b</li></ul></li></ul><ol><li>c</li></ol>"
        '<p><a href="/documents/1/p.pdf">prices</a> <a href="mailto:a@b.c">mail</a></p>'
    )
    assert markdown_of(html, "en") == (
        "One **bold** and *italic* ***both***\\\nnext\n\n- a\n\n  - b\n\n1. c\n\n"
        "[prices](/documents/1/p.pdf) [mail](mailto:a@b.c)"
    )
    read = MarkdownIt("commonmark").render(markdown_of(html, "en"))
    assert words_of(tree_of(read, "en")) == words_of(tree_of(html, "en"))


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        '<p onclick="alert(1)">x</p>',
        '<a href="javascript:alert(1)">x</a>',
        '<a href="java&#10;script:alert(1)">x</a>',
        '<a href=" JavaScript:alert(1)">x</a>',
        '<a href="data:text/html,alert(1)">x</a>',
        '<img src="javascript:alert(1)" onerror="alert(1)">',
        '<iframe src="javascript:alert(1)"></iframe>',
        "<style>alert(1)</style><!-- alert(1) -->",
        "<svg><script>alert(1)</script></svg>",
    ],
)
def test_hostile_markup_never_comes_through(html):
    for answered in (html_of(tree_of(html, "en")), markdown_of(html, "en")):
        assert "alert" not in answered
        assert "<script" not in answered


def test_headings_rules_pictures_and_embeds_have_nodes():
    html = (
        '<h3>A</h3><hr><img src="/a b.webp" alt="x]y"><iframe src="https://v.example/1"></iframe>'
    )
    assert tree_of(html, "en").model_dump()["children"] == [
        {
            "type": "heading",
            "level": 3,
            "children": [{"type": "text", "text": "A", "marks": []}],
        },
        {"type": "rule"},
        {"type": "image", "src": "/a b.webp", "alt": "x]y"},
        {"type": "embed", "url": "https://v.example/1"},
    ]
    assert markdown_of(html, "en") == (
        "### A\n\n---\n\n![x\\]y](/a%20b.webp)\n\n[https://v.example/1](https://v.example/1)"
    )


@pytest.fixture
def linking(section, article):
    faq = [{"question": "Why?", "answer": "<p><b>So</b></p>"}]
    link = f'<p>See <a linktype="page" id="{article.pk}">there</a>.</p>'
    body = [("text", link), ("heading", {"text": "<b>", "level": "2"}), ("faq", faq)]
    return publish_page(new_article("Linking", body=body), parent=section)


def test_bodies_are_answered_in_the_form_asked_for(linking, api):
    values = {
        form: [
            each["value"] for each in api(None).get(ARTICLE.format("linking", form)).json()["body"]
        ]
        for form in ("html", "markdown", "structured")
    }
    assert values["markdown"] == [
        "See [there](/articles/deep-clean/).",
        # No rich text: as it is.
        {"text": "<b>", "level": "2"},
        [{"question": "Why?", "answer": "**So**"}],
    ]
    paragraph = values["structured"][0]["children"][0]["children"]
    assert paragraph[1] == {
        "type": "link",
        "href": "/articles/deep-clean/",
        "to": {
            "collection": "articles",
            "key": "deep-clean",
            "path": "/articles/deep-clean/",
            "locale": "en",
        },
        "children": [{"type": "text", "text": "there", "marks": []}],
    }
    assert values["structured"][1:] == [
        {"text": "<b>", "level": "2"},
        [
            {
                "question": "Why?",
                "answer": {
                    "type": "rich_text",
                    "children": [
                        {
                            "type": "paragraph",
                            "children": [{"type": "text", "text": "So", "marks": ["bold"]}],
                        }
                    ],
                },
            }
        ],
    ]


def test_html_is_the_stored_document_and_each_form_has_its_tag(linking, api):
    answers = {form: api(None).get(ARTICLE.format("linking", form)) for form in
               ("html", "markdown", "structured")}  # fmt: skip
    plainly = api(None).get("/api/v1/articles/linking/?locale=en")
    assert (answers["html"].content, answers["html"]["ETag"]) == (plainly.content, plainly["ETag"])
    assert len({each["ETag"] for each in answers.values()}) == 3
    again = api(None).get(
        ARTICLE.format("linking", "markdown"),
        headers={"If-None-Match": answers["markdown"]["ETag"]},
    )
    assert again.status_code == 304


def test_the_form_goes_with_fields_and_reaches_lessons_and_old_wordings(section, api):
    body = [("text", "<p><b>One</b></p>")]
    lesson = {"title": "Ring", "minutes": 10, "body": body}
    publish_page(
        CoursePage(title="Basics", slug="basics", lessons=[("lesson", lesson)]), parent=section
    )
    answer = api(None).get("/api/v1/training/basics/?rich_text=markdown&fields=lessons.body.value")
    assert answer.json() == {"lessons": [{"body": [{"value": "**One**"}]}]}
    page = StandardsPage(title="Rules", slug="rules", kind="agreement", body=body)
    edit(publish_page(page, parent=section), body=[("text", "<p>Two</p>")])
    old = api(None).get("/api/v1/standards/rules/versions/1/?rich_text=markdown").json()
    assert [each["value"] for each in old["body"]] == ["**One**"]


def test_another_form_is_refused_and_only_bodies_have_forms(linking, api):
    refused = api(None).get(ARTICLE.format("linking", "pdf"))
    assert (refused.status_code, refused.json()["errors"][0]["loc"]) == (
        400,
        ["query", "rich_text"],
    )
    assert api(None).get("/api/v1/categories/?rich_text=html").status_code == 400


def test_the_schema_of_the_tree_is_served_and_true(linking, api):
    schema = api(None).get("/api/v1/blocks/").json()["structured"]
    value = api(None).get(ARTICLE.format("linking", "structured")).json()["body"][0]["value"]
    Draft202012Validator(schema).validate(value)
    assert list(Draft202012Validator(schema).iter_errors({**value, "children": [{"type": "x"}]}))
