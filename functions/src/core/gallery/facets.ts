import type { GalleryItem, ItemWords } from '../../model/gallery.ts';
import { searchWords } from '../../model/search-terms.ts';

/** Under what all items are found. */
export const EVERYTHING = '*';
const MAX_WORDS = 60;

/** `*`, `category:sales`, each word, and each word within its category: one of them is looked up at a time. */
export function facetsOf({ name, description, category, publisher }: ItemWords): string[] {
  const words = searchWords(`${name} ${publisher} ${category.replaceAll('_', ' ')} ${description}`).slice(0, MAX_WORDS);
  return [
    EVERYTHING,
    categoryFacet(category),
    ...words.flatMap((word) => [wordFacet(word, null), wordFacet(word, category)]),
  ];
}

export function categoryFacet(category: string): string {
  return `category:${category}`;
}

export function wordFacet(word: string, category: string | null): string {
  return category === null ? `word:${word}` : `word:${word}|${category}`;
}

const USUAL = 3.5;
/** So many ratings count as much as the usual. */
const WEIGHT = 5;

export function ratingsOf(stars: GalleryItem['stars']): { readonly count: number; readonly sum: number } {
  const count = stars.reduce((total, one) => total + one, 0);
  return { count, sum: stars.reduce((total, one, index) => total + one * (index + 1), 0) };
}

/** To two places; null where nobody has rated. */
export function averageOf(stars: GalleryItem['stars']): number | null {
  const { count, sum } = ratingsOf(stars);
  return count === 0 ? null : Math.round((sum / count) * 100) / 100;
}

/** One rating of five stars does not come before fifty of four and a half. */
export function scoreOf(stars: GalleryItem['stars']): number {
  const { count, sum } = ratingsOf(stars);
  return Math.round(((sum + USUAL * WEIGHT) / (count + WEIGHT)) * 10_000) / 10_000;
}
