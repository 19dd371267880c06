import { concealed, secretPattern } from '../core/engine/conceal.ts';
import type { Outbound, Secrets, Store, Write } from '../core/ports.ts';

/** Knows the secrets that this process has read, and takes them out of whatever is written down. */
export interface Concealer {
  add(secret: string): void;
  text(text: string): string;
  /** All texts in a value; the same value where there was nothing. Dates and the like are left alone. */
  value<T>(value: T): T;
}

export function createConcealer(): Concealer {
  const known = new Set<string>();
  const parts = new Set<string>();
  let pattern: RegExp | null = null;
  return {
    add(secret) {
      if (known.has(secret)) return;
      known.add(secret);
      for (const part of partsOf(secret)) parts.add(part);
      pattern = secretPattern(parts);
    },
    text: (text) => (pattern === null ? text : text.replace(pattern, OMITTED)),
    value: (value) => (pattern === null ? value : concealed(value, pattern, OMITTED)),
  };
}

const OMITTED = '<omitted>';

/** The secret, and what of it is one by itself: the password in an address, the private key in a JSON key. */
function partsOf(secret: string): string[] {
  const password = URL.parse(secret.trim())?.password ?? '';
  const fields = secret.trimStart().startsWith('{') ? privateFields(secret) : [];
  return [secret.trim(), password, decoded(password), ...fields];
}

function privateFields(json: string): string[] {
  try {
    return Object.entries(JSON.parse(json)).flatMap(([name, value]) =>
      name.startsWith('private') && typeof value === 'string' ? [value.trim()] : [],
    );
  } catch {
    return [];
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Every secret that is read is known from then on. */
export function notingSecrets(secrets: Secrets, { add }: Concealer): Secrets {
  return {
    read: async (name) => {
      const value = await secrets.read(name);
      if (value !== null) add(value);
      return value;
    },
    cronSecrets: async (options) => {
      const values = await secrets.cronSecrets(options);
      for (const value of values) add(value);
      return values;
    },
  };
}

/** A vendor that repeats a secret says it to nobody: not to the next step, and not to whom that one writes. */
export function concealingOutbound(outbound: Outbound, { text }: Concealer): Outbound {
  const concealedBytes = (bytes: Uint8Array): Uint8Array => {
    const said = Buffer.from(bytes).toString('latin1');
    const left = text(said);
    return left === said ? bytes : Buffer.from(left, 'latin1');
  };
  return {
    ...outbound,
    fetch: async (url, init) => {
      const answer = await outbound.fetch(url, init);
      const bytes = async () => concealedBytes(await answer.bytes());
      return { ...answer, bytes, text: async () => text(await answer.text()) };
    },
  };
}

/** No document says a secret, whoever quoted it: a vendor's error, an answer that echoes what it was sent. */
export function concealingStore(store: Store, { value }: Concealer): Store {
  const concealed = (write: Write): Write => {
    if (write.op === 'delete') return write;
    return write.op === 'update' ? { ...write, fields: value(write.fields) } : { ...write, data: value(write.data) };
  };
  return { ...store, commit: (writes) => store.commit(writes.map(concealed)) };
}
