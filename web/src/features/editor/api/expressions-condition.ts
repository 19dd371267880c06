/** What a value is held against. `value`: another value, by its path. */
export type Operand =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'number'; readonly number: number }
  | { readonly kind: 'boolean'; readonly yes: boolean }
  | { readonly kind: 'value'; readonly path: string }
  | { readonly kind: 'texts'; readonly texts: readonly string[] };

/** One comparison. `left` is a path, or `size(path)`; `right` is null where the comparison needs none. */
export interface Row {
  readonly left: string;
  readonly comparison: Comparison;
  readonly right: Operand | null;
}
/** Rows of which all have to hold, or any. */
export interface Rows {
  readonly mode: 'all' | 'any';
  readonly rows: readonly Row[];
}
/** A whole condition: rows, and groups of them one level deep. */
export interface Condition {
  readonly mode: 'all' | 'any';
  readonly parts: readonly (Row | Rows)[];
}

/** In words, in the order in which they are offered. */
export const comparisonWords = {
  above: 'is above',
  below: 'is below',
  at_least: 'is at least',
  at_most: 'is at most',
  is: 'is',
  is_not: 'is not',
  one_of: 'is one of',
  contains: 'contains',
  lacks: 'does not contain',
  begins: 'begins with',
  ends: 'ends with',
  yes: 'is yes',
  no: 'is no',
  there: 'is there',
  missing: 'is not there',
} as const;
export type Comparison = keyof typeof comparisonWords;

export const OPERATORS: Readonly<Record<string, Comparison>> = {
  '>': 'above',
  '<': 'below',
  '>=': 'at_least',
  '<=': 'at_most',
  '==': 'is',
  '!=': 'is_not',
};
const SIGNS = new Map(Object.entries(OPERATORS).map(([sign, comparison]) => [comparison, sign]));
export const METHODS: Readonly<Record<string, Comparison>> = {
  contains: 'contains',
  startsWith: 'begins',
  endsWith: 'ends',
};

/** What a comparison is held against: nothing, a text, a list of texts, or any value. */
export function operandOf(comparison: Comparison): 'none' | 'text' | 'texts' | 'any' {
  if (['yes', 'no', 'there', 'missing'].includes(comparison)) return 'none';
  if (comparison === 'one_of') return 'texts';
  return ['contains', 'lacks', 'begins', 'ends'].includes(comparison) ? 'text' : 'any';
}

export function isGroup(part: Row | Rows): part is Rows {
  return 'rows' in part;
}

/** Whether a row says something: a row that was only begun is left out of the text. */
function isWhole({ left, comparison, right }: Row): boolean {
  if (left === '') return false;
  if (operandOf(comparison) === 'none') return true;
  if (right === null) return false;
  return right.kind !== 'value' || right.path !== '';
}

/** The condition as CEL; null where nothing is asked. */
export function writeCondition({ mode, parts }: Condition): string | null {
  const written = parts.flatMap((part) => {
    if (!isGroup(part)) return isWhole(part) ? [writeRow(part)] : [];
    const rows = part.rows.filter(isWhole).map(writeRow);
    return rows.length > 1 ? [`(${rows.join(sign(part.mode))})`] : rows;
  });
  return written.length === 0 ? null : written.join(sign(mode));
}

function sign(mode: Condition['mode']): string {
  return mode === 'all' ? ' && ' : ' || ';
}

function writeRow({ left, comparison, right }: Row): string {
  switch (comparison) {
    case 'yes':
      return left;
    case 'no':
      return `!${left}`;
    case 'there':
      return `has(${left})`;
    case 'missing':
      return `!has(${left})`;
    case 'one_of':
      return `${left} in ${writeOperand(right)}`;
    case 'lacks':
      return `!${left}.contains(${writeOperand(right)})`;
    case 'contains':
    case 'begins':
    case 'ends':
      return `${left}.${methodOf(comparison)}(${writeOperand(right)})`;
    default:
      return `${left} ${SIGNS.get(comparison) ?? '=='} ${writeOperand(right)}`;
  }
}

function methodOf(comparison: Comparison): string {
  return Object.entries(METHODS).find(([, one]) => one === comparison)?.[0] ?? 'contains';
}

function writeOperand(operand: Operand | null): string {
  switch (operand?.kind) {
    case 'text':
      return quoted(operand.text);
    case 'texts':
      return `[${operand.texts.map(quoted).join(', ')}]`;
    case 'number':
      return writeNumber(operand.number);
    case 'boolean':
      return String(operand.yes);
    case 'value':
      return operand.path;
    default:
      return 'null';
  }
}

/** Braces would begin a template. */
function quoted(text: string): string {
  return JSON.stringify(text).replaceAll('{{', '{\\u007b').replaceAll('}}', '}\\u007d');
}

/** Whole numbers that are too long to be exact are written with an exponent. */
function writeNumber(number: number): string {
  return Number.isInteger(number) && !Number.isSafeInteger(number) ? number.toExponential() : String(number);
}
