import { type Mail, sendMail } from '../../connectors/smtp.ts';
import type { OwnMail } from '../../connectors/smtp-connection.ts';
import { RetryAfterError, StepError } from '../../core/engine/errors.ts';
import type { StepContext } from '../../core/engine/step-type.ts';
import type { Write } from '../../core/ports.ts';
import type { Contacts } from './contacts.ts';
import { beginLetters, earlierLetters, type LetterStatus, letterKey, settledLetter } from './newsletter-ledger.ts';
import type { Reader } from './newsletter-people.ts';
import { allRefused, type Counts, told } from './newsletter-refusal.ts';

/** How many letters are on their way at the same time, and so at most how many are in doubt after a crash. */
const AT_ONCE = 5;
/** So long letters are begun; the rest of the step's time is for those that are on their way. */
const SENDING_MS = 4 * 60_000;
const PAUSE_MS = 10_000;

/** The mail of each reader, by whose server it goes, and who may be written to. */
interface Letters {
  readonly mailFor: (reader: Reader) => Mail;
  readonly own: OwnMail | null;
  readonly contacts: Contacts;
}
interface Sent {
  readonly reader: Reader;
  readonly key: string;
  readonly status: LetterStatus | null;
  readonly error: StepError | null;
}

/** Sends each reader one letter, and none a second one, whatever dies in between. Throws to go on later. */
export async function sendRound(
  context: StepContext,
  readers: readonly Reader[],
  letters: Letters,
): Promise<Counts & { readonly lately: number }> {
  const { contacts } = letters;
  const earlier = await earlierLetters(context, readers);
  const counts = { done: 0, refused: 0, unknown: 0 };
  for (const status of earlier.values()) counts[status] += 1;
  const left = readers.filter((reader) => !earlier.has(letterKey(context, reader)));
  const open = left.filter(contacts.mayHear);
  const lately = left.length - open.length;
  const until = context.clock.now().getTime() + SENDING_MS;
  const progress = () => `${counts.done} of ${readers.length - lately} letters are sent`;
  let settled: Write[] = [];
  for (let from = 0; from < open.length; from += AT_ONCE) {
    const now = context.clock.now();
    if (now.getTime() > until) {
      await context.store.commit(settled);
      throw new RetryAfterError(`${progress()}; the rest follows.`, new Date(now.getTime() + PAUSE_MS), {
        code: 'goes_on',
        fault: 'system',
      });
    }
    context.signal.throwIfAborted();
    context.assertLease();
    const wave = open.slice(from, from + AT_ONCE);
    await beginLetters(
      context,
      wave.map((reader) => letterKey(context, reader)),
      [...settled, ...wave.flatMap(contacts.note)],
    );
    const sent = await Promise.all(wave.map((reader) => sendOne(context, reader, letters)));
    settled = sent.flatMap(({ reader, key, status }) => [
      settledLetter(context, key, status),
      ...(status === null ? contacts.takeBack(reader) : []),
    ]);
    for (const { status } of sent) if (status !== null) counts[status] += 1;
    const stop = sent.find(({ status }) => status === null)?.error ?? allRefused(counts, sent.at(-1)?.error ?? null);
    if (stop) {
      await context.store.commit(settled);
      throw told(stop, progress(), counts.done + counts.unknown > 0);
    }
  }
  if (settled.length > 0) await context.store.commit(settled);
  return { ...counts, lately };
}

async function sendOne(context: StepContext, reader: Reader, { mailFor, own }: Letters): Promise<Sent> {
  const key = letterKey(context, reader);
  try {
    await sendMail({ ...context, idempotencyKey: key }, mailFor(reader), own);
    return { reader, key, status: 'done', error: null };
  } catch (error) {
    if (!(error instanceof StepError)) throw error;
    if (error.code === 'mail_refused' || error.code === 'bad_mail') return { reader, key, status: 'refused', error };
    return { reader, key, status: error.mayHaveActed ? 'unknown' : null, error };
  }
}
