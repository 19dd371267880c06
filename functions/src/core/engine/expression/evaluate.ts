import type { ASTNode } from '@marcbachmann/cel-js';
import { FUNCTIONS, METHODS } from './functions.ts';
import { MACROS } from './parse.ts';
import {
  type Budget,
  BudgetProblem,
  compare,
  Duration,
  equal,
  finite,
  isMap,
  kindOf,
  Optional,
  Problem,
} from './value.ts';

/** What an expression sees: the facts, and inside a macro the item at hand. */
export interface Scope {
  readonly facts: Readonly<Record<string, unknown>>;
  readonly item: { readonly name: string; readonly value: unknown } | null;
  readonly budget: Budget;
}

const FORGIVE = 'Where it may be missing, write fallback(x.y, 0), or has(x.y) && ….';

/**
 * Walks a checked syntax tree. We parse with cel-js and evaluate ourselves for three reasons: every step is counted
 * against the budget, a JSON number is a number (CEL's int and double do not mix), and messages never hold values.
 * Throws `Problem`.
 */
export function evaluate(node: ASTNode, scope: Scope): unknown {
  scope.budget.spend(1);
  try {
    return evaluateNode(node, scope);
  } catch (error) {
    if (error instanceof BudgetProblem || !(error instanceof Problem) || error.position !== null) throw error;
    throw new Problem(error.message, node.start, error.missing);
  }
}

function evaluateNode(node: ASTNode, scope: Scope): unknown {
  const of = (inner: ASTNode) => evaluate(inner, scope);
  switch (node.op) {
    case 'value':
      return typeof node.args === 'bigint' ? Number(node.args) : node.args;
    case 'id':
      return variable(node.args, scope);
    case '.':
      return field(of(node.args[0]), node.args[1]);
    case '.?':
      return optionalField(of(node.args[0]), node.args[1]);
    case '[]':
      return at(of(node.args[0]), of(node.args[1]));
    case '[?]':
      return optionalField(of(node.args[0]), of(node.args[1]));
    case 'list':
      return node.args.map(of);
    case 'map':
      return Object.fromEntries(node.args.map(([key, value]) => [mapKey(of(key)), of(value)]));
    case 'call':
      return call(node.args[0], node.args[1], scope);
    case 'rcall':
      return method(node.args[0], node.args[1], node.args[2], scope);
    case '?:':
      return truth(of(node.args[0])) ? of(node.args[1]) : of(node.args[2]);
    case '&&':
      return either(node.args, false, scope);
    case '||':
      return either(node.args, true, scope);
    case '!_':
      return !truth(of(node.args));
    case '-_':
      return negative(of(node.args));
    default:
      return operate(node.op, of(node.args[0]), of(node.args[1]), scope.budget);
  }
}

function operate(op: string, a: unknown, b: unknown, budget: Budget): unknown {
  switch (op) {
    case '==':
      return equal(a, b, budget);
    case '!=':
      return !equal(a, b, budget);
    case '<':
      return compare(a, b, budget) < 0;
    case '<=':
      return compare(a, b, budget) <= 0;
    case '>':
      return compare(a, b, budget) > 0;
    case '>=':
      return compare(a, b, budget) >= 0;
    case 'in':
      return isIn(a, b, budget);
    case '+':
      return add(a, b, budget);
    default:
      return calculate(op, a, b);
  }
}

function variable(name: string, { item, facts }: Scope): unknown {
  if (item?.name === name) return item.value;
  if (Object.hasOwn(facts, name)) return facts[name];
  throw new Problem(`There is no '${name}'. ${FORGIVE}`, null, true);
}

function field(base: unknown, name: string): unknown {
  if (base instanceof Optional) return optionalField(base, name);
  if (isMap(base) && Object.hasOwn(base, name)) return base[name] ?? null;
  if (isMap(base)) throw new Problem(`There is no field '${name}'. ${FORGIVE}`, null, true);
  if (base == null) {
    throw new Problem(`'${name}' is asked of nothing (null); was its step skipped? ${FORGIVE}`, null, true);
  }
  throw new Problem(`'${name}' is asked of ${kindOf(base)}, which has no fields.`);
}

function at(base: unknown, key: unknown): unknown {
  if (base instanceof Optional) return optionalField(base, key);
  if (typeof key === 'string') {
    if (isMap(base) && Object.hasOwn(base, key)) return base[key] ?? null;
    if (isMap(base) || base == null) throw new Problem(`There is no field of that name. ${FORGIVE}`, null, true);
  }
  if (Array.isArray(base) && typeof key === 'number') {
    if (Number.isInteger(key) && key >= 0 && key < base.length) return base[key];
    throw new Problem(`The list has no item of that number (the first is 0). ${FORGIVE}`, null, true);
  }
  if (base == null) throw new Problem(`An item is asked of nothing (null). ${FORGIVE}`, null, true);
  throw new Problem(`${kindOf(base)} cannot be read with ${kindOf(key)} in [ ].`);
}

function optionalField(base: unknown, key: unknown): Optional {
  const inner = base instanceof Optional ? base.value : base;
  if (inner == null) return new Optional(null);
  try {
    return new Optional(at(inner, key));
  } catch (error) {
    if (error instanceof Problem && error.missing) return new Optional(null);
    throw error;
  }
}

function call(name: string, args: readonly ASTNode[], scope: Scope): unknown {
  const [first, second] = args;
  if (first && name === 'has') return orNothing(first, scope) !== null;
  if (first && second && name === 'fallback') return orNothing(first, scope) ?? evaluate(second, scope);
  if (first && name === 'raw') return evaluate(first, scope);
  const known = FUNCTIONS.get(name);
  if (!known) throw new Problem(`There is no function '${name}'.`);
  return known.run(
    args.map((arg) => evaluate(arg, scope)),
    scope.budget,
  );
}

/** The value; null when it, or something on the way to it, is not there. */
function orNothing(node: ASTNode, scope: Scope): unknown {
  try {
    const value = evaluate(node, scope);
    return (value instanceof Optional ? value.value : value) ?? null;
  } catch (error) {
    if (error instanceof Problem && error.missing) return null;
    throw error;
  }
}

function method(name: string, receiver: ASTNode, args: readonly ASTNode[], scope: Scope): unknown {
  if (MACROS.has(name)) return macro(name, evaluate(receiver, scope), args, scope);
  if (name === 'orValue' && args[0]) return orNothing(receiver, scope) ?? evaluate(args[0], scope);
  const known = METHODS.get(name);
  if (!known) throw new Problem(`There is no function '.${name}()'.`);
  const values = [receiver, ...args].map((arg) => evaluate(arg, scope));
  return known.run(values, scope.budget);
}

function macro(name: string, value: unknown, args: readonly ASTNode[], scope: Scope): unknown {
  if (!Array.isArray(value)) {
    throw new Problem(
      `.${name}() needs a list, not ${kindOf(value)}. Where it may be missing, write fallback(x.y, []).`,
    );
  }
  const [itemName, first, second] = args;
  if (itemName?.op !== 'id' || !first) throw new Problem(`Write .${name}(item, …).`);
  const items: readonly unknown[] = value;
  const forItem = (node: ASTNode, item: unknown) =>
    evaluate(node, { ...scope, item: { name: itemName.args, value: item } });
  const test = (item: unknown) => truth(forItem(first, item));
  switch (name) {
    case 'all':
      return items.every(test);
    case 'exists':
      return items.some(test);
    case 'exists_one':
      return items.filter(test).length === 1;
    case 'filter':
      return items.filter(test);
    default:
      return second
        ? items.filter(test).map((item) => forItem(second, item))
        : items.map((item) => forItem(first, item));
  }
}

/** `&&` (decided by false) and `||` (decided by true): as in CEL, a deciding side outweighs a problem on the other. */
function either([left, right]: readonly [ASTNode, ASTNode], decides: boolean, scope: Scope): boolean {
  let problem: Problem | null = null;
  try {
    if (truth(evaluate(left, scope)) === decides) return decides;
  } catch (error) {
    if (!(error instanceof Problem) || error instanceof BudgetProblem) throw error;
    problem = error;
  }
  const outcome = truth(evaluate(right, scope));
  if (problem !== null && outcome !== decides) throw problem;
  return outcome;
}

function truth(value: unknown): boolean {
  if (typeof value === 'boolean') return value;
  throw new Problem(`True or false is needed here, not ${kindOf(value)}. Compare it with something, as in x > 10.`);
}

function negative(value: unknown): unknown {
  if (typeof value === 'number') return -value;
  if (value instanceof Duration) return new Duration(-value.ms);
  throw new Problem(`- needs a number, not ${kindOf(value)}.`);
}

function mapKey(value: unknown): string {
  if (typeof value === 'string') return value;
  throw new Problem(`The name of a field is a text in quotes, not ${kindOf(value)}.`);
}

function isIn(value: unknown, container: unknown, budget: Budget): boolean {
  if (Array.isArray(container)) return container.some((item) => equal(item, value, budget));
  if (isMap(container) && typeof value === 'string') return Object.hasOwn(container, value);
  throw new Problem(
    `'in' looks into a list or an object, not into ${kindOf(container)}. For a text write x.contains(y).`,
  );
}

function add(a: unknown, b: unknown, budget: Budget): unknown {
  if (typeof a === 'number' && typeof b === 'number') return finite(a + b);
  if (typeof a === 'string' && typeof b === 'string') return budget.spendText(a + b);
  if (Array.isArray(a) && Array.isArray(b)) {
    budget.spend(a.length + b.length);
    return [...a, ...b];
  }
  if (a instanceof Date && b instanceof Duration) return new Date(a.getTime() + b.ms);
  if (a instanceof Duration && b instanceof Date) return new Date(b.getTime() + a.ms);
  if (a instanceof Duration && b instanceof Duration) return new Duration(a.ms + b.ms);
  const fix = typeof a === 'string' || typeof b === 'string' ? ' Turn it into text with string(x).' : '';
  throw new Problem(`Cannot add ${kindOf(a)} and ${kindOf(b)}.${fix}`);
}

function calculate(op: string, a: unknown, b: unknown): unknown {
  if (op === '-' && a instanceof Date && b instanceof Date) return new Duration(a.getTime() - b.getTime());
  if (op === '-' && a instanceof Date && b instanceof Duration) return new Date(a.getTime() - b.ms);
  if (op === '-' && a instanceof Duration && b instanceof Duration) return new Duration(a.ms - b.ms);
  if (typeof a !== 'number' || typeof b !== 'number') {
    throw new Problem(`'${op}' needs two numbers, not ${kindOf(a)} and ${kindOf(b)}. Use double(x) or fallback(x, 0).`);
  }
  if (op === '-') return finite(a - b);
  if (op === '*') return finite(a * b);
  return finite(op === '/' ? a / b : a % b);
}
