import { z } from 'zod';
import { type Access, type CallContext, defineConnector } from '../core/engine/connector.ts';
import { RetriableError, type StepError } from '../core/engine/errors.ts';
import type { OutboundResponse } from '../core/ports.ts';
import type { JsonObject } from '../model/json.ts';
import { statusError } from './http-status.ts';
import { cutText } from './message-text.ts';
import { askedTooOften, refused, signInRefused } from './refusals.ts';
import { callVendor } from './vendor-call.ts';

const named = { id: 'teams', title: 'Microsoft Teams' };
const HOSTS = ['*.logic.azure.com', '*.api.powerplatform.com', '*.webhook.office.com'];
/** Teams refuses a post of more than 28 KB. */
const MAX_BYTES = 27_000;
const MAX_TEXT = 12_000;

const settings = z.strictObject({});
const secrets = z.strictObject({
  webhookUrl: z
    .url({ protocol: /^https$/, error: 'Copy the whole address of the workflow' })
    .max(2_000)
    .refine((url) => HOSTS.some((host) => new URL(url).hostname.endsWith(host.slice(1))), {
      error: 'It is an address of logic.azure.com, api.powerplatform.com or webhook.office.com',
    }),
});
type TeamsAccess = Access<z.infer<typeof settings>, z.infer<typeof secrets>>;

export const teams = defineConnector<z.infer<typeof settings>, z.infer<typeof secrets>>({
  ...named,
  description: 'Posts cards to a channel or chat of Microsoft Teams.',
  help: 'In Teams, open Workflows, choose "Send webhook alerts to a channel", and copy the address that it ends with.',
  icon: 'messages-square',
  settings,
  secrets,
  hosts: () => HOSTS,
  async test({ outbound, secrets: { webhookUrl } }, context) {
    // A workflow starts on POST only; a GET is refused, and how tells whether the address is right.
    const refusal = ({ status }: OutboundResponse) =>
      status === 401 || status === 403 ? signInRefused(named, 'the address is not right, or was made anew') : null;
    const request = { method: 'GET', url: webhookUrl } as const;
    try {
      await callVendor({ outbound, title: named.title, refusal }, context, request, z.unknown());
    } catch (error) {
      const isTurnedAway = error instanceof Error && 'code' in error && /^http_4(00|04|05)$/.test(String(error.code));
      if (!isTurnedAway) throw error;
    }
    return 'a workflow that answers; its first card will show where it posts';
  },
});

export interface TeamsMessage {
  readonly title: string | null;
  readonly text: string;
  /** A button that opens a page. */
  readonly link: { readonly label: string; readonly href: string } | null;
}

/** Posts one card. What it says is shown as it is written: runs of text know no Markdown and no mentions. */
export async function postToTeams(
  { outbound, secrets: { webhookUrl } }: TeamsAccess,
  context: CallContext,
  message: TeamsMessage,
): Promise<{ isCut: boolean }> {
  const { json, isCut } = cardOf(message);
  const refusal = (response: OutboundResponse, text: string) => refusalOf(response, text, context.clock.now());
  const request = { method: 'POST', url: webhookUrl, json } as const;
  await callVendor({ outbound, title: named.title, refusal }, context, request, takenSchema);
  return { isCut };
}
/** A workflow says nothing, or what its author has it say; a connector of old says 1. */
const takenSchema = z.union([z.null(), z.literal(1), z.record(z.string(), z.unknown())]);

function cardOf(message: TeamsMessage): { json: JsonObject; isCut: boolean } {
  for (let max = MAX_TEXT; ; max = Math.floor(max * 0.8)) {
    const { text, isCut } = cutText(message.text, max);
    const json = cardWith(message, text);
    if (new TextEncoder().encode(JSON.stringify(json)).length <= MAX_BYTES) return { json, isCut };
  }
}

function cardWith({ title, link }: TeamsMessage, text: string): JsonObject {
  const lines = text.split(/\r?\n/).map((line) => block(line));
  const content: JsonObject = {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.4',
    msteams: { width: 'Full' },
    body: [...(title === null ? [] : [block(title, { weight: 'Bolder', size: 'Medium' })]), ...lines],
    ...(link !== null && { actions: [{ type: 'Action.OpenUrl', title: link.label, url: link.href }] }),
  };
  const attachment = { contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null, content };
  return { type: 'message', attachments: [attachment] };
}

function block(text: string, look: JsonObject = {}): JsonObject {
  // An empty run is refused.
  return { type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: text === '' ? ' ' : text, ...look }] };
}

function refusalOf(response: OutboundResponse, text: string, now: Date): StepError | null {
  const { status, ok } = response;
  // A connector of old answers 200 and says in words what went wrong.
  const [, inner] = ok ? (/\bHTTP error (\d{3})\b/.exec(text) ?? []) : [];
  if (inner === '429') return askedTooOften(named, 0, now);
  if (inner !== undefined) return new RetriableError(`Microsoft Teams failed (${inner}).`, { code: `http_${inner}` });
  if (status === 401 || status === 403) return signInRefused(named, 'the address is not right, or was made anew');
  if (status === 404 || status === 410) return signInRefused(named, 'the workflow was deleted or switched off');
  if (status === 413) return refused(named, 'it is too long');
  return ok ? null : statusError(response, named.title, now);
}
