import type { GalleryItem } from '../../model/gallery.ts';
import type { GALLERY_SORTS } from '../../model/gallery-views.ts';
import { queries } from '../../model/query.ts';
import type { FieldValue } from '../../model/query-shape.ts';
import { searchWords } from '../../model/search-terms.ts';
import type { Found, Store, Stored } from '../ports.ts';
import { categoryFacet, EVERYTHING, wordFacet } from './facets.ts';

export type GallerySort = (typeof GALLERY_SORTS)[number];
export type GalleryCursor = readonly [value: number | Date, itemId: string];

interface Browsing {
  readonly q: string;
  readonly category: string | null;
  readonly sort: GallerySort;
  readonly limit: number;
  readonly after: GalleryCursor | null;
}
export interface ItemPage {
  readonly items: readonly Stored<GalleryItem>[];
  readonly next: GalleryCursor | null;
}

/** Of items that have one word so many are looked through for the others; then the page is what was found. */
const MOST_READ = 400;

const LISTS: Readonly<Record<GallerySort, 'galleryPopular' | 'galleryNew' | 'galleryRated'>> = {
  popular: 'galleryPopular',
  new: 'galleryNew',
  rating: 'galleryRated',
};

/** A page of what is in the gallery. Of several words the longest is looked up, and the others are held against what it brings. */
export async function browseItems(store: Store, { q, category, sort, limit, after }: Browsing): Promise<ItemPage> {
  const [word, ...others] = searchWords(q).sort((a, b) => b.length - a.length);
  const none = category === null ? EVERYTHING : categoryFacet(category);
  const facet = word === undefined ? none : wordFacet(word, category);
  const fits = ({ facets }: GalleryItem) => others.every((one) => facets.includes(wordFacet(one, category)));
  const items: Stored<GalleryItem>[] = [];
  let from: readonly FieldValue[] | null = after;
  for (let read = 0; read < MOST_READ; read += limit) {
    const page: Found<GalleryItem>[] = await store.query(queries[LISTS[sort]](facet, { limit, after: from }));
    for (const one of page) {
      if (one.data === null || !fits(one.data)) continue;
      items.push(one);
      if (items.length === limit) return { items, next: cursorAfter(one, sort) };
    }
    const last = page.at(-1);
    if (page.length < limit || !last?.data) return { items, next: null };
    from = cursorAfter(last, sort);
    if (read + limit >= MOST_READ) return { items, next: cursorAfter(last, sort) };
  }
  return { items, next: null };
}

function cursorAfter({ id, data }: Stored<GalleryItem>, sort: GallerySort): GalleryCursor {
  switch (sort) {
    case 'popular':
      return [data.installs, id];
    case 'rating':
      return [data.score, id];
    case 'new':
      return [data.publishedAt ?? data.createdAt, id];
  }
}
