#include "notebook/report/style.hpp"

namespace huntbook::report {

std::string_view style_sheet() {
  return R"css(
:root { --ink: #1f2933; --muted: #5f6b7a; --line: #dfe3e8; --soft: #f5f7f9; --accent: #1d4e7e; --alarm: #c4421a; }
* { box-sizing: border-box; }
html { font-size: 15px; }
body { margin: 0; background: #e9edf1; color: var(--ink); line-height: 1.55;
  font-family: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, "DejaVu Sans", sans-serif; }
main { max-width: 1060px; margin: 0 auto; background: #fff; padding: 0 56px 56px; box-shadow: 0 0 24px rgba(31,41,51,.08); }
h1, h2, h3, h4 { line-height: 1.25; font-weight: 600; }
h2 { font-size: 1.5rem; margin: 2.8rem 0 .9rem; padding-bottom: .4rem; border-bottom: 2px solid var(--accent); }
h3 { font-size: 1.16rem; margin: 2rem 0 .5rem; color: var(--accent); }
h4, h5, h6 { font-size: 1rem; margin: 1.4rem 0 .4rem; }
p, ul, ol { margin: .6rem 0; max-width: 72ch; }
a { color: var(--accent); text-decoration-thickness: 1px; text-underline-offset: 2px; }
code, pre, .hash { font-family: ui-monospace, "Cascadia Mono", Consolas, "DejaVu Sans Mono", monospace; font-size: .82em; }
p code, li code, td code { background: var(--soft); padding: .1em .3em; border-radius: 3px; }
pre { background: var(--soft); padding: .7rem .9rem; border-radius: 4px; white-space: pre-wrap; overflow-wrap: anywhere;
  line-height: 1.45; margin: .6rem 0; }
blockquote { margin: .8rem 0; padding: .1rem 1rem; border-left: 3px solid var(--line); color: var(--muted); }
svg { width: 100%; }
img, svg { max-width: 100%; height: auto; display: block; margin: .8rem 0; }
hr { border: 0; border-top: 1px solid var(--line); margin: 1.6rem 0; }

.cover { margin: 0 -56px; padding: 60px 56px 40px; background: #16324f; color: #fff; }
.cover .kind { text-transform: uppercase; letter-spacing: .14em; font-size: .78rem; color: #a9c3dc; margin: 0; }
.cover h1 { font-size: 2.3rem; margin: .5rem 0 1.6rem; max-width: 24em; }
.facts { display: grid; grid-template-columns: repeat(4, auto); gap: 6px 36px; margin: 0; justify-content: start; }
.facts div { display: flex; flex-direction: column; }
.facts dt { font-size: .74rem; color: #a9c3dc; }
.facts dd { margin: 0; font-size: 1.02rem; font-weight: 600; white-space: nowrap; }
.facts div:first-child dd { white-space: normal; overflow-wrap: anywhere; }
.facts a { color: #fff; text-decoration-color: #a9c3dc; }
.introduction { margin-top: 1.8rem; font-size: 1.04rem; }
.contents { columns: 2; column-gap: 40px; padding: 0; list-style: none; margin: 1.6rem 0 0; max-width: none; font-size: .93rem; }
.contents li { break-inside: avoid; padding: .14rem 0; }
.contents .deep { padding-left: 1.2rem; color: var(--muted); }
.contents a { text-decoration: none; }

.overview { margin: .6rem 0 1.6rem; }
.overview td { border-left: 0; font-size: .92rem; padding: .4rem .55rem; min-width: 0; }
.overview td:first-child { color: var(--muted); width: 2rem; font-variant-numeric: tabular-nums; }
.overview td:last-child { width: 7rem; }
.overview a { text-decoration: none; font-weight: 600; }
.kept { margin: .5rem 0; padding: .35rem .8rem; background: var(--soft); border-left: 3px solid var(--accent); font-size: .86rem; }

.hb-table { overflow-x: auto; margin: .7rem 0; }
table { border-collapse: collapse; font-size: .82rem; line-height: 1.4; width: 100%; }
th { text-align: left; font-weight: 600; border-bottom: 1.5px solid var(--ink); padding: .3rem .55rem; vertical-align: bottom;
  white-space: nowrap; }
td { border-bottom: 1px solid var(--line); padding: .28rem .55rem; vertical-align: top; overflow-wrap: anywhere;
  white-space: pre-wrap; min-width: 4.5em; }
.hb-number { text-align: right; font-variant-numeric: tabular-nums; min-width: 0; white-space: nowrap; }
.hb-time { white-space: nowrap; font-variant-numeric: tabular-nums; }
.hb-short { white-space: pre; }
.hb-number + .hb-time { padding-left: 1.3rem; }
.hb-minor { font-size: .84em; color: var(--muted); }
.hb-note, .note { color: var(--muted); font-size: .78rem; margin: .3rem 0 0; max-width: none; }
.hb-cut { color: var(--muted); font-style: italic; }
.evidence td { min-width: 0; overflow-wrap: normal; }
.evidence td:first-child { font-weight: 600; overflow-wrap: anywhere; }
.hb-time, .hb-table td.hb-time { white-space: pre; }
.hash { display: block; font-size: .72em; color: var(--muted); font-weight: 400; }
.rejected { color: var(--alarm); font-weight: 600; }

.observation { border: 1px solid var(--line); border-left: 4px solid var(--accent); border-radius: 4px;
  padding: .9rem 1.2rem .7rem; margin: 1rem 0; }
.observation h3 { margin: 0 0 .3rem; color: var(--ink); display: flex; gap: .7rem; align-items: baseline; }
.observation .number { color: var(--muted); font-weight: 400; font-variant-numeric: tabular-nums; }
.observation.high, .observation.critical { border-left-color: var(--alarm); }
.observation.medium { border-left-color: #d9902b; }
.observation.low { border-left-color: #7d93a8; }
.badge { white-space: nowrap; font-size: .68rem; text-transform: uppercase; letter-spacing: .06em; font-weight: 600; border-radius: 3px;
  padding: .12rem .45rem; background: var(--soft); color: var(--muted); }
.observation h3 .badge { margin-left: auto; max-width: 14em; overflow: hidden; text-overflow: ellipsis; }
.high .badge, .critical .badge { background: #fbe6df; color: #9c3210; }
.medium .badge { background: #fcf0dc; color: #84550c; }
.tag { display: inline-block; font-size: .74rem; color: var(--muted); border: 1px solid var(--line); border-radius: 9px;
  padding: 0 .55rem; margin-right: .35rem; }

details { margin: .35rem 0; }
summary { cursor: pointer; color: var(--muted); font-size: .78rem; }
.cell { margin: .9rem 0 1.4rem; }
.failure { border-left: 4px solid var(--alarm); background: #fdf3ef; }
.said { color: var(--muted); font-size: .8rem; white-space: pre-wrap; margin: .3rem 0; max-width: none; }
footer { margin-top: 3rem; padding-top: .9rem; border-top: 1px solid var(--line); color: var(--muted); font-size: .8rem; }
:target { scroll-margin-top: 12px; outline: 2px solid #f0c36d; outline-offset: 4px; }

@media (max-width: 720px) {
  main { padding: 0 20px 32px; }
  .cover { margin: 0 -20px; padding: 36px 20px 28px; }
  .facts { grid-template-columns: repeat(2, auto); }
  .contents { columns: 1; }
}

@page { size: A4; margin: 17mm 15mm 18mm; }
@media print {
  html { font-size: 10.5px; }
  body { background: #fff; }
  main { max-width: none; padding: 0; box-shadow: none; }
  .cover { margin: 0; border-radius: 4px; padding: 32px; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  h2, h3, h4, .observation h3 + p { break-after: avoid; }
  footer { break-before: avoid; margin-top: 1.5rem; }
  .hb-note { break-before: avoid; }
  svg, img, tr, .overview, .kept { break-inside: avoid; }
  p { orphans: 3; widows: 3; }
  .observation, .badge, pre, .failure { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  thead { display: table-header-group; }
  .hb-table { overflow: visible; }
  table { font-size: 8.5px; }
  td, th { padding: .2rem .35rem; min-width: 0; }
  .overview { font-size: 10.5px; }
  .figures { display: none; }
  details pre { font-size: 7px; padding: .4rem .6rem; }
  summary { list-style: none; }
  details::details-content { content-visibility: visible; block-size: auto; }
  a { color: inherit; text-decoration: none; }
}
)css";
}

}  // namespace huntbook::report
