import { describe, expect, it } from 'vitest';
import { errorGroupOf } from './error-group.ts';

const textOf = (message: string) => errorGroupOf({ code: 'x', message }).text;

describe('the group of an error', () => {
  it.each([
    ['Mail to ada@shop.example was refused', 'Mail to bob@club.example was refused'],
    ['No answer from https://a.example/x?id=1 after 30 s', 'No answer from https://b.example/ after 5 s'],
    ['There is no product “Tea”', 'There is no product “Blue pot”'],
    ["There is no document 'a'", "There is no document 'b-2'"],
    ['Order 4711 costs 12.50', 'Order 12 costs 1,200.00'],
    ['Execution k7m2pq9x4d failed', 'Execution zz81abcd90 failed'],
    ['The page is gone\nat line 3', 'The page is gone\nat line 4'],
  ])('%s: the same as another time', (first, second) => {
    expect(textOf(first)).toBe(textOf(second));
  });

  it('keeps what tells one kind from another', () => {
    expect(textOf("It wasn't sent, and can't be")).toBe("It wasn't sent, and can't be");
    expect(textOf('The mailbox is full')).not.toBe(textOf('The mailbox is gone'));
    expect(errorGroupOf({ code: 'a', message: 'x' })).not.toEqual(errorGroupOf({ code: 'b', message: 'x' }));
    expect(textOf('x '.repeat(5_000)).length).toBeLessThan(200);
  });
});
