import { describe, expect, it } from 'vitest';
import { mentionsIn } from './mention.ts';

const people = [
  { uid: 'u1', name: 'Ada' },
  { uid: 'u2', name: 'Ada Lane' },
  { uid: 'u3', name: 'Grace' },
  { uid: 'u4', name: 'Grace' },
  { uid: 'u5', name: ' ' },
];
const named = (text: string) =>
  mentionsIn(text, people).map(({ from, to, people: who }) => [text.slice(from, to), who.map(({ uid }) => uid).join()]);

describe('mentionsIn', () => {
  it.each([
    ['@Ada have a look', [['@Ada', 'u1']]],
    ['Look, @ada lane!', [['@ada lane', 'u2']]],
    [
      '(@Ada) and @Ada.',
      [
        ['@Ada', 'u1'],
        ['@Ada', 'u1'],
      ],
    ],
    ['@Grace', [['@Grace', 'u3,u4']]],
    ['ada@Ada.example', []],
    ['@Adams', []],
    ['@ nobody @', []],
    ['', []],
  ])('%s', (text, expected) => {
    expect(named(text)).toEqual(expected);
  });
});
