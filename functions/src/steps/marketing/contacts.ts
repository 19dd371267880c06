import { dayOf } from '../../core/engine/calendar.ts';
import { timeIn } from '../../core/engine/fields.ts';
import type { StepContext } from '../../core/engine/step-type.ts';
import type { Stored, Write } from '../../core/ports.ts';
import type { JsonObject } from '../../model/json.ts';
import { docIn } from '../../model/paths.ts';
import { collectionOf, documentId } from '../data/documents.ts';
import { isQuiet } from '../members/quiet.ts';
import type { Reader } from './newsletter-people.ts';

const CHUNK = 300;

interface Asked {
  readonly audience: string;
  /** Null: nobody asks. */
  readonly notWithinDays: number | null;
}

/** Notes in the documents of readers when something was sent to them, and says by that who may be written to. */
export interface Contacts {
  /** Whether nothing was sent to him lately; not known of whom there is no document, so he is left out. */
  mayHear(reader: Reader): boolean;
  /** To be committed before his letter goes out: it fails when somebody else was faster. */
  note(reader: Reader): Write[];
  /** Where the letter certainly did not go out. */
  takeBack(reader: Reader): Write[];
}

const noContacts: Contacts = { mayHear: () => true, note: () => [], takeBack: () => [] };

/** Who of these may hear of the business again, by the documents of `audience` as they are now. */
export async function contactsOf(
  context: StepContext,
  { audience, notWithinDays }: Asked,
  readers: readonly Reader[],
): Promise<Contacts> {
  if (notWithinDays === null) return noContacts;
  const { clock, org, lastWrite } = context;
  const known = new Map<Reader, Stored<JsonObject>>();
  for (let from = 0; from < readers.length; from += CHUNK) {
    const chunk = readers.slice(from, from + CHUNK).filter(({ fields }) => documentId.safeParse(fields.id).success);
    const refs = chunk.map(({ fields }) => docIn(collectionOf(context, audience), String(fields.id)));
    for (const [index, found] of (await context.store.findAll(refs)).entries()) {
      const reader = chunk[index];
      if (found?.data && reader) known.set(reader, found);
    }
  }
  const today = dayOf(clock.now().toISOString(), org.timezone) ?? 0;
  const update = (reader: Reader, lastContactedAt: Date | null, isFirst: boolean): Write[] => {
    const found = known.get(reader);
    if (found === undefined) return [];
    const fields = { lastContactedAt, lastWrite };
    return [{ op: 'update', path: found.ref.path, fields, ...(isFirst && { ifVersion: found.version }) }];
  };
  return {
    mayHear: (reader) => {
      const found = known.get(reader);
      return found !== undefined && isQuiet(found.data, notWithinDays, { today, zone: org.timezone });
    },
    note: (reader) => update(reader, clock.now(), true),
    takeBack: (reader) => {
      const before = timeIn(known.get(reader)?.data ?? {}, 'lastContactedAt');
      return update(reader, before === null ? null : new Date(before), false);
    },
  };
}
