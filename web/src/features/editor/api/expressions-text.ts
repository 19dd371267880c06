/** A `{{ … }}` in a text: what stands between the braces, and where it begins and ends. */
interface Slot {
  readonly source: string;
  readonly start: number;
  readonly end: number;
}

/** Splits a text at its `{{ … }}` as the engine does; what is not closed is text. */
export function splitTemplate(text: string): readonly (string | Slot)[] {
  const parts: (string | Slot)[] = [];
  let index = 0;
  while (index < text.length) {
    const start = text.indexOf('{{', index);
    const close = start < 0 ? -1 : endOf(text, start + 2);
    if (close < 0) return [...parts, text.slice(index)];
    if (start > index) parts.push(text.slice(index, start));
    parts.push({ source: text.slice(start + 2, close), start, end: close + 2 });
    index = close + 2;
  }
  return parts;
}

/** Where the `}}` stands that closes an expression; -1 where there is none. Quotes and braces inside belong to it. */
function endOf(text: string, from: number): number {
  let quote = '';
  let braces = 0;
  for (let at = from; at < text.length; at++) {
    const char = text.charAt(at);
    if (quote !== '') {
      if (char === '\\') at++;
      else if (char === quote) quote = '';
    } else if (char === '"' || char === "'") quote = char;
    else if (char === '{') braces++;
    else if (char === '}' && braces > 0) braces--;
    else if (char === '}' && text.charAt(at + 1) === '}') return at;
  }
  return -1;
}

/** The expression of a text that is nothing but one `{{ … }}`, which keeps its type; null for any other. */
export function loneSource(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const [only, ...more] = splitTemplate(value.trim());
  return typeof only === 'object' && more.length === 0 ? only.source.trim() : null;
}

/** A step's place in an expression, one field, or the name of one: `.items`, `["my-step"]`. */
const FIELD = /^\s*(?:\.\s*([A-Za-z_]\w*)|\[\s*("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')\s*\])/;
const WORD = /^[A-Za-z_]\w*/;
const STRING = /^(?:"(?:\\.|[^"\\])*"?|'(?:\\.|[^'\\])*'?)/;
/** They cannot stand behind a dot. */
const RESERVED = new Set(['true', 'false', 'null', 'in', 'as', 'for', 'if', 'else', 'return', 'var', 'void', 'while']);

/** A field of something, as it is written behind it. */
function fieldOf(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) && !RESERVED.has(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
}

/** Names and their fields as they are written: `['steps', 'find', 'items']` is `steps.find.items`. */
export function writePath([root = '', ...fields]: readonly string[]): string {
  return root + fields.map(fieldOf).join('');
}

/** Every name in an expression with the fields behind it, each replaced by what `change` gives. Texts in quotes stay. */
export function changePaths(source: string, change: (path: readonly string[]) => readonly string[]): string {
  let changed = '';
  let rest = source;
  while (rest !== '') {
    const text = STRING.exec(rest)?.[0];
    const word = text === undefined ? WORD.exec(rest)?.[0] : undefined;
    if (text !== undefined || word === undefined || /[\w.]\s*$/.test(changed)) {
      // A number's letters and a name behind a dot are no names of their own.
      const length = text?.length ?? word?.length ?? 1;
      changed += rest.slice(0, length);
      rest = rest.slice(length);
      continue;
    }
    const { path, length } = pathAt(rest, word);
    const next = change(path);
    changed += next === path ? rest.slice(0, length) : writePath(next);
    rest = rest.slice(length);
  }
  return changed;
}

function pathAt(text: string, root: string): { readonly path: readonly string[]; readonly length: number } {
  const path = [root];
  let length = root.length;
  for (let field = FIELD.exec(text.slice(length)); field !== null; field = FIELD.exec(text.slice(length))) {
    const [whole, name, quoted = ''] = field;
    // `.contains(` is something to do, not a field.
    if (name !== undefined && /^\s*\(/.test(text.slice(length + whole.length))) break;
    path.push(name ?? unquoted(quoted));
    length += whole.length;
  }
  return { path, length };
}

/** What a text in quotes says. */
export function unquoted(quoted: string): string {
  const inner = quoted.slice(1, -1);
  if (!inner.includes('\\')) return inner;
  return inner.replaceAll(/\\(u[0-9a-fA-F]{4}|.)/gs, (_all, escaped: string) => {
    if (escaped.length === 5) return String.fromCharCode(Number.parseInt(escaped.slice(1), 16));
    return ESCAPES[escaped] ?? escaped;
  });
}
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' };

/** The paths that an expression reads, each once. */
export function pathsIn(source: string): readonly (readonly string[])[] {
  const found = new Map<string, readonly string[]>();
  changePaths(source, (path) => {
    if (!WORDS.has(path[0] ?? '')) found.set(writePath(path), path);
    return path;
  });
  return [...found.values()];
}
const WORDS = new Set(['true', 'false', 'null', 'in', 'has', 'fallback', 'size', 'raw', 'string', 'int', 'double']);

/** The paths that the templates in a text read, each once. */
export function pathsInTemplate(text: string): readonly (readonly string[])[] {
  return splitTemplate(text).flatMap((part) => (typeof part === 'string' ? [] : pathsIn(part.source)));
}

/** A text with the expressions in its `{{ … }}` changed. */
export function changeTemplate(text: string, change: (source: string) => string): string {
  return splitTemplate(text)
    .map((part) => (typeof part === 'string' ? part : `{{${change(part.source)}}}`))
    .join('');
}
