import { nameWords } from './words.ts';

const TOKENS = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|-?\d+(?:\.\d+)?|[A-Za-z_][\w.]*|>=|<=|==|!=|&&|\|\||[<>!()[\],]/g;
const COMPARISONS: Readonly<Record<string, string>> = {
  '>': 'is above',
  '<': 'is below',
  '>=': 'is at least',
  '<=': 'is at most',
  '==': 'is',
  '!=': 'is not',
};
const METHODS: Readonly<Record<string, readonly [yes: string, no: string]>> = {
  contains: ['contains', 'does not contain'],
  startsWith: ['begins with', 'does not begin with'],
  endsWith: ['ends with', 'does not end with'],
};

/**
 * A condition in words: all that the condition builder writes, and what the templates ask. Null when it is anything
 * else, and better shown as it is written.
 */
export function conditionWords(condition: string): string | null {
  const bare = condition.replaceAll(/\{\{\s*([\w.]+)\s*\}\}/g, '$1');
  const tokens = bare.match(TOKENS) ?? [];
  if (tokens.join('').replaceAll(/\s+/g, '') !== bare.replaceAll(/\s+/g, '')) return null;
  const reader = new Reader(tokens);
  const words = reader.any();
  return reader.isAtEnd() ? words : null;
}

/** Reads from the left; every method gives words, or null for what it has none for. */
class Reader {
  private at = 0;
  private readonly tokens: readonly string[];

  constructor(tokens: readonly string[]) {
    this.tokens = tokens;
  }

  isAtEnd(): boolean {
    return this.at === this.tokens.length;
  }

  any(): string | null {
    return this.joined('||', 'or', () => this.joined('&&', 'and', () => this.part()));
  }

  private joined(sign: string, word: string, read: () => string | null): string | null {
    const parts = [read()];
    while (this.take(sign)) parts.push(read());
    return parts.includes(null) ? null : parts.join(` ${word} `);
  }

  private part(): string | null {
    const isNot = this.take('!');
    if (this.take('(')) {
      const inner = this.any();
      return this.take(')') && inner !== null && !isNot ? `(${inner})` : null;
    }
    const name = this.tokens[this.at] ?? '';
    if (this.tokens[this.at + 1] === '(' && !['size', 'fallback'].includes(name)) return this.called(isNot);
    const left = this.operand();
    if (left === null) return null;
    const comparison = this.next(COMPARISONS);
    if (comparison !== null) return isNot ? null : this.compared(left, comparison);
    if (this.take('in')) return isNot ? null : this.oneOf(left);
    return yesOrNo(left, !isNot);
  }

  /** `has(a.b)`, `a.b.contains("c")`. */
  private called(isNot: boolean): string | null {
    const name = this.tokens[this.at] ?? '';
    this.at += 2;
    const given = this.operand();
    if (given === null || !this.take(')')) return null;
    if (name === 'has') return `${given.words} ${isNot ? 'is not there' : 'is there'}`;
    const dot = name.lastIndexOf('.');
    const method = dot < 1 ? undefined : METHODS[name.slice(dot + 1)];
    return method === undefined ? null : `${nameWords(name.slice(0, dot))} ${method[isNot ? 1 : 0]} ${given.words}`;
  }

  private compared(left: Operand, comparison: string): string | null {
    const right = this.operand();
    if (right === null) return null;
    const isSame = comparison === '==';
    if (isSame || comparison === '!=') {
      if (/^["']{2}$/.test(right.token)) return `${left.words} ${isSame ? 'is empty' : 'is not empty'}`;
      if (right.token === 'null') return `${left.words} ${isSame ? 'is not there' : 'is there'}`;
      if (right.token === 'true' || right.token === 'false') return yesOrNo(left, isSame === (right.token === 'true'));
    }
    // A number that a percentage is held against is one itself.
    const isPercent = /^-?\d/.test(right.token) && /(^|[._])(price_gap|gap_percent|percent)$/.test(left.token);
    return `${left.words} ${COMPARISONS[comparison]} ${right.words}${isPercent ? ' %' : ''}`;
  }

  private oneOf(left: Operand): string | null {
    if (!this.take('[')) return null;
    const items = [this.operand()];
    while (this.take(',')) items.push(this.operand());
    if (!this.take(']') || items.includes(null)) return null;
    return `${left.words} is one of ${items.map((item) => item?.words).join(', ')}`;
  }

  private operand(): Operand | null {
    const token = this.tokens[this.at] ?? '';
    if (!/^["'\w-]/.test(token) || token === 'in') return null;
    this.at += 1;
    if (/^["']/.test(token)) return { token, words: `“${token.slice(1, -1).replaceAll(/\\(.)/g, '$1')}”` };
    if (!/^[A-Za-z_]/.test(token)) return { token, words: token };
    if (!this.take('(')) return { token, words: nameWords(token) };
    return this.wrapped(token);
  }

  /** `size(a.b)`, and `fallback(a.b, 0)`, whose second value goes without saying. */
  private wrapped(name: string): Operand | null {
    const inner = this.operand();
    if (name === 'fallback' && this.take(',')) this.operand();
    if (!['size', 'fallback'].includes(name) || inner === null || !this.take(')')) return null;
    return name === 'fallback' ? inner : { token: '', words: `the number of ${inner.words}` };
  }

  private next(among: Readonly<Record<string, string>>): string | null {
    const token = this.tokens[this.at];
    if (token === undefined || among[token] === undefined) return null;
    this.at += 1;
    return token;
  }

  private take(token: string): boolean {
    if (this.tokens[this.at] !== token) return false;
    this.at += 1;
    return true;
  }
}

interface Operand {
  readonly token: string;
  readonly words: string;
}

/** `steps.look.isHealthy`: `look is healthy`; of another name: `began of notice is yes`. Null for what is no name. */
function yesOrNo({ token, words }: Operand, isYes: boolean): string | null {
  if (token === 'true' || token === 'false') return (token === 'true') === isYes ? 'always' : 'never';
  if (!/^[A-Za-z_]/.test(token)) return null;
  const [, owner, state] = /^(.+)\.is([A-Z]\w*)$/.exec(token) ?? [];
  if (owner === undefined || state === undefined) return `${words} is ${isYes ? 'yes' : 'no'}`;
  const who = owner.startsWith('steps.') && owner.split('.').length === 2 ? owner.slice(6) : nameWords(owner);
  const how = state.replaceAll(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return `${who.replaceAll('_', ' ')} is ${isYes ? '' : 'not '}${how}`;
}
