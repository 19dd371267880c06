import { randomBytes } from 'node:crypto';

/** Secrets that are recognized wherever they turn up: long, random, and in no other text. */
export function plant(name: string): string {
  return `${name}-${randomBytes(24)
    .toString('base64')
    .replace(/[^a-zA-Z0-9]/g, 'x')}/+${randomBytes(3).toString('hex')}`;
}

/** How a secret may be written down, in lower case: whole, reversed, encoded, or half of it. */
function formsOf(secret: string): [string, string][] {
  const half = Math.floor(secret.length / 2);
  const aligned = [0, 1, 2].flatMap((offset): [string, string][] => {
    const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(secret)]);
    const core = bytes
      .toString('base64')
      .replace(/=+$/, '')
      .slice(Math.ceil((offset * 4) / 3), -1);
    const forUrl = core.replaceAll('+', '-').replaceAll('/', '_');
    return [
      [`base64 (${offset})`, core],
      [`base64url (${offset})`, forUrl],
    ];
  });
  const forms: [string, string][] = [
    ['as it is', secret],
    ['reversed', [...secret].reverse().join('')],
    ['URL-encoded', encodeURIComponent(secret)],
    ['hex', Buffer.from(secret).toString('hex')],
    ['first half', secret.slice(0, half)],
    ['second half', secret.slice(half)],
    ...aligned,
  ];
  return forms.filter(([, form]) => form.length >= 12).map(([how, form]) => [how, form.toLowerCase()]);
}

export type Search = (where: string, text: string) => void;

/** Looks for secrets in texts, and remembers what it found: which one, how it was written, and where. */
export function searchFor(secrets: Readonly<Record<string, string>>): {
  readonly look: Search;
  readonly found: string[];
} {
  const all = Object.entries(secrets).flatMap(([name, secret]) =>
    formsOf(secret).map(([how, form]) => ({ what: `${name} ${how}`, form })),
  );
  const found: string[] = [];
  const look: Search = (where, text) => {
    const lower = text.toLowerCase();
    for (const { what, form } of all) if (lower.includes(form)) found.push(`${what} in ${where}`);
  };
  return { look, found };
}

const PAGE = 5_000;

/** Every document of an emulator's database, whatever its collection, as the text that is stored. */
export async function everyDocument(host: string, projectId: string, see: Search): Promise<number> {
  const database = `projects/${projectId}/databases/(default)/documents`;
  let count = 0;
  for (let after: string | null = null; ; ) {
    const structuredQuery = {
      from: [{ allDescendants: true }],
      orderBy: [{ field: { fieldPath: '__name__' }, direction: 'ASCENDING' }],
      limit: PAGE,
      ...(after !== null && { startAt: { values: [{ referenceValue: after }], before: false } }),
    };
    const response = await fetch(`http://${host}/v1/${database}:runQuery`, {
      method: 'POST',
      headers: { Authorization: 'Bearer owner', 'Content-Type': 'application/json' },
      body: JSON.stringify({ structuredQuery }),
    });
    if (!response.ok) throw new Error(`The emulator answered ${response.status}: ${await response.text()}`);
    const answers = (await response.json()) as { document?: { name: string; fields?: object } }[];
    const documents = answers.flatMap(({ document }) => document ?? []);
    for (const { name, fields } of documents) see(name.slice(database.length + 1), textOf(fields));
    count += documents.length;
    after = documents.at(-1)?.name ?? null;
    if (documents.length < PAGE) return count;
  }
}

/** Without what JSON puts before quotes and slashes, also where JSON lies in JSON. */
function textOf(fields: object | undefined): string {
  return JSON.stringify(fields ?? {}).replaceAll('\\', '');
}
