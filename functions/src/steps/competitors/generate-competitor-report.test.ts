import { describe, expect, it } from 'vitest';
import { runStep, stepContext } from '../../../test/step-context.ts';
import { generateCompetitorReport } from './generate-competitor-report.ts';

const gap = (more: object = {}) => ({
  competitor: 'Higher Level',
  product: 'Blue Dream',
  our_price: 35,
  their_price: 29.75,
  currency: 'USD',
  gap_percent: 15,
  url: null,
  ...more,
});
interface Report {
  title: string;
  summary: string;
  markdown: string;
  html: string;
  fileName: string;
}
const report = async (params: object) =>
  (await runStep(
    generateCompetitorReport,
    JSON.parse(JSON.stringify(params)),
    stepContext().context,
  )) as unknown as Report;

describe('generate_competitor_report', () => {
  it('shows what was compared in a table, in Markdown and in HTML', async () => {
    const { title, markdown, html, fileName } = await report({
      gaps: [gap(), gap({ competitor: 'B', their_price: 36, gap_percent: -2.9 })],
      summary: 'Worst first.',
    });
    expect(title).toBe('Competitor report 2026-11-20');
    expect(fileName).toBe('Competitor report 2026-11-20.md');
    expect(markdown).toContain('| Blue Dream | Higher Level | $29.75 | $35.00 | 15% cheaper |');
    expect(markdown).toContain('| Blue Dream | B | $36.00 | $35.00 | 2.9% dearer |');
    expect(html).toMatch(/<table[\s\S]*<td[^>]*>15% cheaper<\/td>/);
    expect(html).toContain('<strong>Worst first.</strong>');
  });

  it('escapes everything that came from outside', async () => {
    const nasty = '<script>alert(1)</script> | **bold** [x](javascript:y)\n# head';
    const { markdown, html } = await report({
      title: nasty,
      summary: nasty,
      gaps: [gap({ product: nasty, competitor: nasty })],
      failed: [{ name: nasty, url: 'u', message: nasty }],
    });
    expect(html).not.toMatch(/<script|<strong>bold|<a /);
    expect(html.match(/<h1>/g)).toHaveLength(1);
    expect(html.match(/<tr>/g)).toHaveLength(2);
    expect(html.match(/<td/g)).toHaveLength(5);
    expect(markdown.split('\n').filter((line) => line.startsWith('# '))).toHaveLength(1);
  });

  it('lists what was scanned when nothing was compared, with sources and failures', async () => {
    const product = { name: 'A', sku: null, price: 5, currency: null, url: null, inStock: null };
    const { summary, markdown } = await report({
      competitors: [{ name: 'Shop', url: 'https://s.example', products: [product] }],
      failed: [{ name: 'Gone', url: 'u', message: 'has nothing (404).' }],
    });
    expect(summary).toBe('1 price of 1 competitor.');
    expect(markdown).toContain('| A | Shop | $5.00 |');
    expect(markdown).toContain('- Gone: has nothing (404).');
    expect(markdown).toContain('- Shop: https://s.example');
  });

  it('needs something to report on', () => {
    expect(generateCompetitorReport.params.safeParse({}).error?.issues[0]?.path).toEqual(['gaps']);
  });
});
