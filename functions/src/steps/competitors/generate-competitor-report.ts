import { z } from 'zod';
import { defineStep } from '../../core/engine/step-type.ts';
import { pricedProductSchema } from '../../model/competitor.ts';
import { escapeHtml, markdownToHtml } from '../../model/markdown.ts';
import { gapSchema } from '../pricing/compare-prices.ts';
import { competitorReport } from './competitor-report.ts';

const params = z
  .strictObject({
    title: z.string().trim().min(1).max(200).optional(),
    gaps: z.array(gapSchema).optional(),
    summary: z.string().max(2_000).optional(),
    competitors: z
      .array(z.looseObject({ name: z.string(), url: z.string(), products: z.array(pricedProductSchema) }))
      .optional(),
    failed: z.array(z.object({ name: z.string(), url: z.string(), message: z.string() })).default([]),
  })
  .refine(({ gaps, competitors }) => gaps !== undefined || competitors !== undefined, {
    path: ['gaps'],
    error: 'There is nothing to report on. Put scan_competitors or analyze_pricing before this step.',
  });
const output = z.object({
  title: z.string(),
  summary: z.string(),
  markdown: z.string(),
  html: z.string(),
  /** A name to save the Markdown under. */
  fileName: z.string(),
});

export const generateCompetitorReport = defineStep<z.infer<typeof params>, z.infer<typeof output>>({
  id: 'generate_competitor_report',
  title: 'Write a competitor report',
  description: 'Writes a report on the prices of competitors, with a table.',
  modelDescription:
    'Report (Markdown and HTML) from scan_competitors and analyze_pricing. Follow it with send_email or save_to_drive.',
  category: 'competitors',
  icon: 'file-chart-column',
  example: { gaps: [], summary: 'No competitor is cheaper than you (12 prices compared).' },
  params,
  output,
  risk: 'safe',
  effect: 'none',
  timeoutMs: 15_000,
  retry: { maxAttempts: 2, baseDelayMs: 1_000, maxDelayMs: 10_000 },
  wires: {
    gaps: ['analyze_pricing.gaps'],
    summary: ['analyze_pricing.summary'],
    competitors: ['scan_competitors.competitors'],
    failed: ['scan_competitors.failed'],
  },
  async run(given, { org, user, clock }) {
    const now = clock.now();
    const day = new Intl.DateTimeFormat('en-CA', { timeZone: org.timezone, dateStyle: 'short' }).format(now);
    const title = (given.title ?? `Competitor report ${day}`).replace(/\s+/g, ' ');
    const { summary, markdown } = competitorReport({ ...given, title, locale: user.locale, currency: org.currency });
    const body = markdownToHtml(markdown);
    const html = `<!doctype html><html><head><meta charset="utf-8"><title>${escapeHtml(title)}</title></head><body>${body}</body></html>`;
    return { title, summary, markdown, html, fileName: `${title.replace(/[^\p{L}\p{N} ()_-]+/gu, '-')}.md` };
  },
});
