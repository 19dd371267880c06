import { z } from 'zod';
import { deriveId } from '../../core/derive-id.ts';
import { defineStep } from '../../core/engine/step-type.ts';
import { AlreadyExistsError } from '../../core/ports.ts';
import { docIn, tenantPaths } from '../../model/paths.ts';

const instant = z.iso.datetime({ offset: true, error: 'Write an instant such as 2026-12-01T09:00:00Z' });
const params = z
  .strictObject({
    name: z.string().trim().min(1).max(200),
    /** Whom it is for: a segment of segment_customers, or any name. */
    segment: z.string().trim().min(1).max(100).default('all'),
    channel: z.enum(['email', 'social', 'ads', 'sms', 'website', 'in_store']).default('email'),
    goal: z.string().trim().max(500).nullable().default(null),
    /** What it says: the draft of a letter, a post or an advertisement. */
    message: z.string().max(20_000).nullable().default(null),
    startsAt: instant.nullable().default(null),
    endsAt: instant.nullable().default(null),
    budget: z.number().min(0).max(10_000_000).nullable().default(null),
    /** ISO 4217; the business's own when left out. */
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/, 'A currency is three capitals, such as EUR')
      .nullable()
      .default(null),
  })
  .refine(({ startsAt, endsAt }) => startsAt === null || endsAt === null || Date.parse(startsAt) < Date.parse(endsAt), {
    path: ['endsAt'],
    error: 'It ends before it starts',
  });
const output = z.object({ id: z.string(), name: z.string(), status: z.literal('draft') });
const ID_LENGTH = 20;

export const createCampaign = defineStep<z.infer<typeof params>, z.infer<typeof output>>({
  id: 'create_campaign',
  title: 'Draft a campaign',
  description: 'Writes the draft of a campaign: for whom, where, when, what it says and what it may cost.',
  modelDescription:
    'Creates a campaign document with status draft. It sends nothing: follow with send_newsletter or publish_social_post.',
  category: 'marketing',
  icon: 'flag',
  example: { name: 'Spring menu', segment: 'loyal', channel: 'email', budget: 200 },
  params,
  output,
  risk: 'safe',
  effect: 'idempotent',
  blast: () => ({ rows: 1 }),
  tally: { done: 'drafted', one: 'campaign', many: 'campaigns' },
  timeoutMs: 15_000,
  retry: { maxAttempts: 3, baseDelayMs: 500, maxDelayMs: 10_000 },
  wires: { message: ['build_email_sequence.markdown', 'generate_text.text'] },
  async run(given, { orgId, org, store, clock, idempotencyKey, lastWrite, assertLease }) {
    const id = deriveId(orgId, 'campaign', idempotencyKey).slice(0, ID_LENGTH);
    const { path } = docIn(tenantPaths(orgId).domain('campaigns'), id);
    const createdAt = clock.now().toISOString();
    const data = {
      ...given,
      currency: given.currency ?? org.currency,
      status: 'draft',
      sent: 0,
      createdAt,
      lastWrite,
    };
    assertLease();
    try {
      await store.commit([{ op: 'create', path, data }]);
    } catch (error) {
      // An earlier attempt drafted it; whoever works on it keeps his changes.
      if (!(error instanceof AlreadyExistsError)) throw error;
    }
    return { id, name: given.name, status: 'draft' };
  },
  async dryRun({ name, segment }) {
    return {
      output: { id: 'dry_run', name, status: 'draft' },
      wouldHave: `would have drafted the campaign '${name}' for ${segment}`,
    };
  },
});
