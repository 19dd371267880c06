import type { StepContext } from '../../core/engine/step-type.ts';
import type { JsonObject, JsonValue } from '../../model/json.ts';
import { queries } from '../../model/query.ts';

const AT_ONCE = 50;
const COLLECTIONS = ['customers', 'members', 'prospects'];
/** Each may stand in several documents of a collection. */
const SAME_ADDRESS = 5;

/** Fields by which shops note it themselves, however they spell them: what is said yes to, no to, and dates. */
const NO_BY_YES = /^(unsubscribed?|(email|mail|newsletter|marketing)?opt(ed)?out|donot(contact|e?mail))$/;
const NO_BY_NO = /^((email|newsletter)?(marketing)?consent|newsletter|acceptsmarketing|emailmarketing)$/;
const NO_BY_DATE = /^(unsubscribed|opted?out)(at|on|date)$/;
const STATUS = /^(email|subscription|newsletter)?status$/;

const YES: readonly JsonValue[] = [true, 1, 'true', 'yes', 'y', '1', 'x', 'on'];
const NO: readonly JsonValue[] = [false, 0, 'false', 'no', 'n', '0', 'off'];

/** Whether a shop has noted in a document that somebody wants no newsletters; tables that were imported hold texts. */
export function hasOptedOut(fields: JsonObject): boolean {
  return Object.entries(fields).some(([given, value]) => {
    const name = given.toLowerCase().replaceAll(/[^a-z]/g, '');
    const said = typeof value === 'string' ? value.trim().toLowerCase() : value;
    if (NO_BY_YES.test(name)) return YES.includes(said);
    if (NO_BY_NO.test(name)) return NO.includes(said);
    if (NO_BY_DATE.test(name)) return said !== null && said !== '';
    return STATUS.test(name) && said === 'unsubscribed';
  });
}

/** Those of these addresses of which the shop's documents say so: a list of recipients rarely takes that along. */
export async function optedOut(
  { orgId, store }: StepContext,
  addresses: readonly string[],
): Promise<ReadonlySet<string>> {
  const out = new Set<string>();
  const look = async (address: string, collection: string): Promise<void> => {
    const page = { limit: SAME_ADDRESS, after: null };
    const found = await store.query(queries.documents(orgId, collection, { email: address }, page));
    if (found.some(({ data }) => data !== null && hasOptedOut(data))) out.add(address);
  };
  for (let from = 0; from < addresses.length; from += AT_ONCE) {
    const chunk = addresses.slice(from, from + AT_ONCE);
    await Promise.all(chunk.flatMap((address) => COLLECTIONS.map((collection) => look(address, collection))));
  }
  return out;
}
