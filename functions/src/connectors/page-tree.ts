import type { CheerioAPI } from 'cheerio/slim';

/** Parsing and selecting cost more than linear time in a tree that is deep or wide; no shop needs either. */
const MAX_OPEN_TAGS = 3_000;
const MAX_DEPTH = 200;
const MAX_CHILDREN = 2_000;
const MAX_ELEMENTS = 100_000;

/** Tags that are never left open: they have no content, or the next one closes them. */
const FLAT = new Set(
  'area base br col embed hr img input link meta param source track wbr p li dd dt td th tr option optgroup rp rt'.split(
    ' ',
  ),
);

/** A foreign page as a tree that is safe to search: drawings are left out, and what is nested or repeated endlessly is cut. */
export async function loadPage(html: string): Promise<CheerioAPI> {
  const { load } = await import('cheerio/slim');
  const page = load(cutWhereTooDeep(withoutDrawings(html)));
  prune(page);
  return page;
}

function withoutDrawings(html: string): string {
  const lower = html.toLowerCase();
  // Lower case can be longer in a few scripts; then positions would not fit.
  if (lower.length !== html.length) return html;
  const kept: string[] = [];
  let at = 0;
  for (let start = lower.indexOf('<svg'); start >= 0; start = lower.indexOf('<svg', at)) {
    const end = lower.indexOf('</svg>', start);
    if (end < 0) break;
    kept.push(html.slice(at, start));
    at = end + '</svg>'.length;
  }
  return kept.join('') + html.slice(at);
}

function cutWhereTooDeep(html: string): string {
  let open = 0;
  for (const tag of html.matchAll(/<(\/?)([a-z][a-z0-9-]*)/gi)) {
    if (FLAT.has(tag[2]?.toLowerCase() ?? '')) continue;
    open = tag[1] === '' ? open + 1 : Math.max(0, open - 1);
    if (open > MAX_OPEN_TAGS) return html.slice(0, tag.index);
  }
  return html;
}

/** Cuts a tree in place, level by level. */
function prune(page: CheerioAPI): void {
  const roots = page.root().toArray();
  let level = roots.flatMap(({ children }) => kept(children, MAX_CHILDREN));
  let count = 0;
  for (let depth = 0; level.length > 0; depth++) {
    count += level.length;
    const limit = depth >= MAX_DEPTH || count > MAX_ELEMENTS ? 0 : MAX_CHILDREN;
    level = level.flatMap((node) => ('children' in node ? kept(node.children, limit) : []));
  }
}

function kept<T>(children: T[], limit: number): T[] {
  children.length = Math.min(children.length, limit);
  return children;
}
