import { z } from 'zod';
import { bluesky, postRecord } from '../../connectors/bluesky.ts';
import { mastodon, postStatus } from '../../connectors/mastodon.ts';
import { postToWebhook, webhook } from '../../connectors/webhook-out.ts';
import { defineStep, type StepContext } from '../../core/engine/step-type.ts';
import { connectionParam } from '../connection-param.ts';
import { cutToFit, excessOf, NETWORKS, withLink } from './post-text.ts';

const params = z
  .strictObject({
    network: z.enum(NETWORKS),
    connection: connectionParam,
    text: z.string().trim().min(1).max(10_000),
    /** Put behind the text. */
    link: z
      .url({ protocol: /^https?$/, error: 'Write a whole web address (https://…)' })
      .max(2_000)
      .nullable()
      .default(null),
    /** Who sees it, on Mastodon. */
    visibility: z.enum(['public', 'unlisted', 'private']).default('public'),
    /** Of the text, such as `en`. */
    language: z
      .string()
      .regex(/^[a-z]{2,3}$/, 'Write a language such as en')
      .nullable()
      .default(null),
    /** Mastodon takes 500 signs, Bluesky 300. */
    whenTooLong: z.enum(['refuse', 'cut']).default('refuse'),
  })
  .superRefine(({ network, text, link, whenTooLong }, context) => {
    const excess = whenTooLong === 'refuse' ? excessOf(network, withLink(text, link)) : 0;
    if (excess > 0) {
      context.addIssue({ code: 'custom', path: ['text'], message: `It is ${excess} signs too long for ${network}` });
    }
  });
type Params = z.infer<typeof params>;

const output = z.object({
  network: z.enum(NETWORKS),
  id: z.string(),
  /** Where people see it; empty where that is not known. */
  url: z.string(),
  text: z.string(),
});

export const publishSocialPost = defineStep<Params, z.infer<typeof output>>({
  id: 'publish_social_post',
  title: 'Publish a post',
  description: 'Publishes a post on Mastodon or Bluesky, or hands it to a webhook.',
  modelDescription:
    'Publishes one short post (Mastodon 500 signs, Bluesky 300, or a webhook that passes it on). Links and #tags in the text work.',
  category: 'marketing',
  icon: 'megaphone',
  example: { network: 'mastodon', text: 'Fresh today: our spring menu #localfood', link: 'https://shop.example/menu' },
  params,
  output,
  risk: 'high',
  // The networks drop a repeat by our key; whoever is behind a webhook may not.
  effect: ({ network }) => (network === 'webhook' ? 'once' : 'idempotent'),
  targets: ['link'],
  literals: ['network', 'connection'],
  connectors: [...NETWORKS],
  tally: { done: 'published', one: 'post', many: 'posts', to: 'network' },
  limit: 'social_publish',
  timeoutMs: 60_000,
  retry: { maxAttempts: 4, baseDelayMs: 5_000, maxDelayMs: 600_000 },
  wires: { text: ['generate_text.text'] },
  async run(given, context) {
    const { network, link } = given;
    const text = withLink(cutToFit(network, given.text, link), link);
    const { id, url } = await publish({ ...given, text }, context);
    return { network, id, url, text };
  },
  async dryRun({ network, text: given, link }) {
    const text = withLink(cutToFit(network, given, link), link);
    const start = text.length > 60 ? `${text.slice(0, 60)}…` : text;
    return {
      output: { network, id: 'dry_run', url: '', text },
      wouldHave: `would have published on ${network}: '${start}'`,
    };
  },
});

async function publish({ network, connection, text, link, visibility, language }: Params, context: StepContext) {
  const { idempotencyKey: key, clock } = context;
  switch (network) {
    case 'mastodon':
      return postStatus(await context.connect(mastodon, connection), context, { text, visibility, language }, key);
    case 'bluesky': {
      const post = { text, language, createdAt: clock.now() };
      return postRecord(await context.connect(bluesky, connection), context, post, key);
    }
    case 'webhook': {
      const message = { type: 'social_post', id: key, text, link, language, createdAt: clock.now().toISOString() };
      await postToWebhook(await context.connect(webhook, connection), context, message, key);
      return { id: key, url: '' };
    }
  }
}
