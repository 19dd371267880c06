import { escapeHtml } from './http-server.ts';

const STYLE = `
:root { color-scheme: light dark; --line: light-dark(#dde3ea, #333c47); --soft: light-dark(#5b6673, #9aa7b5);
  --card: light-dark(#fff, #1a2027); --accent: light-dark(#0b6b4f, #5fd0a8); }
* { box-sizing: border-box; }
body { font: 15px/1.5 system-ui, sans-serif; margin: 0 auto; padding: 2rem 1rem; max-width: 70rem;
  background: light-dark(#f5f7f9, #11161b); color: light-dark(#17202a, #e8edf2); }
h1 { font-size: 1.4rem; } h2 { font-size: 1.1rem; margin-top: 2rem; } .soft { color: var(--soft); }
table { width: 100%; border-collapse: collapse; background: var(--card); border: 1px solid var(--line); }
th, td { text-align: left; padding: .5rem .75rem; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
form { display: flex; flex-wrap: wrap; gap: .5rem; align-items: end; margin: 1rem 0; } td form { margin: 0; }
label { display: grid; gap: .2rem; font-size: .85rem; color: var(--soft); }
input, select, button { font: inherit; padding: .4rem .7rem; border: 1px solid var(--line); border-radius: 6px;
  background: var(--card); color: inherit; }
button { border-color: var(--accent); color: var(--accent); cursor: pointer; }
a { color: var(--accent); }
`;

/** What a page made by `page` may do: nothing but show itself and post its own forms. */
export const PAGE_HEADERS = {
  'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'",
};

/** A plain page of a local service, light and dark. `body` is HTML, `title` is text. */
export function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title><style>${STYLE}</style></head><body><h1>${escapeHtml(title)}</h1>${body}</body></html>`;
}
