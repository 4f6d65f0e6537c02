/** The one style of the pages for visitors: readable on a phone, in the dark, and by keyboard. */
export const pageStyle = `
:root{color-scheme:light dark;--ground:#fff;--text:#1b1f24;--faint:#57606a;--line:#7b8490;--main:#0b5cad;--on-main:#fff;--bad:#b3261e;--bad-ground:#fdecea;--soft:#f3f5f7}
@media (prefers-color-scheme:dark){:root{--ground:#14181d;--text:#e8ebee;--faint:#a5aeb8;--line:#7d8793;--main:#7db8ff;--on-main:#0b1a2b;--bad:#ff9c94;--bad-ground:#3a1917;--soft:#20262d}}
*{box-sizing:border-box}
html{font-size:100%;-webkit-text-size-adjust:100%}
body{margin:0;background:var(--ground);color:var(--text);font:1rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif;overflow-wrap:anywhere}
main{max-width:40rem;margin:0 auto;padding:1rem}
h1{font-size:1.5rem;line-height:1.25;margin:.5rem 0 1rem}
h2{font-size:1.125rem;margin:0 0 .5rem}
p{margin:0 0 1rem}
.lines{white-space:pre-wrap}
a{color:var(--main)}
nav.languages ul{display:flex;gap:1rem;list-style:none;margin:0;padding:0;justify-content:flex-end}
nav.languages a,nav.languages span{display:inline-block;padding:.5rem 0}
.field{margin:0 0 1.25rem;min-width:0}
fieldset{border:0;padding:0}
label,legend{display:block;font-weight:600;padding:0}
.need,.help{font-weight:400;color:var(--faint)}
.help{margin:.125rem 0 0}
.error{margin:.125rem 0 0;color:var(--bad);font-weight:600}
input,select,textarea,button{font:inherit;color:inherit}
input[type=text],input[type=email],input[type=tel],input[type=date],select,textarea{display:block;width:100%;min-height:2.75rem;margin-top:.25rem;padding:.5rem .625rem;border:1px solid var(--line);border-radius:.375rem;background:var(--ground)}
input[type=file]{display:block;max-width:100%;min-height:2.75rem;margin-top:.25rem}
textarea{min-height:9rem;resize:vertical}
[aria-invalid=true]{border-color:var(--bad)!important;border-width:2px!important}
.choice{display:flex;gap:.625rem;align-items:center;min-height:2.75rem;font-weight:400}
.choice input{flex:none;width:1.25rem;height:1.25rem;margin:0}
button{min-height:2.75rem;padding:.5rem 1.5rem;border:0;border-radius:.375rem;background:var(--main);color:var(--on-main);font-weight:600;cursor:pointer}
:focus-visible{outline:3px solid var(--main);outline-offset:2px}
.summary{margin:0 0 1.25rem;padding:.75rem 1rem;border:2px solid var(--bad);border-radius:.375rem;background:var(--bad-ground)}
.summary ul{margin:.25rem 0 0;padding-left:1.25rem}
.summary a{color:var(--bad)}
.summary p{margin:0}
.number{font-size:1.25rem;font-weight:600}
.away{position:absolute;left:-10000px;width:1px;height:1px;overflow:hidden}
dl{display:grid;grid-template-columns:auto 1fr;gap:.25rem 1rem;margin:0 0 1.25rem}
dt{color:var(--faint)}
dd{margin:0;min-width:0}
ol.talk{list-style:none;margin:0 0 1.5rem;padding:0}
ol.talk li{margin:0 0 .75rem;padding:.75rem 1rem;border-radius:.5rem;background:var(--soft);border-left:.25rem solid var(--line)}
ol.talk li.ours{border-left-color:var(--main)}
ol.talk .by{display:flex;flex-wrap:wrap;gap:0 1rem;color:var(--faint);margin:0 0 .25rem}
ol.talk .words{white-space:pre-wrap;margin:0;unicode-bidi:plaintext}
.echo{white-space:pre-wrap;unicode-bidi:plaintext;padding:.75rem 1rem;background:var(--soft);border-radius:.375rem}
body.framed main{padding:.25rem;max-width:none}
`;
