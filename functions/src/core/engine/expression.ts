import type { ASTNode } from '@marcbachmann/cel-js';
import type { JsonValue } from '../../model/json.ts';
import { NonRetriableError } from './errors.ts';
import { evaluate } from './expression/evaluate.ts';
import { type Path, parse, pathsIn } from './expression/parse.ts';
import { splitTemplate } from './expression/template.ts';
import { Budget, kindOf, Problem, toJson, toText } from './expression/value.ts';

export type { Path } from './expression/parse.ts';

/** The names under which an expression finds its data: JSON, and `Date` for times. */
export type Facts = Readonly<Record<string, unknown>>;

/** A condition or template that cannot be read, or fails on the data. Names the expression, the place and the fix, never a value. */
export class ExpressionError extends NonRetriableError {
  readonly expression: string;
  /** Counted from 1; null when the whole of it is meant. */
  readonly position: number | null;
  constructor(expression: string, problem: Problem) {
    const shown = expression.length > 120 ? `${expression.slice(0, 117)}…` : expression;
    const place = problem.position === null ? '' : `, at character ${problem.position + 1}`;
    super(`In '${shown}'${place}: ${problem.message}`, { code: 'bad_expression', cause: problem });
    this.expression = expression;
    this.position = problem.position === null ? null : problem.position + 1;
  }
}

/**
 * Whether a condition holds. `{{a.b}} > 10` means `a.b > 10`. Throws `ExpressionError`, also when the outcome is
 * neither true nor false.
 */
export function evaluateCondition(text: string, facts: Facts): boolean {
  return explained(text, () => {
    const value = evaluate(condition(text), { facts, item: null, budget: new Budget() });
    if (typeof value === 'boolean') return value;
    throw new Problem(`A condition is true or false; this gives ${kindOf(value)}. Compare it, as in x > 10.`);
  });
}

/**
 * A text with its `{{…}}` replaced. A text that is nothing but one `{{…}}` gives the value itself (a list stays a
 * list), unless it is text and an `encode` such as `escapeHtml` is given: then every value goes through it, except `{{raw(x)}}`.
 */
export function renderTemplate(text: string, facts: Facts, encode?: (text: string) => string): JsonValue {
  return render(text, facts, new Budget(), encode);
}

/** Renders every text in a value, at every depth; the names of fields are left as they are. */
export function renderValue(value: JsonValue, facts: Facts): JsonValue {
  const budget = new Budget();
  const inner = (part: JsonValue, depth: number): JsonValue => {
    if (typeof part === 'string') return render(part, facts, budget);
    if (part === null || typeof part !== 'object') return part;
    explained('params', () => {
      budget.spend(1);
      if (depth > 64) throw new Problem('They are nested too deeply.');
    });
    if (Array.isArray(part)) return part.map((item) => inner(item, depth + 1));
    return Object.fromEntries(Object.entries(part).map(([key, item]) => [key, inner(item, depth + 1)]));
  };
  return inner(value, 0);
}

/** The paths that a condition reads. Throws `ExpressionError` when it cannot be read; call it before storing one. */
export function parseCondition(text: string): Path[] {
  return explained(text, () => pathsIn(condition(text)));
}

/** The paths that a template reads; none for plain text. Throws `ExpressionError`. */
export function parseTemplate(text: string): Path[] {
  return template(text).flatMap((part) => (typeof part === 'string' ? [] : pathsIn(part.ast)));
}

/** The paths that all templates in a value read. Throws `ExpressionError` at the first that cannot be read. */
export function parseTemplatesIn(value: JsonValue): Path[] {
  if (typeof value === 'string') return parseTemplate(value);
  if (value === null || typeof value !== 'object') return [];
  return Object.values(value).flatMap(parseTemplatesIn);
}

/** For values in HTML, in text and in quoted attributes. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

interface Placeholder {
  readonly source: string;
  readonly ast: ASTNode;
}
type Part = string | Placeholder;

function render(text: string, facts: Facts, budget: Budget, encode?: (text: string) => string): JsonValue {
  const parts = template(text);
  const scope = { facts, item: null, budget };
  const [lone] = parts;
  if (parts.length === 1 && typeof lone === 'object') {
    const value = explained(lone.source, () => toJson(evaluate(lone.ast, scope), budget));
    return encode && typeof value === 'string' && !isRaw(lone) ? encode(value) : value;
  }
  const texts = parts.map((part) => {
    if (typeof part === 'string') return explained(text, () => budget.spendText(part));
    const value = explained(part.source, () => toText(evaluate(part.ast, scope), budget));
    return encode && !isRaw(part) ? encode(value) : value;
  });
  return texts.join('');
}

function isRaw({ ast }: Placeholder): boolean {
  return ast.op === 'call' && ast.args[0] === 'raw';
}

/** Runs `act`, and says of a `Problem` in which expression it arose. */
function explained<T>(expression: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw error instanceof Problem ? new ExpressionError(expression, error) : error;
  }
}

/** The syntax tree of a condition. Only the author's own text is put together, never a value. */
const condition = remembered((text: string): ASTNode => {
  const source = splitTemplate(text).map((part) => {
    if (typeof part === 'string') return part;
    if (part.quoted) throw new Problem('Leave out the quotes around {{ }}.', part.start);
    parseAt(part.source, part.start + 2);
    // As long as before, so that positions stay right.
    return ` (${part.source}) `;
  });
  return parse(source.join(''));
});

/** Parses a part of a text on its own, so that `{{a) || (b}}` is refused. */
function parseAt(source: string, offset: number): void {
  try {
    parse(source);
  } catch (error) {
    if (!(error instanceof Problem) || error.position === null) throw error;
    throw new Problem(error.message, error.position + offset);
  }
}

const template = remembered((text: string): readonly Part[] =>
  explained(text, () =>
    splitTemplate(text).map((part) => {
      if (typeof part === 'string') return part;
      const source = part.source.trim();
      return { source, ast: explained(source, () => parse(source)) };
    }),
  ),
);

/** Keeps the latest results, since one version of a playbook is evaluated over and over. */
function remembered<T>(make: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const made = make(text);
    if (known.size >= 500) known.clear();
    if (text.length <= 2000) known.set(text, made);
    return made;
  };
}
