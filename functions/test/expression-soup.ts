import fc from 'fast-check';

/** Pieces of expressions, and what an attacker would try to put between them. */
const word = fc.constantFrom(
  ...[
    'a',
    'a.b',
    'a.s',
    'a.l',
    'a.n',
    'l',
    's',
    'x',
    'now',
    '1',
    '2.5',
    '"t"',
    'true',
    'null',
    '[',
    ']',
    '(',
    ')',
    '{',
    '}',
  ],
  ...[
    '{{',
    '}}',
    '.',
    ',',
    ':',
    '?',
    '+',
    '-',
    '*',
    '/',
    '%',
    '==',
    '!=',
    '<',
    '>=',
    '&&',
    '||',
    '!',
    ' in ',
    '"',
    "'",
    '\\',
  ],
  ...[
    '.map(x, ',
    '.filter(x, ',
    '.exists(x, ',
    'has(',
    'size(',
    'json(',
    'fallback(',
    '.?b',
    '.orValue(',
    '[0]',
    '[?0]',
  ],
  ...[
    '.contains(',
    '.split(',
    'money(',
    'date(',
    'duration("1h")',
    '__proto__',
    'constructor',
    '\u0000',
    '\u2028',
    '😀',
  ],
);
const soup = fc.array(word, { maxLength: 25 }).map((words) => words.join(''));

/** Expressions that read well, nested as deep as chance has it. */
const { expression: sentence } = fc.letrec<{ expression: string }>((tie) => {
  const inner = tie('expression');
  const name = fc.constantFrom('a', 'a.b', 'a.s', 'a.l', 'a.m.k', 'a.n', 'l', 's', 'now', 'json', 'inherited', 'item');
  const literal = fc.oneof(
    fc.integer().map(String),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
    fc.string({ maxLength: 12 }).map((text) => JSON.stringify(text)),
    fc.constantFrom('true', 'false', 'null', '[]', '{}'),
  );
  const operator = fc.constantFrom('+', '-', '*', '/', '%', '==', '!=', '<', '<=', '>', '>=', '&&', '||', 'in');
  const call = fc.constantFrom('size', 'string', 'int', 'double', 'abs', 'round', 'sum', 'min', 'max', 'json', 'has');
  const method = fc.constantFrom('size', 'contains', 'split', 'join', 'substring', 'trim', 'indexOf', 'toString');
  const macro = fc.constantFrom('map', 'filter', 'all', 'exists', 'exists_one');
  const field = fc.constantFrom('b', 's', 'l', 'constructor', '__proto__', 'prototype', 'inheritedTrap', 'length');
  return {
    expression: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      name,
      literal,
      fc.tuple(inner, operator, inner).map(([left, sign, right]) => `(${left} ${sign} ${right})`),
      fc.tuple(inner, inner, inner).map(([test, yes, no]) => `(${test} ? ${yes} : ${no})`),
      fc.tuple(call, inner).map(([called, given]) => `${called}(${given})`),
      fc.tuple(inner, method, inner).map(([subject, called, given]) => `${subject}.${called}(${given})`),
      fc.tuple(inner, macro, inner).map(([list, called, body]) => `${list}.${called}(item, ${body})`),
      fc.tuple(inner, field).map(([subject, named]) => `${subject}.${named}`),
      fc.tuple(inner, inner).map(([subject, key]) => `${subject}[${key}]`),
      fc.array(inner, { maxLength: 3 }).map((items) => `[${items.join(', ')}]`),
    ),
  };
});

/** The same with a piece lost, doubled or put in. */
const damaged = fc
  .tuple(sentence, fc.nat(), fc.nat({ max: 9 }), fc.oneof(word, fc.string({ unit: 'binary', maxLength: 4 })))
  .map(([text, at, length, piece]) => {
    const from = at % (text.length + 1);
    return text.slice(0, from) + piece + text.slice(from + length);
  });

/** Texts that may be expressions, are nearly ones, or are anything. */
export const anyExpression = fc.oneof(
  { weight: 3, arbitrary: soup },
  { weight: 4, arbitrary: sentence },
  { weight: 3, arbitrary: damaged },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 200 }) },
);
