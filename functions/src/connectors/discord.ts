import { z } from 'zod';
import { type Access, type CallContext, defineConnector } from '../core/engine/connector.ts';
import type { StepError } from '../core/engine/errors.ts';
import type { OutboundResponse } from '../core/ports.ts';
import { cutText, outsideLinks } from './message-text.ts';
import { askedTooOften, parsedAnswer, refused, signInRefused, vendorWords } from './refusals.ts';
import { callVendor } from './vendor-call.ts';

const named = { id: 'discord', title: 'Discord' };
const MAX_CONTENT = 2_000;

const settings = z.strictObject({
  username: z
    .string()
    .trim()
    .min(1)
    .max(80)
    .nullable()
    .default(null)
    .describe('The name that its messages bear; without one, that of the webhook'),
});
const secrets = z.strictObject({
  webhookUrl: z
    .string()
    .regex(
      /^https:\/\/((ptb|canary)\.)?discord(app)?\.com\/api\/(v\d+\/)?webhooks\/\d+\/[\w-]+$/,
      'It begins with https://discord.com/api/webhooks/',
    ),
});
type DiscordAccess = Access<z.infer<typeof settings>, z.infer<typeof secrets>>;

export const discord = defineConnector<z.infer<typeof settings>, z.infer<typeof secrets>>({
  ...named,
  description: 'Posts messages to a channel of a Discord server.',
  help: 'In Discord, open the settings of the channel, then Integrations, Webhooks, New Webhook, and copy its address.',
  icon: 'message-circle',
  settings,
  secrets,
  hosts: () => ['discord.com', 'ptb.discord.com', 'canary.discord.com', 'discordapp.com'],
  async test(access, context) {
    const request = { method: 'GET', url: access.secrets.webhookUrl } as const;
    const { name } = await callVendor(callee(access, context), context, request, webhookSchema);
    return `webhook ${name ?? 'without a name'}`;
  },
});
const webhookSchema = z.object({ id: z.string(), name: z.string().nullish() });

export interface DiscordMessage {
  readonly title: string | null;
  readonly text: string;
}
export interface PostedToDiscord {
  readonly channelId: string;
  readonly messageId: string;
  readonly isCut: boolean;
}

/** Posts one message that mentions nobody. */
export async function postToDiscord(
  access: DiscordAccess,
  context: CallContext,
  { title, text }: DiscordMessage,
): Promise<PostedToDiscord> {
  const { content, isCut } = written(title, text);
  const { username } = access.settings;
  const json = { content, allowed_mentions: { parse: [] }, ...(username !== null && { username }) };
  // Without `wait` Discord says nothing of what came of it.
  const request = { method: 'POST', url: `${access.secrets.webhookUrl}?wait=true`, json } as const;
  const posted = await callVendor(callee(access, context), context, request, messageSchema);
  return { channelId: posted.channel_id, messageId: posted.id, isCut };
}
const messageSchema = z.object({ id: z.string(), channel_id: z.string() });

/** Discord counts the escapes, too: cut until all of it fits. */
function written(title: string | null, text: string): { content: string; isCut: boolean } {
  const head = title === null ? '' : `**${escapeDiscord(title)}**\n`;
  let max = MAX_CONTENT - head.length;
  for (;;) {
    const cut = cutText(text, max);
    const content = `${head}${escapeDiscord(cut.text)}`;
    if (content.length <= MAX_CONTENT) return { content, isCut: cut.isCut };
    // A character has one escape at most.
    max -= Math.ceil((content.length - MAX_CONTENT) / 2);
  }
}

/** Text that Discord shows as it is written: no marks, no mentions, no links with another face. */
export function escapeDiscord(text: string): string {
  return outsideLinks(text, (part) => part.replace(/[\\_*~`|>#<@:[\]()-]/g, '\\$&'));
}

function callee({ outbound }: DiscordAccess, { clock }: CallContext) {
  return { outbound, title: named.title, refusal: (...given: Answer) => refusalOf(...given, clock.now()) };
}
type Answer = [response: OutboundResponse, text: string];

function refusalOf({ status, headers }: OutboundResponse, text: string, now: Date): StepError | null {
  if (status < 400 || status >= 500) return null;
  const { code, message, retry_after: seconds } = problemSchema.parse(parsedAnswer(text));
  if (status === 429) return askedTooOften(named, seconds ?? Number(headers.get('retry-after')), now);
  if (status === 401 || status === 403 || code === 10015 || code === 50027) {
    return signInRefused(named, 'the webhook was deleted, or its address is not right');
  }
  if (message === undefined) return null;
  return refused(named, `it says '${vendorWords(message)}' (${status})`, `http_${status}`);
}
const problemSchema = z
  .object({ code: z.number().optional(), message: z.string().optional(), retry_after: z.number().optional() })
  .catch({});
