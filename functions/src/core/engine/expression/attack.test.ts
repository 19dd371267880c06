import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyExpression } from '../../../../test/expression-soup.ts';
import { ExpressionError, evaluateCondition, parseCondition, renderTemplate, renderValue } from '../expression.ts';
import { evaluate } from './evaluate.ts';
import { parse } from './parse.ts';
import { Budget, Problem } from './value.ts';

const numbers = Array.from({ length: 20_000 }, (_, index) => index);
const facts = {
  a: { b: 1, s: 'text', l: [1, 2, 3], m: { k: 'v' }, n: null },
  l: numbers,
  s: 'x'.repeat(100_000),
  now: new Date('2026-11-20T09:00:00Z'),
  fn: () => 'called',
  inherited: Object.create({ secret: 1 }) as unknown,
  json: JSON.parse('{"__proto__": {"x": 1}, "constructor": 2}') as unknown,
};

describe('an attacker', () => {
  it.each([
    'a.constructor',
    'a["constructor"]',
    'a.__proto__',
    'a["__proto__"]',
    'a.l.length',
    'a.l["length"]',
    'a.s["constructor"]',
    'a.s.length',
    'a.toString()',
    'a.l.constructor("return 1")()',
    'constructor',
    '__proto__',
    'toString',
    'hasOwnProperty("a")',
    'constructor("return process")',
    'a.hasOwnProperty("b")',
    'a.b.valueOf()',
    'process.env',
    'globalThis',
    'this',
    'fn()',
    'fn',
    'inherited.secret',
    'inherited',
    'eval("1")',
    'require("fs")',
    'import("fs")',
    'a.s.matches("(a+)+$")',
    'a.s.replace("x", "y")',
    'cel.bind(x, a, x)',
    'optional.of(a)',
    'type(a)',
    'dyn(a)',
    'bytes("x")',
    'b"x"',
    '1u',
    'google.protobuf.Timestamp',
    '`a`',
    'a => a',
    'a; a',
    'a = 1',
    'a.b++',
    '(function(){})()',
    'new Date()',
    '/a+/',
    '[].map(x, [].map(y, 1))',
    'l.map(x, l.exists(y, y == x))',
    'l.filter(x, l.filter(y, true).all(z, z > 0))',
    '((((((((((((((((((((((((((((((1))))))))))))))))))))))))))))))',
    `${'a.b + '.repeat(200)}a.b`,
    `[${'1,'.repeat(100)}1]`,
    '1'.repeat(2000),
    'now.constructor',
    'now.getTime()',
    'now["getTime"]',
  ])('is refused: %s', (expression) => {
    expect(() => renderTemplate(`{{${expression}}}`, facts)).toThrow(ExpressionError);
  });

  it('cannot reach a prototype through fields that data happens to have', () => {
    expect(renderTemplate('{{json["constructor"]}}', facts)).toBe(2);
    const rendered = renderTemplate('{{ {"__proto__": {"polluted": true}} }}', facts);
    expect(Object.getPrototypeOf(rendered)).toBe(Object.prototype);
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });

  it.each([
    'l.map(x, l)',
    'l.map(x, l + l)',
    'l.filter(x, l == l)',
    'l.filter(x, x in l && 20001 in l)',
    'l.map(x, s + s)',
    'l.map(x, s.contains("y"))',
    'l.map(x, s.split(""))',
    'l.map(x, json(l))',
    'l.map(x, string(l))',
    'l.map(x, size(s))',
    'l.map(x, s.lowerAscii())',
    'l.map(x, money(x, "USD"))',
    'l.map(x, now.getHours("Europe/Berlin"))',
    'l.map(x, sum(l))',
    'l.map(x, {"a": l})',
    'l.map(x, l.join(s))',
    `l${' + l'.repeat(100)}`,
    `s${' + s'.repeat(120)}`,
  ])('runs out of budget: %s', (expression) => {
    expect(() => renderTemplate(`{{${expression}}}`, facts)).toThrow('too much work');
  });

  it('cannot hide a spent budget behind || or has or fallback', () => {
    for (const text of [
      'size(l.map(x, l + l)) > 1 || true',
      'has(l.map(x, l + l).y)',
      'fallback(l.map(x, l + l), 1) == 1',
    ]) {
      expect(() => evaluateCondition(text, facts)).toThrow('too much work');
    }
  });

  it('has one budget for all placeholders of a rendering', () => {
    expect(() => renderTemplate('{{s}}'.repeat(200), facts)).toThrow('too much work');
    const many = Array.from({ length: 200 }, () => '{{s}}');
    expect(() => renderValue(many, facts)).toThrow('too much work');
  });

  it('cannot exhaust the stack with deep data', () => {
    let deep: unknown = 1;
    for (let i = 0; i < 100_000; i++) deep = [deep];
    let twin: unknown = 1;
    for (let i = 0; i < 100_000; i++) twin = [twin];
    expect(() => renderTemplate('{{deep}}', { deep })).toThrow(ExpressionError);
    expect(() => evaluateCondition('deep == twin', { deep, twin })).toThrow(ExpressionError);
  });
});

describe('work is counted', () => {
  it('grows with the data and not beyond the budget', () => {
    const spent = (source: string, data: object) => {
      const budget = new Budget();
      evaluate(parse(source), { facts: { ...data }, item: null, budget });
      return budget.spent;
    };
    const source = 'l.filter(x, x > 10 && x < 100)';
    const small = spent(source, { l: numbers.slice(0, 100) });
    const large = spent(source, { l: numbers.slice(0, 10_000) });
    expect(small).toBeLessThan(1_000);
    expect(large / small).toBeGreaterThan(50);
    expect(large).toBeLessThan(Budget.units);
  });
});

describe('any text at all', () => {
  it('is evaluated, or refused with an ExpressionError, within the budget (24,000 texts)', () => {
    let evaluated = 0;
    const orRefused = (act: () => unknown) => {
      try {
        act();
        evaluated++;
      } catch (error) {
        if (!(error instanceof ExpressionError)) throw error;
      }
    };
    fc.assert(
      fc.property(anyExpression, (text) => {
        orRefused(() => parseCondition(text));
        orRefused(() => evaluateCondition(text, facts));
        orRefused(() => renderTemplate(text, facts));
        orRefused(() => renderTemplate(`{{${text}}}`, facts));
      }),
      { numRuns: 24_000 },
    );
    expect(evaluated).toBeGreaterThan(1_000);
  });

  it('gives JSON whenever it gives something', () => {
    fc.assert(
      fc.property(anyExpression, (text) => {
        try {
          const value = renderTemplate(`{{${text}}}`, { ...facts, l: [1, 2], s: 'short' });
          expect(JSON.parse(JSON.stringify(value))).toEqual(Object.is(value, -0) ? 0 : value);
        } catch (error) {
          if (!(error instanceof ExpressionError)) throw error;
          expect(error.cause).toBeInstanceOf(Problem);
        }
      }),
      { numRuns: 4_000 },
    );
  });
});
