import { concealed, OMITTED, partsOf, secretPattern } from '../core/engine/conceal.ts';
import { heldSecret, secretTexts } from '../core/governance/connection-secret.ts';
import { ownerOf, secretsOf } from '../core/governance/tenant-secret.ts';
import type { Secrets, Store, Write } from '../core/ports.ts';
import { orgIdOf } from '../model/paths.ts';

/** Takes secrets out of what is written down. */
interface Concealing {
  text(text: string): string;
  /** All texts in a value; the same value where there was nothing. Dates and the like are left alone. */
  value<T>(value: T): T;
}

/**
 * Knows the secrets that this process has read or written. Taken by itself it takes out all of them, which is right for
 * a log. What belongs to a tenant (null: to nobody) loses those of the platform and its own: with words that he has
 * entered as a secret nobody can make holes in what others write.
 */
export interface Concealer extends Concealing {
  /** `owner`: as `ownerOf` names him; null for a secret of the platform. */
  add(secret: string, owner?: string | null): void;
  within(orgId: string | null): Concealing;
}

interface Known {
  readonly secrets: Set<string>;
  /** Made at the first use after a secret was added. */
  pattern: RegExp | null | undefined;
}

function patternOf(known: Known): RegExp | null {
  known.pattern ??= known.pattern === null ? null : secretPattern([...known.secrets].flatMap(partsOf));
  return known.pattern;
}

export function createConcealer(): Concealer {
  const byOwner = new Map<string | null, Known>();
  const knownOf = (owner: string | null): readonly Known[] => {
    const known = byOwner.get(owner);
    return known === undefined ? [] : [known];
  };
  const withinOrg = (orgId: string | null): readonly Known[] => {
    const isPlain = orgId === null || byOwner.size === (byOwner.has(null) ? 1 : 0);
    return isPlain ? knownOf(null) : [...knownOf(null), ...knownOf(secretsOf(orgId))];
  };
  return {
    add(secret, owner = null) {
      const known = byOwner.get(owner) ?? { secrets: new Set(), pattern: null };
      byOwner.set(owner, known);
      if (known.secrets.has(secret)) return;
      known.secrets.add(secret);
      known.pattern = undefined;
    },
    ...concealing(() => [...byOwner.values()]),
    within: (orgId) => concealing(() => withinOrg(orgId)),
  };
}

function concealing(known: () => readonly Known[]): Concealing {
  const apply = <T>(given: T, replaced: (left: T, pattern: RegExp) => T): T =>
    known().reduce((left, one) => {
      const pattern = patternOf(one);
      return pattern === null ? left : replaced(left, pattern);
    }, given);
  return {
    text: (given) => apply(given, (text, pattern) => text.replace(pattern, OMITTED)),
    value: (given) => apply(given, (value, pattern) => concealed(value, pattern, OMITTED)),
  };
}

/** Every secret that is read or written is known from then on; of a connection's each field. */
export function notingSecrets(secrets: Secrets, { add }: Pick<Concealer, 'add'>): Secrets {
  const note = (name: string, value: string): void => {
    const held = heldSecret(value);
    for (const one of held === null ? [value] : secretTexts(held.secrets)) add(one, ownerOf(name));
  };
  return {
    ...secrets,
    read: async (name, since) => {
      const value = await secrets.read(name, since);
      if (value !== null) note(name, value);
      return value;
    },
    cronSecrets: async (options) => {
      const values = await secrets.cronSecrets(options);
      for (const value of values) add(value);
      return values;
    },
    write: async (name, value) => {
      note(name, value);
      await secrets.write(name, value);
    },
  };
}

/** No document says a secret, whoever quoted it: a vendor's error, an answer that echoes what it was sent. */
export function concealingStore(store: Store, { within }: Pick<Concealer, 'within'>): Store {
  const concealed = (write: Write): Write => {
    if (write.op === 'delete') return write;
    const { value } = within(orgIdOf(write.path));
    const safe = <T extends object>(given: T) => withoutPieces(given, value(given));
    return write.op === 'update' ? { ...write, fields: safe(write.fields) } : { ...write, data: safe(write.data) };
  };
  return { ...store, commit: (writes) => store.commit(writes.map(concealed)) };
}

/**
 * What an execution is found by are words of the texts beside them, some of which are pieces of a secret: they are no
 * whole one, and still not to be kept. Where something was taken out, a word has to stand in what is left.
 */
function withoutPieces<T extends object>(given: T, safe: T): T {
  if (safe === given || !('terms' in given) || !Array.isArray(given.terms)) return safe;
  const { terms: _, ...rest } = safe as T & { terms: unknown };
  const left = JSON.stringify(rest).toLowerCase();
  return { ...safe, terms: given.terms.filter((term) => typeof term === 'string' && left.includes(term)) };
}
