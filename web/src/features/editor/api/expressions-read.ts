import { type Condition, METHODS, OPERATORS, type Operand, type Row, type Rows } from './expressions-condition.ts';
import { splitTemplate, unquoted } from './expressions-text.ts';

/** A condition as rows; null where rows cannot say it. */
export function readCondition(text: string): Condition | null {
  const source = withoutBraces(text);
  const tokens = source === null ? null : tokensOf(source);
  if (tokens === null) return null;
  const reader = new Reader(tokens);
  const read = reader.either();
  if (read === null || !reader.isAtEnd()) return null;
  if (!('parts' in read)) return { mode: 'all', parts: [read] };
  const parts = read.parts.map((part) => ('parts' in part ? rowsOf(part) : part));
  return parts.includes(null) ? null : { mode: read.mode, parts: parts.filter((part) => part !== null) };
}

/** Rows within rows, as they are read at first. */
type Read = Row | { readonly mode: Condition['mode']; readonly parts: readonly Read[] };

function rowsOf({ mode, parts }: Exclude<Read, Row>): Rows | null {
  const rows = parts.flatMap((part) => ('parts' in part ? [] : [part]));
  return rows.length === parts.length ? { mode, rows } : null;
}

/** `{{a.b}} > 1` means `a.b > 1`; null where more than a name stands in the braces. */
function withoutBraces(text: string): string | null {
  const parts = splitTemplate(text).map((part) => {
    if (typeof part === 'string') return part;
    const tokens = tokensOf(part.source);
    return tokens?.length === 1 && tokens[0]?.kind === 'path' ? ` ${tokens[0].text} ` : null;
  });
  return parts.includes(null) ? null : parts.join('');
}

interface Token {
  readonly kind: 'path' | 'text' | 'number' | 'sign';
  readonly text: string;
}

const TOKEN =
  /\s*(?:(?<text>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')|(?<number>-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.])|(?<path>[A-Za-z_]\w*(?:\.[A-Za-z_]\w*(?!\w*\()|\["(?:\\.|[^"\\])*"\])*)|(?<sign>&&|\|\||[<>=!]=|[<>!()[\],.]))/y;

function tokensOf(source: string): readonly Token[] | null {
  const tokens: Token[] = [];
  const end = source.trimEnd().length;
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < end) {
    const groups = TOKEN.exec(source)?.groups;
    if (groups === undefined) return null;
    for (const kind of ['text', 'number', 'path', 'sign'] as const) {
      const text = groups[kind];
      if (text !== undefined) tokens.push({ kind, text });
    }
  }
  return tokens;
}

class Reader {
  private at = 0;
  private readonly tokens: readonly Token[];
  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  isAtEnd(): boolean {
    return this.at >= this.tokens.length;
  }

  either(): Read | null {
    return this.joined('||', 'any', () => this.joined('&&', 'all', () => this.one()));
  }

  private joined(text: string, mode: Condition['mode'], next: () => Read | null): Read | null {
    const parts: Read[] = [];
    do {
      const part = next();
      if (part === null) return null;
      parts.push(part);
    } while (this.takes(text));
    return parts.length === 1 ? (parts[0] ?? null) : { mode, parts };
  }

  private one(): Read | null {
    if (!this.takes('(')) return this.row(this.takes('!'));
    const inner = this.either();
    return this.takes(')') ? inner : null;
  }

  private row(isNot: boolean): Row | null {
    if (this.peek()?.text === 'has' && this.tokens[this.at + 1]?.text === '(') {
      this.at++;
      const left = this.inBrackets(() => this.path());
      return left === null ? null : { left, comparison: isNot ? 'missing' : 'there', right: null };
    }
    const left = this.term();
    if (left === null) return null;
    if (this.takes('.')) return this.method(left, isNot);
    const sign = this.peek()?.text ?? '';
    const comparison = OPERATORS[sign];
    if (isNot || (comparison === undefined && sign !== 'in')) {
      return left.startsWith('size(') ? null : { left, comparison: isNot ? 'no' : 'yes', right: null };
    }
    this.at++;
    const right = comparison === undefined ? this.texts() : this.operand();
    return right === null ? null : { left, comparison: comparison ?? 'one_of', right };
  }

  private method(left: string, isNot: boolean): Row | null {
    const method = METHODS[this.tokens[this.at++]?.text ?? ''];
    if (method === undefined || (isNot && method !== 'contains')) return null;
    const right = this.inBrackets(() => this.operand());
    if (right === null || (right.kind !== 'text' && right.kind !== 'value')) return null;
    return { left, comparison: isNot ? 'lacks' : method, right };
  }

  /** A path, or how many there are of a list. */
  private term(): string | null {
    if (this.peek()?.text !== 'size' || this.tokens[this.at + 1]?.text !== '(') return this.path();
    this.at++;
    const path = this.inBrackets(() => this.path());
    return path === null ? null : `size(${path})`;
  }

  private path(): string | null {
    const token = this.peek();
    if (token?.kind !== 'path' || ['true', 'false', 'null', 'in'].includes(token.text)) return null;
    this.at++;
    return token.text;
  }

  private operand(): Operand | null {
    const token = this.peek();
    if (token === undefined) return null;
    if (token.kind === 'text' || token.kind === 'number' || ['true', 'false'].includes(token.text)) {
      this.at++;
      if (token.kind === 'text') return { kind: 'text', text: unquoted(token.text) };
      if (token.kind === 'number') return { kind: 'number', number: Number(token.text) };
      return { kind: 'boolean', yes: token.text === 'true' };
    }
    const path = this.term();
    return path === null ? null : { kind: 'value', path };
  }

  private texts(): Operand | null {
    const texts: string[] = [];
    if (!this.takes('[')) return null;
    while (!this.takes(']')) {
      const token = this.peek();
      if (token?.kind !== 'text') return null;
      texts.push(unquoted(token.text));
      this.at++;
      if (!this.takes(',') && this.peek()?.text !== ']') return null;
    }
    return { kind: 'texts', texts };
  }

  private inBrackets<T>(inner: () => T | null): T | null {
    if (!this.takes('(')) return null;
    const value = inner();
    return this.takes(')') ? value : null;
  }

  private peek(): Token | undefined {
    return this.tokens[this.at];
  }

  private takes(text: string): boolean {
    const token = this.peek();
    const isThere = token?.kind === 'sign' && token.text === text;
    if (isThere) this.at++;
    return isThere;
  }
}
