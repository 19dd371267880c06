import { z } from 'zod';
import { keep, kept } from './kept.ts';

const answerSchema = z.object({
  projectId: z.string(),
  apiKey: z.string().nullable(),
  authDomain: z.string().nullable(),
  apiOrigin: z.string().nullish(),
  emulators: z.object({ auth: z.string(), firestore: z.string() }).nullable(),
  demoUser: z.object({ email: z.string(), password: z.string() }).nullable(),
});
const hostingSchema = z.object({ apiKey: z.string(), authDomain: z.string(), projectId: z.string() });

export interface ClientConfig {
  readonly projectId: string;
  readonly apiKey: string;
  readonly authDomain: string;
  /** The address of `api` itself, for what Hosting would buffer or cut (the chat); '' means the app's own origin. */
  readonly apiOrigin: string;
  readonly emulators: { readonly auth: string; readonly firestore: string } | null;
  readonly demoUser: { readonly email: string; readonly password: string } | null;
}

/** The origin that commands go to; '' is the app's own, where Hosting hands `/api` on. */
export const commandOrigin = (import.meta.env.VITE_API_ORIGIN ?? '').replace(/\/+$/, '');

/** Asks the api which project this is. A real project's public key comes from Hosting's own `init.json`. */
export async function loadConfig(): Promise<ClientConfig> {
  const { apiKey, authDomain, apiOrigin, ...rest } = answerSchema.parse(await getJson('/api/client-config'));
  const origin = apiOrigin ?? '';
  if (apiKey !== null && authDomain !== null) return { ...rest, apiKey, authDomain, apiOrigin: origin };
  const hosting = hostingSchema.parse(await getJson('/__/firebase/init.json'));
  return { ...rest, apiKey: hosting.apiKey, authDomain: hosting.authDomain, apiOrigin: origin };
}

/** Without a connection it is the answer of the last time. */
async function getJson(path: string): Promise<unknown> {
  let response: Response;
  try {
    response = await fetch(path.startsWith('/api') ? `${commandOrigin}${path}` : path, {
      headers: { Accept: 'application/json' },
    });
  } catch (error) {
    const known = kept(path);
    if (known === null) throw error;
    return known;
  }
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  const json: unknown = await response.json();
  keep(path, json);
  return json;
}
