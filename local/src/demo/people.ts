import { z } from 'zod';
import type { Stack } from '../stack/stack.ts';

/** What the person in the demo says: seed 003's worked example. */
export const SENTENCE =
  "I want to track our top 3 competitors' prices every morning and get an email if they undercut us by more than 10%";

const signInSchema = z.object({ idToken: z.string(), localId: z.string() });
const cardPartSchema = z.object({
  type: z.literal('data-card'),
  data: z.object({ card: z.object({ playbookId: z.string(), status: z.string(), problems: z.array(z.string()) }) }),
});
const textPartSchema = z.object({ type: z.literal('text-delta'), delta: z.string() });

/** Signs in with e-mail and password at the Auth emulator, as the web app does; gives an ID token. */
export async function signIn(stack: Stack, email: string, password: string): Promise<string> {
  const path = '/identitytoolkit.googleapis.com/v1/accounts:signInWithPassword?key=demo';
  const answer = await fetch(`http://127.0.0.1:${stack.ports.auth}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password, returnSecureToken: true }),
  });
  if (!answer.ok) throw new Error(`Signing in as ${email} failed (${answer.status}): ${await answer.text()}`);
  return signInSchema.parse(await answer.json()).idToken;
}

/** Says a sentence in the chat; gives the playbook that was proposed, a draft, and the words of the answer. */
export async function say(
  stack: Stack,
  idToken: string,
  message: string,
): Promise<{ playbookId: string; answer: string }> {
  const response = await fetch(`${stack.apiOrigin}/api/chat`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${idToken}` },
    body: JSON.stringify({ message }),
  });
  const body = await response.text();
  if (!response.ok) throw new Error(`The chat refused the sentence (${response.status}): ${body}`);
  const parts = partsOf(body);
  const answer = parts.map((part) => textPartSchema.safeParse(part).data?.delta ?? '').join('');
  const made = parts.map((part) => cardPartSchema.safeParse(part).data).find((part) => part !== undefined);
  if (made === undefined) throw new Error(`The chat proposed no playbook. It said: ${answer || body}`);
  const { playbookId, status, problems } = made.data.card;
  if (status !== 'draft' || problems.length > 0) {
    throw new Error(`The card is not ready to be activated: ${[status, ...problems].join('; ')}`);
  }
  return { playbookId, answer };
}

/** Presses Activate on the card. */
export async function activate(stack: Stack, idToken: string, playbookId: string): Promise<void> {
  const response = await fetch(`${stack.apiOrigin}/api/playbooks/${playbookId}`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${idToken}` },
    body: JSON.stringify({ status: 'active' }),
  });
  if (!response.ok) throw new Error(`It was not activated (${response.status}): ${await response.text()}`);
}

/** The parts of a UI message stream: server-sent events, each with one JSON object, ended by [DONE]. */
export function partsOf(stream: string): unknown[] {
  return stream
    .split('\n')
    .filter((line) => line.startsWith('data:'))
    .map((line) => line.slice('data:'.length).trim())
    .filter((data) => data !== '' && data !== '[DONE]')
    .map((data): unknown => JSON.parse(data));
}

/** Changes a price at a demo shop. */
export async function setPrice(stack: Stack, shop: string, product: string, price: number): Promise<void> {
  const answer = await fetch(`http://127.0.0.1:${stack.ports.shopsControl}/control/prices`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ shop, product, price }),
  });
  if (!answer.ok) throw new Error(`The price was not changed (${answer.status}): ${await answer.text()}`);
}
