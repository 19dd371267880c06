/** What runs, frames, leads away or loads styles by itself. */
const LOUD = 'script, iframe, frame, object, embed, base, link, form > input, form > button, meta[http-equiv]';
const SOURCES = ['src', 'srcset', 'poster', 'background', 'data'];
const REMOTE = /^\s*(?!data:|cid:|#)[^\s]/i;
const REMOTE_STYLE = /url\(\s*["']?(?!data:|#)[^)]*\)|@import[^;]*;?/gi;

/**
 * HTML of strangers for a frame that must load nothing: what would run, frame or lead away is taken out, and so are
 * pictures and styles from the web, which are counted. The frame's own sandbox and policy stand behind it.
 */
export function quietHtml(html: string): { readonly quiet: string; readonly blocked: number } {
  const page = new DOMParser().parseFromString(html, 'text/html');
  for (const one of page.querySelectorAll(LOUD)) one.remove();
  let blocked = 0;
  for (const element of page.querySelectorAll('*')) {
    for (const name of SOURCES) {
      if (!REMOTE.test(element.getAttribute(name) ?? '')) continue;
      element.removeAttribute(name);
      blocked += 1;
    }
    for (const { name } of [...element.attributes]) if (name.startsWith('on')) element.removeAttribute(name);
    const style = element.getAttribute('style');
    if (style !== null) element.setAttribute('style', withoutRemote(style));
    if (element instanceof HTMLStyleElement) element.textContent = withoutRemote(element.textContent ?? '');
    if (element.hasAttribute('href')) toDeadLink(element);
  }
  return { quiet: page.documentElement.outerHTML, blocked };

  function withoutRemote(css: string): string {
    return css.replace(REMOTE_STYLE, () => {
      blocked += 1;
      return '';
    });
  }
}

/** It looks like a link, says where it would lead, and leads nowhere. */
function toDeadLink(element: Element): void {
  const href = element.getAttribute('href') ?? '';
  element.removeAttribute('href');
  element.setAttribute('title', href);
  const style = element.getAttribute('style') ?? '';
  element.setAttribute('style', `color:#1a56a8;text-decoration:underline;${style}`);
}
