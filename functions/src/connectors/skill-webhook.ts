import { z } from 'zod';
import { type Access, type CallContext, defineConnector } from '../core/engine/connector.ts';
import { NonRetriableError, StepError } from '../core/engine/errors.ts';
import type { StepContext } from '../core/engine/step-type.ts';
import type { Outbound } from '../core/ports.ts';
import { type JsonObject, type JsonValue, jsonObject, jsonValue } from '../model/json.ts';
import { callVendor } from './vendor-call.ts';
import { refusalBy, vendorUrl } from './vendor-refusal.ts';
import { signedHeaders, signingSecret } from './webhook-out.ts';

/** A skill may think for a while. */
export const LONGEST_MS = 120_000;
const PLATFORM_SECRET = 'MODAL_WEBHOOK_SECRET';

const settings = z.strictObject({ url: vendorUrl.describe('Where your program takes calls') });
const secrets = z.strictObject({
  signingSecret: signingSecret.describe(
    'Signs each call, so that your program can tell that it is ours: whsec_ and at least 24 signs of base64',
  ),
});

const named = { id: 'skill_webhook', title: 'Skills behind a webhook' };

export const skillWebhook = defineConnector<z.infer<typeof settings>, z.infer<typeof secrets>>({
  ...named,
  description: 'Has a program of your own do the work of a skill.',
  help: 'Enter the address of your program, and a signing secret that only it knows. docs/skills.md says what it is sent, and what it has to answer.',
  icon: 'webhook',
  settings,
  secrets,
  platformSecret: PLATFORM_SECRET,
  hosts: ({ url }) => [new URL(url).host],
  async test(access, context) {
    const { url, secret, outbound } = ownCallee(access);
    const sentAt = context.clock.now().toISOString();
    await called({ url, secret, outbound }, context, { type: 'test', sentAt }, `test-${sentAt}`);
    return new URL(url).host;
  },
});

/** Where a skill is done, and what its calls are signed with; null: they are not. */
interface Callee {
  readonly url: string;
  readonly secret: string | null;
  readonly outbound: Outbound;
}

function ownCallee({
  settings: { url },
  secrets: keys,
  outbound,
}: Access<z.infer<typeof settings>, z.infer<typeof secrets>>) {
  return { url, secret: keys.signingSecret, outbound };
}

/**
 * What answers for skills: the tenant's connection of that id, else its default one, else what the platform has set.
 * Throws a `NonRetriableError` that says what to do where there is none.
 */
export async function skillCallee(
  context: Pick<StepContext, 'connect' | 'setting' | 'secret' | 'outbound'>,
  connectionId: string | null,
): Promise<Callee> {
  try {
    return ownCallee(await context.connect(skillWebhook, connectionId));
  } catch (error) {
    const isMissing = error instanceof StepError && error.code === 'not_connected';
    const url = context.setting('MODAL_WEBHOOK_URL');
    if (connectionId !== null || !isMissing || url === null) throw error;
    const { outbound } = context;
    // What is signed for one address goes to no other.
    const door: Outbound = { ...outbound, fetch: (to, init) => outbound.fetch(to, { ...init, maxRedirects: 0 }) };
    return { url, secret: await context.secret(PLATFORM_SECRET), outbound: door };
  }
}

const reason = z.string().trim().min(1).max(2_000).catch('it gave no reason');
const answerSchema = z.union([
  z.object({ success: z.literal(false), error: reason }).transform(({ error }) => ({ kind: 'failed' as const, error })),
  z.object({ result: jsonValue }).transform(({ result }) => ({ kind: 'done' as const, result })),
  z
    .union([jsonObject, z.array(jsonValue)])
    .transform((result): { kind: 'done'; result: JsonValue } => ({ kind: 'done', result })),
]);

/**
 * Has a skill done under a key by which its program can tell a repeat. Answers what came of it: the `result` of the
 * answer, or the whole answer where it names none.
 */
export async function callSkill(
  callee: Callee,
  context: CallContext,
  call: { readonly skill: string; readonly inputs: JsonObject } & JsonObject,
  key: string,
): Promise<JsonValue> {
  const answer = await called(callee, context, { type: 'skill', ...call }, key);
  if (answer.kind === 'done') return answer.result;
  throw new NonRetriableError(`The skill “${call.skill}” failed: ${answer.error}`, {
    code: 'skill_failed',
    fault: 'vendor',
    mayHaveActed: true,
  });
}

async function called({ url, secret, outbound }: Callee, context: CallContext, message: JsonObject, key: string) {
  const signed = secret === null ? {} : signedHeaders(JSON.stringify(message), secret, key, context);
  const refusal = refusalBy(
    { ...named, words: z.object({ error: z.string() }).transform(({ error }) => error) },
    context.clock.now(),
  );
  const request = {
    method: 'POST',
    url,
    headers: { 'idempotency-key': key, ...signed },
    json: message,
    timeoutMs: LONGEST_MS,
  } as const;
  return callVendor({ outbound, title: 'the program behind the skill', refusal }, context, request, answerSchema);
}
