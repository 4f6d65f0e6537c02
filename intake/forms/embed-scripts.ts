/**
 * Runs in a form's page inside a frame: tells the page around it how high it is, and takes from it who its visitor is.
 * Whoever may frame the page is named by its Content-Security-Policy, so whoever answers is one of them.
 */
export const frameScript = `(() => {
  'use strict';
  if (window.parent === window) return;
  const tell = () => window.parent.postMessage({ deskhand: 'height', height: Math.ceil(document.body.getBoundingClientRect().height) }, '*');
  window.addEventListener('message', (event) => {
    if (event.source !== window.parent || !event.data || event.data.deskhand !== 'user') return;
    const input = document.querySelector('input[name=user]');
    if (input && typeof event.data.user === 'string') input.value = event.data.user;
  });
  new ResizeObserver(tell).observe(document.body);
  window.parent.postMessage({ deskhand: 'ready' }, '*');
  tell();
})();
`;

/**
 * Puts a form into a page of another site, in a frame: the site's styles and scripts cannot read or break it, ours cannot
 * touch the site, and what a browser does for forms (labels, autofill, errors, zoom) works as on our own page.
 */
export function embedScript({ name, title }: { name: string; title: string }): string {
  return `(() => {
  'use strict';
  const script = document.currentScript;
  const page = new URL(${JSON.stringify(`../${name}`)}, script.src);
  const language = script.dataset.lang || document.documentElement.lang.slice(0, 2);
  page.searchParams.set('embed', '1');
  if (language) page.searchParams.set('lang', language);
  const frame = document.createElement('iframe');
  frame.src = page.href;
  frame.title = script.dataset.title || ${JSON.stringify(title)};
  frame.style.cssText = 'display:block;width:100%;border:0;min-height:20rem;color-scheme:normal';
  window.addEventListener('message', (event) => {
    if (event.source !== frame.contentWindow || event.origin !== page.origin || !event.data) return;
    if (event.data.deskhand === 'height' && event.data.height > 0) frame.style.height = event.data.height + 'px';
    if (event.data.deskhand === 'ready' && script.dataset.user) {
      frame.contentWindow.postMessage({ deskhand: 'user', user: script.dataset.user }, page.origin);
    }
  });
  const place = script.dataset.target ? document.querySelector(script.dataset.target) : null;
  if (place) place.append(frame);
  else script.after(frame);
})();
`;
}
