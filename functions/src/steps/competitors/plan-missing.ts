import { normalizedName } from '../../connectors/product-data.ts';
import { formatMoney } from '../money.ts';
import { counted, type Facts, type Finding, short } from './plan-finding.ts';

const MOST_MISSING = 20;

/** What others have on the shelf that is not among our own, by sku or by name. */
export function missingFinding({ competitors, own, currency, locale }: Facts): Finding[] {
  // Without products of our own there is nothing that could be missing among them.
  if (own.length === 0) return [];
  const skus = new Set(own.flatMap(({ sku }) => (sku ? [sku.trim().toLowerCase()] : [])));
  const names = new Set(own.map(({ name }) => normalizedName(name)));
  const offers = competitors.flatMap(({ name: competitor, products }) =>
    products
      .filter(({ inStock }) => inStock !== false)
      .filter(({ sku, name }) => !skus.has((sku ?? '').trim().toLowerCase()) && !names.has(normalizedName(name)))
      .map((product) => ({ ...product, competitor })),
  );
  const missing = [...Map.groupBy(offers, ({ name }) => normalizedName(name))]
    .filter(([name]) => name !== '')
    .map(([, of]) => ({ of, sellers: new Set(of.map(({ competitor }) => competitor)).size }))
    .toSorted((a, b) => b.sellers - a.sellers);
  if (missing.length === 0) return [];
  const lines = missing.slice(0, MOST_MISSING).flatMap(({ of: [first], sellers }) => {
    if (first === undefined) return [];
    const price = formatMoney(first.price, first.currency ?? currency, locale);
    const others = sellers > 1 ? ` and ${counted(sellers - 1, 'other', 'others')}` : '';
    return [`${short(first.name)}: ${price} at ${short(first.competitor)}${others}`];
  });
  const title = `Others sell ${counted(missing.length, 'product', 'products')} that you do not`;
  const more = missing.length > lines.length ? `\nand ${missing.length - lines.length} more` : '';
  const recommendation = `${title}:\n${lines.join('\n')}${more}`.slice(0, 5_000);
  return [
    {
      about: 'inventory',
      type: 'inventory_alert',
      title,
      recommendation,
      priority: (missing[0]?.sellers ?? 0) > 1 ? 'medium' : 'low',
      currency: null,
      data: { missing: missing.length },
      work: { action: 'log_note', params: { message: recommendation } },
    },
  ];
}
