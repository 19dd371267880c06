import { z } from 'zod';
import { mailAddressSchema } from '../../connectors/smtp.ts';
import { NonRetriableError } from '../../core/engine/errors.ts';
import { readDocuments } from '../../core/engine/read-documents.ts';
import type { StepContext } from '../../core/engine/step-type.ts';
import { unsubscribeRef } from '../../core/engine/unsubscribe.ts';
import { holds, type wish } from '../../core/engine/wish.ts';
import { type JsonObject, jsonObject } from '../../model/json.ts';
import { compareValues } from '../data/list.ts';
import { hasOptedOut, optedOut } from './opt-outs.ts';

const MAX_READ = 10_000;
const CHUNK = 300;

/** A newsletter's readers: all of a collection, or a list of addresses or of people with their fields. */
export const audienceSchema = z.enum(['customers', 'members', 'prospects']);
export const listSchema = z
  .array(z.union([z.string(), jsonObject]))
  .min(1, 'Give at least one recipient')
  .max(2_000, 'A newsletter goes to at most 2,000 people');

/** A line of a letter. */
export const line = z
  .string()
  .trim()
  .min(1)
  .max(300)
  .regex(/^[^\r\n\0]*$/, 'This is a single line');

interface Asked {
  readonly audience: z.infer<typeof audienceSchema>;
  readonly where: readonly z.infer<typeof wish>[];
  readonly recipients: z.infer<typeof listSchema> | null;
  readonly maxRecipients: number;
}
export interface Reader {
  readonly address: string;
  readonly fields: JsonObject;
}
export interface Readers {
  readonly readers: readonly Reader[];
  /** Who is left out: those who want none, and those without an address that mail can go to. */
  readonly unsubscribed: number;
  readonly withoutAddress: number;
}

/** Whom a newsletter goes to: everybody once, and nobody who has said that he wants none. Throws when they are too many. */
export async function readersOf(context: StepContext, asked: Asked): Promise<Readers> {
  const people = await peopleOf(context, asked);
  const wanting = people.filter((one) => !hasOptedOut(one));
  const readers = new Map<string, Reader>();
  let withoutAddress = 0;
  for (const fields of wanting) {
    const address = mailAddressSchema.safeParse(typeof fields.email === 'string' ? fields.email.trim() : null);
    if (!address.success) withoutAddress += 1;
    else if (!readers.has(address.data.toLowerCase())) {
      readers.set(address.data.toLowerCase(), { address: address.data, fields });
    }
  }
  const subscribed = await stillSubscribed(context, [...readers.values()]);
  const noted = await optedOut(context, asked.recipients === null ? [] : subscribed.map(({ address }) => address));
  const left = subscribed.filter(({ address }) => !noted.has(address));
  if (left.length > asked.maxRecipients) {
    throw tooMany(
      `There are ${left.length} people to write to, more than ${asked.maxRecipients}: narrow it by 'where'`,
    );
  }
  const unsubscribed = people.length - wanting.length + readers.size - left.length;
  return { readers: left, unsubscribed, withoutAddress };
}

async function peopleOf(context: StepContext, { audience, where, recipients }: Asked): Promise<JsonObject[]> {
  if (recipients !== null) return recipients.map((one) => (typeof one === 'string' ? { email: one } : one));
  const { documents, isCut } = await readDocuments(context, { collection: audience, max: MAX_READ });
  if (isCut) throw tooMany(`There are more than ${MAX_READ} ${audience}: choose the recipients in a step before`);
  const compare = compareValues(context.user.locale);
  return documents.filter((one) => where.every((wanted) => holds(wanted, one, compare)));
}

async function stillSubscribed({ orgId, store }: StepContext, readers: readonly Reader[]): Promise<Reader[]> {
  const left: Reader[] = [];
  for (let from = 0; from < readers.length; from += CHUNK) {
    const chunk = readers.slice(from, from + CHUNK);
    const found = await store.findAll(chunk.map(({ address }) => unsubscribeRef(orgId, address)));
    left.push(...chunk.filter((_, index) => found[index] === null));
  }
  return left;
}

function tooMany(message: string): NonRetriableError {
  return new NonRetriableError(`${message}. Nothing was sent.`, { code: 'too_many_recipients', mayHaveActed: false });
}
