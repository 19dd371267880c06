import { z } from 'zod';
import { wordpress } from '../../connectors/wordpress.ts';
import { defineStep } from '../../core/engine/step-type.ts';
import { connectionParam } from '../connection-param.ts';
import { notedBefore } from '../noted-before.ts';
import { beforeSchema, type Fix, fixSchema, mend, placeSchema, readBefore } from './seo-fix.ts';

const params = z
  .strictObject({
    connection: connectionParam,
    /** The address of a page or post of the website, or `{type: pages|posts, id}`. */
    page: placeSchema,
    ...fixSchema.shape,
  })
  .refine((given) => namesOf(given).length > 0, {
    path: ['title'],
    error: 'Say what to mend: title, description, slug or imageAlts',
  });
type Params = z.infer<typeof params>;
const output = z.object({
  url: z.string(),
  changed: z.array(z.string()),
  /** Params of this step that bring back what was there before. */
  undo: z.object({ page: z.object({ type: z.enum(['pages', 'posts']), id: z.int() }), ...fixSchema.shape }),
});

export const applySeoFix = defineStep<Params, z.infer<typeof output>>({
  id: 'apply_seo_fix',
  title: 'Mend a page for search engines',
  description: 'Changes title, description, address or image texts of a page or post in WordPress.',
  modelDescription:
    'Mends one WordPress page or post: title, description (meta description or excerpt), slug, imageAlts by id of the image. undo of its output holds the params that bring the old state back. audit_page says what to mend.',
  category: 'marketing',
  icon: 'wrench',
  example: {
    page: 'https://shop.example/menu',
    title: 'Menu | Thrive Syracuse',
    description: 'Everything we have today.',
  },
  params,
  output,
  // A new address breaks links to the old one.
  risk: ({ slug }) => (slug === null ? 'moderate' : 'high'),
  effect: 'idempotent',
  blast: ({ imageAlts }) => ({ rows: 1 + imageAlts.length }),
  targets: ['page'],
  literals: ['connection'],
  connectors: [wordpress.id],
  tally: { done: 'mended', one: 'page', many: 'pages', to: 'url' },
  limit: 'seo_bulk_apply',
  timeoutMs: 120_000,
  retry: { maxAttempts: 4, baseDelayMs: 5_000, maxDelayMs: 300_000 },
  async run({ connection, page, ...fix }, context) {
    const access = await context.connect(wordpress, connection);
    const before = await notedBefore(context, beforeSchema, () => readBefore(access, context, { page, fix }));
    const url = await mend(access, context, before.place, fix);
    return { url, changed: namesOf(fix), undo: { page: before.place, ...before.undo } };
  },
  async dryRun({ connection, page, ...fix }) {
    const changed = namesOf(fix);
    const place = typeof page === 'string' ? { type: 'pages' as const, id: 0 } : page;
    const named = typeof page === 'string' ? page : `${page.type}/${page.id}`;
    return {
      output: { url: typeof page === 'string' ? page : '', changed, undo: { page: place, ...fix } },
      wouldHave: `would have changed ${changed.join(', ')} of ${named}`,
    };
  },
});

function namesOf({ title, description, slug, imageAlts }: Fix): string[] {
  const named = Object.entries({ title, description, slug });
  const given = named.flatMap(([name, value]) => (value === null ? [] : [name]));
  return imageAlts.length > 0 ? [...given, 'imageAlts'] : given;
}
