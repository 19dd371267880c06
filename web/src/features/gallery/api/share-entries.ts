import type { ItemPrice, ItemWords } from '@model/gallery.ts';
import { itemPriceSchema, itemWordsSchema } from '@model/gallery.ts';
import type { OwnItemView } from '@model/gallery-views.ts';
import type { Playbook } from '@model/playbook.ts';
import { readPrice } from './gallery-words.ts';

/** What stands in the form of an item. */
export interface Entered extends ItemWords {
  readonly isPremium: boolean;
  /** As it is written: `9`, `9.50`. */
  readonly price: string;
  /** What is new in a version that is not the first. */
  readonly changes: string;
}

interface Said extends ItemWords {
  readonly price: ItemPrice | null;
  readonly changes: string;
}

/** What stands in it at first: as it is in the gallery, else as the playbook says it. */
export function enteredOf(
  playbook: Pick<Playbook, 'name' | 'description' | 'category'>,
  item: OwnItemView | null,
  business: string,
): Entered {
  const { name, description, category } = item ?? playbook;
  const price = item?.price ?? null;
  return {
    name,
    description,
    category,
    publisher: item?.publisher ?? business.slice(0, 60),
    isPremium: price !== null,
    price: price === null ? '' : (price.amount / 100).toFixed(price.amount % 100 === 0 ? 0 : 2),
    changes: '',
  };
}

/** What is sent, or what is wrong with which field. */
export function readEntered(
  entered: Entered,
  isNewVersion: boolean,
): { readonly said: Said } | { readonly errors: Record<string, string> } {
  const { isPremium, price: written, changes, ...rest } = entered;
  const words = itemWordsSchema.safeParse(rest);
  const amount = isPremium ? readPrice(written) : null;
  const price = itemPriceSchema.nullable().safeParse(amount === null ? null : { amount, currency: 'USD' });
  const errors: Record<string, string> = {};
  for (const { path, message } of words.error?.issues ?? []) errors[String(path[0])] ??= message;
  if (isPremium && amount === null) errors.price = 'Write a price such as 9 or 9.50';
  else if (!price.success) errors.price = price.error.issues[0]?.message ?? '';
  if (isNewVersion && changes.trim() === '') errors.changes = 'Say what is new in this version';
  if (Object.keys(errors).length > 0 || !words.success || !price.success) return { errors };
  return { said: { ...words.data, price: price.data, changes: changes.trim() } };
}
