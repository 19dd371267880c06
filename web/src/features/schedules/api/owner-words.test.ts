import { describe, expect, it } from 'vitest';
import type { Person } from '../../../lib/people.ts';
import { ownerWords } from './owner-words.ts';

const people: Person[] = [
  { uid: 'u1', name: 'Ada', email: 'ada@shop.example', role: 'editor', away: null },
  { uid: 'u2', name: 'Ben', email: 'ben@shop.example', role: 'owner', away: null },
];

describe('in whose name a schedule starts', () => {
  it.each([
    ['u1', people, { words: 'by Ada', hasLeft: false }],
    ['u2', people, { words: 'by you', hasLeft: false }],
    ['u3', people, { words: 'by somebody who has left', hasLeft: true }],
    [null, people, { words: 'by somebody who has left', hasLeft: true }],
    ['u3', null, null],
    ['u3', [], null],
  ])('%s', (ownerId, team, expected) => {
    expect(ownerWords(ownerId, team, 'u2')).toEqual(expected);
  });
});
