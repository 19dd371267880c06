import { z } from 'zod';
import { webhookSchemes } from '../../src/core/triggering/webhook-schemes.ts';
import { jsonObject } from '../../src/model/json.ts';
import type { SeenCall, Vendor, VendorAnswer } from './vendor.ts';

export const SKILL_SECRET = 'whsec_c2tpbGwtc2VjcmV0LW9mLWEtdGVzdA==';
const callSchema = z.object({ type: z.string(), skill: z.string().optional(), inputs: jsonObject.optional() });

/** A program behind skills as docs/skills.md asks for: it checks the signature, and does each key once. */
export function createSkillProgram(now: () => Date = () => new Date()) {
  const done = new Map<string, z.infer<typeof callSchema>>();
  const vendor: Vendor = {
    host: 'skills.example',
    answer: (call) => answer(call, done, now()),
    mishaps: { refused: { status: 422, body: { error: 'There is no skill of that name' } } },
  };
  return { vendor, done };
}

function answer(call: SeenCall, done: Map<string, z.infer<typeof callSchema>>, now: Date): VendorAnswer {
  const headers = Object.fromEntries(Object.entries(call.headers).map(([name, value]) => [name, String(value)]));
  const delivery = { headers, query: {}, body: Buffer.from(call.body) };
  const verdict = webhookSchemes.hmac.verify(delivery, [SKILL_SECRET], now);
  if (call.method !== 'POST' || !verdict.isGenuine) return { status: 401, body: { error: 'Wrong signature' } };
  const asked = callSchema.parse(call.json());
  done.set(headers['idempotency-key'] ?? '', asked);
  if (asked.type === 'test') return { status: 200, body: { success: true, result: null } };
  if (asked.skill === 'broken') return { status: 200, body: { success: false, error: 'The source is empty' } };
  return {
    status: 200,
    body: { success: true, result: { markdown: `# Outline\n\n${JSON.stringify(asked.inputs)}`, rows: [{ part: 1 }] } },
  };
}
