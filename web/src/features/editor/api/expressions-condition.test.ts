import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluateCondition, parseCondition } from '../../../../../functions/src/core/engine/expression.ts';
import {
  type Comparison,
  type Condition,
  comparisonWords,
  type Operand,
  operandOf,
  type Row,
  writeCondition,
} from './expressions-condition.ts';
import { readCondition } from './expressions-read.ts';
import { writePath } from './expressions-text.ts';

const name = fc.oneof(
  fc.constantFrom('steps', 'item', 'event', 'find_low', 'in', 'for'),
  fc.stringMatching(/^[a-z]\w{0,8}$/),
);
const root = fc.constantFrom('steps', 'event', 'item', 'inputs', 'money_mike', 'org');
const field = fc.oneof(name, fc.constantFrom('my-step', 'with space', 'qu"ote', '1st'));
const path = fc.tuple(root, fc.array(field, { maxLength: 3 })).map(([first, rest]) => writePath([first, ...rest]));
const text = fc.oneof(
  fc.string({ maxLength: 20 }),
  fc.constantFrom('{{a.b}}', '}}', "it's", '"', '\\', 'ß\n\t', '{{{'),
);
const number = fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true })).map((one) => one + 0);
const size = path.map((one) => `size(${one})`);

const value: fc.Arbitrary<Operand> = fc.oneof(
  text.map((one): Operand => ({ kind: 'text', text: one })),
  number.map((one): Operand => ({ kind: 'number', number: one })),
  fc.boolean().map((yes): Operand => ({ kind: 'boolean', yes })),
  path.map((one): Operand => ({ kind: 'value', path: one })),
);
const operands: Readonly<Record<ReturnType<typeof operandOf>, fc.Arbitrary<Operand | null>>> = {
  none: fc.constant(null),
  any: value,
  text: text.map((one): Operand => ({ kind: 'text', text: one })),
  texts: fc.array(text, { maxLength: 4 }).map((texts): Operand => ({ kind: 'texts', texts })),
};
const row: fc.Arbitrary<Row> = fc
  .constantFrom(...(Object.keys(comparisonWords) as Comparison[]))
  .chain((comparison) => {
    const left = operandOf(comparison) === 'any' ? fc.oneof(path, size) : path;
    return fc.record({ left, comparison: fc.constant(comparison), right: operands[operandOf(comparison)] });
  });
const mode = fc.constantFrom('all' as const, 'any' as const);
const rows = fc.record({ mode, rows: fc.array(row, { minLength: 2, maxLength: 3 }) });
const condition: fc.Arbitrary<Condition> = fc.oneof(
  row.map((one): Condition => ({ mode: 'all', parts: [one] })),
  fc.record({ mode, parts: fc.array(fc.oneof(row, rows), { minLength: 2, maxLength: 4 }) }),
);

describe('a condition of rows', () => {
  it('is read back from its text as it was written', () => {
    fc.assert(
      fc.property(condition, (one) => {
        const zero = (_: string, inner: unknown) => (Object.is(inner, -0) ? 0 : inner);
        const plain = JSON.parse(JSON.stringify(one, zero)) as Condition;
        expect(readCondition(writeCondition(plain) ?? '')).toEqual(plain);
      }),
      { numRuns: 3_000 },
    );
  });

  it('is text that the engine understands', () => {
    fc.assert(
      fc.property(condition, (one) => {
        const written = writeCondition(one) ?? '';
        fc.pre(written.length <= 1_000 && written.isWellFormed());
        expect(() => parseCondition(written)).not.toThrow();
      }),
      { numRuns: 1_000 },
    );
  });

  it('means what its words say', () => {
    const facts = { event: { n: 5, name: 'Blue mug', ok: true, tags: ['a'], gone: null } };
    const holds = (left: string, comparison: Comparison, right: Operand | null = null) =>
      evaluateCondition(writeCondition({ mode: 'all', parts: [{ left, comparison, right }] }) ?? '', facts);
    const five: Operand = { kind: 'number', number: 5 };
    const mug: Operand = { kind: 'text', text: 'mug' };
    expect([
      holds('event.n', 'at_least', five),
      holds('event.n', 'above', five),
      holds('size(event.tags)', 'below', five),
      holds('event.name', 'contains', mug),
      holds('event.name', 'lacks', mug),
      holds('event.name', 'ends', mug),
      holds('event.name', 'one_of', { kind: 'texts', texts: ['x', 'Blue mug'] }),
      holds('event.ok', 'yes'),
      holds('event.ok', 'no'),
      holds('event.gone', 'there'),
      holds('event.other', 'missing'),
    ]).toEqual([true, false, true, true, false, true, true, true, false, false, true]);
  });
});

describe('text', () => {
  it('becomes rows where rows can say it', () => {
    expect(readCondition('{{money_mike.price_gap}} > 10')).toEqual({
      mode: 'all',
      parts: [{ left: 'money_mike.price_gap', comparison: 'above', right: { kind: 'number', number: 10 } }],
    });
    const mixed = readCondition("event.a == 'x' && event.b || !event.c");
    expect([mixed?.mode, mixed?.parts.length]).toEqual(['any', 2]);
  });

  it.each([
    'event.items.exists(i, i.price > 3)',
    'fallback(event.a, 0) > 1',
    'event.a + 1 > 2',
    '((event.a || event.b) && event.c) || event.d',
    'event.a ? true : false',
    '!(event.a && event.b)',
    'event.a >',
    '"{{event.a}}" == "x"',
    'true',
    '',
  ])('stays text where they cannot: %s', (one) => {
    expect(readCondition(one)).toBeNull();
  });

  it('leaves out rows that were only begun', () => {
    const begun: Row = { left: 'event.a', comparison: 'above', right: null };
    const whole: Row = { left: 'event.b', comparison: 'yes', right: null };
    expect(writeCondition({ mode: 'any', parts: [begun, { mode: 'all', rows: [begun, whole] }] })).toBe('event.b');
    expect(writeCondition({ mode: 'all', parts: [begun] })).toBeNull();
  });
});
