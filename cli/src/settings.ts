import { chmod, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { CliError, UsageError } from './errors.ts';

/** Where to ask, and as whom. */
export interface Access {
  readonly origin: string;
  readonly key: string;
  /** Sent as `X-Org-Id`: a key of another team is refused then. */
  readonly orgId: string | null;
}

export interface AccessOptions {
  readonly origin?: string | undefined;
  readonly org?: string | undefined;
}
type Environment = Readonly<Record<string, string | undefined>>;

const savedSchema = z.object({ origin: z.string(), key: z.string() });

export const LOG_IN = 'playbooks login asks for both and keeps them, or set PLAYBOOKS_ORIGIN and PLAYBOOKS_API_KEY';

export function settingsPath(env: Environment): string {
  return join(env.XDG_CONFIG_HOME || join(homedir(), '.config'), 'playbooks', 'config.json');
}

/** From the command's own options, the environment and what `login` has kept, in this order. Throws `UsageError`. */
export async function readAccess(options: AccessOptions, env: Environment): Promise<Access> {
  const given = options.origin ?? (env.PLAYBOOKS_ORIGIN || undefined);
  const ownKey = env.PLAYBOOKS_API_KEY || undefined;
  const saved = given !== undefined && ownKey !== undefined ? null : await readSaved(settingsPath(env));
  const where = given ?? saved?.origin;
  if (where === undefined) throw new UsageError('Which Playbooks? No address is known', { fix: LOG_IN });
  const origin = originOf(where);
  // A key is sent only to the address that it was entered for.
  const key = ownKey ?? (saved?.origin === origin ? saved.key : undefined);
  if (key === undefined) throw new UsageError(`There is no API key for ${origin}`, { fix: LOG_IN });
  return { origin, key, orgId: options.org ?? null };
}

/** An address without path; a key is sent in the clear to this machine only. Throws `UsageError`. */
export function originOf(text: string): string {
  const url = URL.parse(text.includes('://') ? text : `https://${text}`);
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new UsageError(`'${text}' is no address`, { fix: 'write it as https://playbooks.example.com' });
  }
  const isHere = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  if (url.protocol === 'http:' && !isHere) {
    throw new UsageError(`${url.origin} would read the API key in the clear`, { fix: `write https://${url.host}` });
  }
  return url.origin;
}

export async function saveAccess(path: string, { origin, key }: Access): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await writeFile(path, `${JSON.stringify({ origin, key }, null, 2)}\n`, { mode: 0o600 });
  // A file that was there before keeps its mode otherwise.
  await chmod(path, 0o600);
}

async function readSaved(path: string): Promise<z.infer<typeof savedSchema> | null> {
  const text = await readFile(path, 'utf8').catch(() => null);
  if (text === null) return null;
  const { mode } = await stat(path);
  if (process.platform !== 'win32' && (mode & 0o077) !== 0) {
    throw new CliError(`Others on this machine may read ${path}, and with it the API key`, {
      fix: `chmod 600 ${path}`,
    });
  }
  try {
    return savedSchema.parse(JSON.parse(text));
  } catch {
    throw new CliError(`${path} cannot be read`, { fix: 'playbooks login writes it anew' });
  }
}
