import { describe, expect, it } from 'vitest';
import { commentParts, personAt } from './comment-text.ts';

const people = [
  { uid: 'u1', name: 'Ada Lane' },
  { uid: 'u2', name: 'Ben' },
  { uid: 'u3', name: 'Ben' },
  { uid: 'u4', name: 'Jean-Luc O’Neill' },
];
const short = (text: string) => commentParts(text, people).map(({ kind, text: part }) => `${kind}:${part}`);

describe('a comment', () => {
  it.each([
    ['Plain <b>text</b>', ['text:Plain <b>text</b>']],
    ['@ada lane: **look** at `x * y`', ['mention:@ada lane', 'text:: ', 'bold:look', 'text: at ', 'code:x * y']],
    ['See https://shop.example/a?b=1.', ['text:See ', 'link:https://shop.example/a?b=1', 'text:.']],
    ['javascript:alert(1)', ['text:javascript:alert(1)']],
    ['**@Ben** `@Ben` sam@Ben.example', ['bold:@Ben', 'text: ', 'code:@Ben', 'text: sam@Ben.example']],
    ['', []],
  ])('%s', (text, parts) => {
    expect(short(text)).toEqual(parts);
  });

  it('names all who bear a name', () => {
    expect(commentParts('@Ben', people)).toEqual([{ kind: 'mention', text: '@Ben', uids: ['u2', 'u3'] }]);
  });
});

describe('whom an @ may mean', () => {
  const at = (text: string) => personAt(people, text, text.length)?.options.map(({ uid }) => uid) ?? null;
  it.each([
    ['@', ['u1', 'u2', 'u3', 'u4']],
    ['ask @a', ['u1']],
    ['(@la', ['u1']],
    ['@ada l', ['u1']],
    ['@jean-luc o’', ['u4']],
    ['sam@a', null],
    ['@Ada Lane ', null],
    ['@zoe', null],
    ['hello', null],
  ])('%s', (text, uids) => {
    expect(at(text)).toEqual(uids);
  });

  it('is what stands before the caret', () => {
    expect(personAt(people, 'ask @be now', 7)).toMatchObject({ from: 4, options: [{ uid: 'u2' }, { uid: 'u3' }] });
  });
});
