"""How a page looks: light or dark as its reader's system is, on a phone, a screen or paper."""

from __future__ import annotations

import base64
import hashlib

from lottery_agent.lab.report import drawing

STYLE = f"""{drawing.VARIABLES}{drawing.STYLE}
:root{{color-scheme:light dark;--tint:#f3f5f7;--link:#0a58a8;--beats:#0072b2;--matches:#00734f;
--falls:#b84a00}}
@media(prefers-color-scheme:dark){{:root{{--tint:#1d232a;--link:#7cc0ff;--beats:#56b4e9;
--matches:#2bc79b;--falls:#ff9a57}}}}
*{{box-sizing:border-box}}
html{{-webkit-text-size-adjust:100%;scroll-padding-top:1rem}}
body{{margin:0 auto;padding:1rem;max-width:1240px;background:var(--page);color:var(--ink);
font:16px/1.5 system-ui,sans-serif}}
h1{{font-size:1.6rem;line-height:1.25;margin:.5rem 0}}
h2{{font-size:1.25rem;margin:2.5rem 0 .5rem;padding-top:.5rem;border-top:1px solid var(--line)}}
h3{{font-size:1rem;margin:1.25rem 0 .25rem}}
p,ul,ol{{margin:.5rem 0;max-width:75ch}}
a{{color:var(--link);text-decoration-thickness:1px;text-underline-offset:2px}}
nav ul{{display:flex;flex-wrap:wrap;gap:.25rem 1rem;padding:0;list-style:none;max-width:none}}
.lead{{font-size:1.05rem}}
.soft,figcaption,.caption{{color:var(--soft);font-size:.875rem}}
.gaps{{border-left:4px solid var(--falls);padding:.25rem 1rem;background:var(--tint)}}
figure{{margin:1rem 0}}
.charts{{margin-top:.75rem;display:grid;grid-template-columns:repeat(auto-fill,minmax(min(356px,100%),1fr));
gap:1.25rem 1.5rem;align-items:start}}
svg{{max-width:100%;height:auto;display:block}}
svg a text{{fill:var(--link)}}
.scroll{{overflow-x:auto;border:1px solid var(--line);border-radius:6px}}
table{{border-collapse:collapse;width:100%;font-size:.875rem}}
th,td{{padding:.3rem .5rem;text-align:left;vertical-align:top;border-bottom:1px solid var(--line);
unicode-bidi:isolate}}
thead th{{border-bottom:2px solid var(--line);white-space:nowrap}}
tbody tr:last-child>*{{border-bottom:0}}
tbody+tbody tr:first-child>*{{border-top:1px solid var(--line)}}
th[scope=row],th[scope=rowgroup]{{font-weight:600;position:sticky;left:0;background:var(--page);
min-width:7rem;max-width:14rem;overflow-wrap:anywhere}}
.number{{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}}
.words{{min-width:7.5rem;overflow-wrap:anywhere}}
.strong{{font-weight:600}}
.beats{{color:var(--beats)}} .matches{{color:var(--matches)}} .falls{{color:var(--falls)}}
.undecided{{color:var(--soft)}}
details{{margin:.35rem 0;border:1px solid var(--line);border-radius:6px;padding:.35rem .75rem}}
details>summary{{cursor:pointer;unicode-bidi:isolate;overflow-wrap:anywhere}}
details:target{{outline:2px solid var(--own);outline-offset:2px}}
tbody:target tr>*{{background:var(--tint)}}
.list th[scope=row]{{min-width:10rem;max-width:none}}
.ids{{overflow-wrap:anywhere;font-size:.875rem;max-width:none}}
pre{{white-space:pre-wrap;overflow-wrap:anywhere;background:var(--tint);padding:.5rem .75rem;
border-radius:6px;margin:.35rem 0;font:.8125rem/1.45 ui-monospace,monospace;unicode-bidi:isolate}}
dl{{display:grid;grid-template-columns:max-content minmax(0,1fr);gap:.15rem .75rem;margin:.35rem 0;
font-size:.875rem}}
dt{{color:var(--soft)}} dd{{margin:0;overflow-wrap:anywhere;unicode-bidi:isolate}}
dd pre{{margin:0}}
@media(max-width:600px){{body{{padding:.75rem 1rem}}th,td{{padding:.25rem .45rem}}
th[scope=row],th[scope=rowgroup]{{min-width:7rem;max-width:8rem}}}}
@media print{{body{{max-width:none;padding:0;font-size:10pt}}nav{{display:none}}
.scroll{{overflow:visible;border:0}}svg,tr,figcaption{{break-inside:avoid}}
h2,h3{{break-after:avoid}}a{{color:inherit;text-decoration:none}}}}
"""

SCRIPT = """
function show(){let e=document.getElementById(location.hash.slice(1)),t=e;
for(;e;e=e.parentElement)if(e.tagName==="DETAILS")e.open=true;if(t)t.scrollIntoView()}
addEventListener("hashchange",show);if(location.hash)show()
"""
"""Opens what a link leads to, where the browser does not do so by itself. Nothing else needs it."""


def policy() -> str:
    """Return a content security policy: nothing is loaded, and only our own script may run."""
    return (
        f"default-src 'none'; img-src data:; style-src {_source(STYLE)}; "
        f"script-src {_source(SCRIPT)}; base-uri 'none'; form-action 'none'"
    )


def _source(code: str) -> str:
    digest = hashlib.sha256(code.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
