"""Foreign text with a face: shown by `st.text`, which acts on nothing, and given size and place by our own CSS.

Why: headings and badges read Markdown, and a résumé's words must never be read as that.
"""

import streamlit as st

_CSS = """
<style>
[class*="st-key-title-"] [data-testid="stText"], [class*="st-key-title-"] [data-testid="stText"] * { font-family: "Source Serif", serif; font-size: 1.6rem; font-weight: 600; line-height: 1.25; overflow-wrap: anywhere; }
[class*="st-key-name-"] [data-testid="stText"], [class*="st-key-name-"] [data-testid="stText"] * { font-family: "Source Serif", serif; font-size: 1.3rem; font-weight: 600; line-height: 1.25; overflow-wrap: anywhere; }
[class*="st-key-finding-"] [data-testid="stText"], [class*="st-key-quiet-"] [data-testid="stText"] { font-size: 0.9rem; opacity: 0.78; }
[class*="st-key-point-"] [data-testid="stText"] { font-size: 1rem; font-weight: 600; opacity: 1; }
:is([class*="st-key-point-"], [class*="st-key-tied-"]) > * { flex: none; }
:is([class*="st-key-point-"], [class*="st-key-tied-"]) > :has([data-testid="stText"]) { flex: 0 1 auto; min-width: 0; }
[class*="st-key-question-"] [data-testid="stText"] { font-size: 1rem; font-weight: 600; opacity: 1; }
[class*="st-key-quote-"] [data-testid="stText"] { font-size: 1rem; font-style: italic; opacity: 1; }
[class*="st-key-quote-"] { border-left: 3px solid light-dark(#0B6B66, #2DA59C); padding-left: 0.75rem; }
[class*="st-key-marked-"] { border-left: 4px solid #E0A100; background: rgba(255, 196, 0, 0.20); padding: 0.4rem 0.75rem; border-radius: 0 6px 6px 0; }
[role="radio"][aria-checked="true"] p, [role="tab"][aria-selected="true"] p, [data-testid="stSliderThumbValue"] p { color: light-dark(#0B6B66, #5CC9BE); }
[data-testid="stPopoverButton"][kind="tertiary"][aria-expanded="true"] { color: light-dark(#0B6B66, #5CC9BE); }
@media (max-width: 640px) { [class*="st-key-page-actions-one"], [class*="st-key-narrowing-one"] { display: none; } }
@media (max-width: 640px) { .st-key-candidate-head { flex-wrap: wrap; } .st-key-candidate-head > :is(.st-key-name-candidate, :has(.st-key-name-candidate)) { flex: 0 0 100%; } }
[data-testid="stDataFrame"] [data-testid="stElementToolbar"], .st-key-ranked_list [data-testid="stElementToolbar"] { display: none; }
</style>
"""


def dress() -> None:
    """Once a page, before the rest. Holds no text but ours."""
    st.html(_CSS)


def on_phone() -> bool:
    """As the browser names itself: the server doesn't know the width of the window."""
    return "Mobi" in st.context.headers.get("User-Agent", "")


def title(text: str, key: str) -> None:
    """The page's heading."""
    _said("title", text, key, wide=False)


def name(text: str, key: str, *, wide: bool = False) -> None:
    """A person's or a file's name above what is told of it."""
    _said("name", text, key, wide=wide)


def quiet(text: str, key: str) -> None:
    """A remark that shouldn't draw the eye."""
    _said("quiet", text, key)


def quote(text: str, key: str) -> None:
    """The résumé's own words."""
    _said("quote", quoted(text), key)


def quoted(text: str) -> str:
    """On one line, in quotation marks."""
    return f"“{' '.join(text.split())}”"


def marked(text: str, key: str) -> None:
    """The passage of a longer text that is meant."""
    _said("marked", text, key)


def _said(kind: str, text: str, key: str, *, wide: bool = True) -> None:
    with st.container(key=f"{kind}-{key}", width="stretch" if wide else "content"):
        st.text(text)
