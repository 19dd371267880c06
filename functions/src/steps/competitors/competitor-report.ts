import type { PricedProduct } from '../../model/competitor.ts';
import { escapeMarkdown } from '../../model/markdown.ts';
import { formatMoney, formatPercent } from '../money.ts';
import type { Gap } from '../pricing/compare-prices.ts';

const MAX_ROWS = 200;

interface Facts {
  readonly title: string;
  readonly locale: string;
  readonly currency: string;
  readonly gaps?: readonly Gap[] | undefined;
  readonly summary?: string | undefined;
  readonly competitors?: readonly { name: string; url: string; products: readonly PricedProduct[] }[] | undefined;
  readonly failed: readonly { name: string; url: string; message: string }[];
}

/** The report as Markdown, in which every word that came from outside is escaped. */
export function competitorReport(facts: Facts): { summary: string; markdown: string } {
  const summary = facts.summary ?? scannedSummary(facts);
  const blocks = [
    `# ${escapeMarkdown(facts.title)}`,
    `**${escapeMarkdown(summary)}**`,
    ...(facts.gaps === undefined ? productTable(facts) : gapTable(facts.gaps, facts.locale)),
    ...failures(facts.failed),
    ...sources(facts),
  ];
  return { summary, markdown: `${blocks.join('\n\n')}\n` };
}

function scannedSummary({ competitors = [] }: Facts): string {
  const count = competitors.reduce((sum, { products }) => sum + products.length, 0);
  return `${count} ${count === 1 ? 'price' : 'prices'} of ${competitors.length} ${competitors.length === 1 ? 'competitor' : 'competitors'}.`;
}

function gapTable(gaps: readonly Gap[], locale: string): string[] {
  if (gaps.length === 0) return ['No product could be compared.'];
  const rows = gaps.map(({ product, competitor, our_price, their_price, currency, gap_percent }) => [
    product,
    competitor,
    formatMoney(their_price, currency, locale),
    formatMoney(our_price, currency, locale),
    gap_percent > 0
      ? `${formatPercent(gap_percent)} cheaper`
      : gap_percent < 0
        ? `${formatPercent(-gap_percent)} dearer`
        : 'same',
  ]);
  return table(['Product', 'Competitor', 'Their price', 'Your price', 'They are'], rows);
}

function productTable({ competitors = [], locale, currency }: Facts): string[] {
  const rows = competitors.flatMap(({ name, products }) =>
    products.map((product) => [product.name, name, formatMoney(product.price, product.currency ?? currency, locale)]),
  );
  return rows.length === 0 ? ['No prices were found.'] : table(['Product', 'Competitor', 'Price'], rows);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => escapeMarkdown(cell) || '-').join(' | ')} |`;
  const shown = rows.slice(0, MAX_ROWS).map(line);
  const more = rows.length > MAX_ROWS ? [`And ${rows.length - MAX_ROWS} more.`] : [];
  return [[line(head), `|${' --- |'.repeat(head.length)}`, ...shown].join('\n'), ...more];
}

function failures(failed: Facts['failed']): string[] {
  if (failed.length === 0) return [];
  const lines = failed.map(({ name, message }) => `- ${escapeMarkdown(name)}: ${escapeMarkdown(message)}`);
  return ['## Could not be read', lines.join('\n')];
}

function sources({ competitors = [] }: Facts): string[] {
  if (competitors.length === 0) return [];
  const lines = competitors.map(({ name, url }) => `- ${escapeMarkdown(name)}: ${escapeMarkdown(url)}`);
  return ['## Sources', lines.join('\n')];
}
