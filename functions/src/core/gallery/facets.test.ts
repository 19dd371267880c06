import { describe, expect, it } from 'vitest';
import { averageOf, facetsOf, ratingsOf, scoreOf } from './facets.ts';

const words = { name: 'Café mail', description: 'Writes mail', category: 'sales', publisher: 'Tea People' };

describe('an item', () => {
  it('is found under all, its category, and each word alone and in its category', () => {
    const facets = facetsOf(words);
    expect(facets.slice(0, 4)).toEqual(['*', 'category:sales', 'word:cafe', 'word:cafe|sales']);
    expect(facets).toEqual(expect.arrayContaining(['word:tea', 'word:writes|sales', 'word:sales']));
    expect(new Set(facets).size).toBe(facets.length);
  });

  it('has as many facets as may be stored, however much is said of it', () => {
    const description = Array.from({ length: 400 }, (_, index) => `word${index}`).join(' ');
    expect(facetsOf({ ...words, description }).length).toBeLessThanOrEqual(140);
  });
});

describe('stars', () => {
  it('have an average, and none where nobody has rated', () => {
    expect(averageOf([0, 0, 0, 0, 0])).toBeNull();
    expect([averageOf([1, 0, 0, 0, 2]), ratingsOf([1, 0, 0, 0, 2]).count]).toEqual([3.67, 3]);
  });

  it('of many rank before those of one', () => {
    const [none, one, many] = [scoreOf([0, 0, 0, 0, 0]), scoreOf([0, 0, 0, 0, 1]), scoreOf([0, 0, 0, 25, 25])];
    expect(none).toBe(3.5);
    expect(many).toBeGreaterThan(one);
    expect(scoreOf([1, 0, 0, 0, 0])).toBeLessThan(none);
  });
});
