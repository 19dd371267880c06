import fc from 'fast-check';
import {
  ExpressionError,
  evaluateCondition,
  parseCondition,
  renderTemplate,
} from '../functions/src/core/engine/expression.ts';
import { anyExpression } from '../functions/test/expression-soup.ts';
import type { Bench } from './run.ts';

const INPUTS = 100_000;
const SEED = 20_261_121;
const facts = {
  a: { b: 1, s: 'text', l: [1, 2, 3], m: { k: 'v' }, n: null },
  l: Array.from({ length: 20_000 }, (_, index) => index),
  s: 'x'.repeat(100_000),
  now: new Date('2026-11-20T09:00:00Z'),
  json: JSON.parse('{"__proto__": {"x": 1}, "constructor": 2}') as unknown,
  inherited: Object.create({ secret: 1 }) as unknown,
};

/** Evaluates what may be an expression in each of the ways there are; what it comes to is told, a crash is thrown. */
function evaluateAll(text: string): { readonly evaluated: number; readonly size: number } {
  let evaluated = 0;
  let size = 0;
  const ways = [
    () => parseCondition(text).length,
    () => evaluateCondition(text, facts),
    () => renderTemplate(text, facts),
    () => renderTemplate(`{{${text}}}`, facts),
    () => renderTemplate(`before {{${text}}} after`, facts),
  ];
  for (const way of ways) {
    try {
      const value = way();
      evaluated += 1;
      size = Math.max(size, JSON.stringify(value).length);
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
    }
  }
  return { evaluated, size };
}

/** Whether anything that is inherited was read: a getter on every prototype tells. */
function withTraps(act: () => void): number {
  let read = 0;
  const prototypes = [Object.prototype, Array.prototype, String.prototype, Number.prototype, Function.prototype];
  const get = () => {
    read += 1;
    return 'reached';
  };
  for (const prototype of prototypes) Object.defineProperty(prototype, 'inheritedTrap', { get, configurable: true });
  try {
    act();
  } finally {
    for (const prototype of prototypes) Reflect.deleteProperty(prototype, 'inheritedTrap');
  }
  return read;
}

export const bench: Bench = {
  title: `${INPUTS.toLocaleString('en-US')} generated texts as conditions and as templates`,
  async run() {
    const texts = fc.sample(anyExpression, { numRuns: INPUTS, seed: SEED });
    let slowest = { ms: 0, text: '' };
    let [evaluated, refused, largest] = [0, 0, 0];
    const since = performance.now();
    const prototypeReads = withTraps(() => {
      for (const text of texts) {
        const began = performance.now();
        const result = evaluateAll(text);
        const ms = performance.now() - began;
        if (ms > slowest.ms) slowest = { ms, text };
        if (result.evaluated > 1) evaluated += 1;
        else refused += 1;
        largest = Math.max(largest, result.size);
      }
    });
    const seconds = (performance.now() - since) / 1000;
    const figures = { inputs: INPUTS, evaluated, refused, crashes: 0, prototypeReads, largestOutput: largest };
    const timing = { slowestMs: Number(slowest.ms.toFixed(1)), seconds: Number(seconds.toFixed(1)) };
    return {
      rows: [{ ...figures, ...timing }],
      json: { expressions: { ...figures, ...timing, slowest: slowest.text.slice(0, 200) } },
    };
  },
};
