import { type ASTNode, Environment, ParseError } from '@marcbachmann/cel-js';
import { FUNCTIONS, METHODS } from './functions.ts';
import { Problem } from './value.ts';

/** List macros: `list.filter(item, item.price > 10)`. */
export const MACROS: ReadonlyMap<string, { min: number; max: number }> = new Map([
  ['all', { min: 2, max: 2 }],
  ['exists', { min: 2, max: 2 }],
  ['exists_one', { min: 2, max: 2 }],
  ['filter', { min: 2, max: 2 }],
  ['map', { min: 2, max: 3 }],
]);
/** Functions that look at their argument before it is evaluated. */
const FORMS: ReadonlyMap<string, { min: number; max: number }> = new Map([
  ['has', { min: 1, max: 1 }],
  ['fallback', { min: 2, max: 2 }],
  ['raw', { min: 1, max: 1 }],
]);
const OPTIONAL_FORMS: ReadonlyMap<string, { min: number; max: number }> = new Map([['orValue', { min: 1, max: 1 }]]);

const MAX_LENGTH = 1000;
const parser = new Environment({
  unlistedVariablesAreDyn: true,
  enableOptionalTypes: true,
  homogeneousAggregateLiterals: false,
  limits: { maxAstNodes: 256, maxDepth: 24, maxListElements: 64, maxMapEntries: 32, maxCallArguments: 6 },
});

/** A name and the fields under it: `steps.scan.competitors` is `['steps', 'scan', 'competitors']`. */
export type Path = readonly string[];

/** Parses one expression and refuses what may not be in one. Throws `Problem`. */
export function parse(source: string): ASTNode {
  if (source.trim() === '') throw new Problem('It is empty.', 0);
  if (source.length > MAX_LENGTH) throw new Problem(`It is longer than ${MAX_LENGTH} characters.`);
  let ast: ASTNode;
  try {
    ast = parser.parse(source).ast;
  } catch (error) {
    throw readable(error);
  }
  check(ast, false);
  return ast;
}

/** The parser's own message names only what the author wrote. */
function readable(error: unknown): Problem {
  if (error instanceof ParseError) {
    const end = error.summary.includes('EOF') ? 'Something is missing at its end.' : `${error.summary}.`;
    return new Problem(`${end} An expression looks like steps.scan.price_gap > 10.`, error.range?.start ?? null);
  }
  return new Problem('It cannot be read. An expression looks like steps.scan.price_gap > 10.');
}

function check(node: ASTNode, inMacro: boolean): void {
  if (node.op === 'value') {
    const allowed = node.args === null || ['string', 'number', 'bigint', 'boolean'].includes(typeof node.args);
    if (!allowed) throw new Problem('Bytes and unsigned numbers are not used here; write "text" or 12.', node.start);
    return;
  }
  if (node.op === 'call')
    checkCount(node, node.args[0], node.args[1], FORMS.get(node.args[0]) ?? FUNCTIONS.get(node.args[0]));
  if (node.op === 'rcall') {
    const [name, receiver, args] = node.args;
    const macro = MACROS.get(name);
    checkCount(node, `.${name}`, args, macro ?? OPTIONAL_FORMS.get(name) ?? METHODS.get(name));
    if (macro) {
      if (inMacro) throw new Problem(`.${name}() may not stand inside another list function.`, node.start);
      check(receiver, false);
      for (const arg of args.slice(1)) check(arg, true);
      return;
    }
  }
  for (const child of children(node)) check(child, inMacro);
}

function checkCount(
  node: ASTNode,
  name: string,
  args: readonly ASTNode[],
  known: { min: number; max: number } | undefined,
): void {
  if (!known) {
    const names = [
      ...FORMS.keys(),
      ...FUNCTIONS.keys(),
      ...[...MACROS.keys(), ...METHODS.keys()].map((one) => `.${one}`),
    ];
    throw new Problem(`There is no function '${name}'. There are: ${names.join(', ')}.`, node.start);
  }
  if (args.length >= known.min && args.length <= known.max) return;
  const count = known.min === known.max ? `${known.min}` : `${known.min} to ${known.max}`;
  throw new Problem(`'${name}' takes ${count} argument${count === '1' ? '' : 's'}, not ${args.length}.`, node.start);
}

function children(node: ASTNode): readonly ASTNode[] {
  switch (node.op) {
    case 'value':
    case 'id':
      return [];
    case '.':
    case '.?':
      return [node.args[0]];
    case 'call':
      return node.args[1];
    case 'rcall':
      return [node.args[1], ...node.args[2]];
    case 'map':
      return node.args.flat();
    case '!_':
    case '-_':
      return [node.args];
    default:
      return node.args;
  }
}

/** Every path that the expression reads, each once, as far as it is fixed in the text. */
export function pathsIn(ast: ASTNode): Path[] {
  const paths = new Map<string, Path>();
  collect(ast, null, (path) => paths.set(JSON.stringify(path), path));
  return [...paths.values()];
}

function collect(node: ASTNode, item: string | null, add: (path: Path) => void): void {
  const path = pathOf(node);
  if (path) {
    if (path[0] !== item) add(path);
    return;
  }
  if (node.op === 'rcall' && MACROS.has(node.args[0])) {
    const [name, ...bodies] = node.args[2];
    collect(node.args[1], item, add);
    for (const body of bodies) collect(body, name?.op === 'id' ? name.args : null, add);
    return;
  }
  for (const child of children(node)) collect(child, item, add);
}

/** `a.b["c"]` as a path; null for anything else. */
function pathOf(node: ASTNode): Path | null {
  if (node.op === 'id') return [node.args];
  if (node.op === '.') {
    const base = pathOf(node.args[0]);
    return base && [...base, node.args[1]];
  }
  if (node.op === '[]') {
    const base = pathOf(node.args[0]);
    const [, key] = node.args;
    return base && key.op === 'value' && typeof key.args === 'string' ? [...base, key.args] : null;
  }
  return null;
}
