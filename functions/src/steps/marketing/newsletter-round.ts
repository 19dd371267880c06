import { type Mail, sendMail } from '../../connectors/smtp.ts';
import type { OwnMail } from '../../connectors/smtp-connection.ts';
import { NonRetriableError, RetriableError, RetryAfterError, StepError } from '../../core/engine/errors.ts';
import type { StepContext } from '../../core/engine/step-type.ts';
import type { Write } from '../../core/ports.ts';
import { beginLetters, earlierLetters, type LetterStatus, letterKey, settledLetter } from './newsletter-ledger.ts';
import type { Reader } from './newsletter-people.ts';

/** How many letters are on their way at the same time, and so at most how many are in doubt after a crash. */
const AT_ONCE = 5;
/** So long letters are begun; the rest of the step's time is for those that are on their way. */
const SENDING_MS = 4 * 60_000;
const PAUSE_MS = 10_000;
/** When the first letters are all refused, it is not the readers. */
const ALL_REFUSED = 10;

export type Counts = Readonly<Record<LetterStatus, number>>;
/** The mail of each reader, and by whose server it goes. */
interface Letters {
  readonly mailFor: (reader: Reader) => Mail;
  readonly own: OwnMail | null;
}
interface Sent {
  readonly key: string;
  readonly status: LetterStatus | null;
  readonly error: StepError | null;
}

/** Sends each reader one letter, and none a second one, whatever dies in between. Throws to go on later. */
export async function sendRound(context: StepContext, readers: readonly Reader[], letters: Letters): Promise<Counts> {
  const earlier = await earlierLetters(context, readers);
  const counts = { done: 0, refused: 0, unknown: 0 };
  for (const status of earlier.values()) counts[status] += 1;
  const open = readers.filter((reader) => !earlier.has(letterKey(context, reader)));
  const until = context.clock.now().getTime() + SENDING_MS;
  const progress = () => `${counts.done} of ${readers.length} letters are sent`;
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
      settled,
    );
    const sent = await Promise.all(wave.map((reader) => sendOne(context, reader, letters)));
    settled = sent.map(({ key, status }) => settledLetter(context, key, status));
    for (const { status } of sent) if (status !== null) counts[status] += 1;
    const stop = sent.find(({ status }) => status === null)?.error ?? allRefused(counts, sent);
    if (stop) {
      await context.store.commit(settled);
      throw told(stop, progress(), counts.done + counts.unknown > 0);
    }
  }
  if (settled.length > 0) await context.store.commit(settled);
  return counts;
}

async function sendOne(context: StepContext, reader: Reader, { mailFor, own }: Letters): Promise<Sent> {
  const key = letterKey(context, reader);
  try {
    await sendMail({ ...context, idempotencyKey: key }, mailFor(reader), own);
    return { key, status: 'done', error: null };
  } catch (error) {
    if (!(error instanceof StepError)) throw error;
    if (error.code === 'mail_refused' || error.code === 'bad_mail') return { key, status: 'refused', error };
    return { key, status: error.mayHaveActed ? 'unknown' : null, error };
  }
}

function allRefused(counts: Counts, sent: readonly Sent[]): StepError | null {
  const isHopeless = counts.done === 0 && counts.unknown === 0 && counts.refused >= ALL_REFUSED;
  return isHopeless ? (sent.at(-1)?.error ?? null) : null;
}

/** The same error, that says how far it had come. */
function told(error: StepError, progress: string, mayHaveActed: boolean): StepError {
  const { code, fault, fix } = error;
  const message = `${error.message} ${progress}.`;
  const options = { code, fault, mayHaveActed, cause: error, ...(fix !== null && { fix }) };
  if (error instanceof NonRetriableError) return new NonRetriableError(message, options);
  return error instanceof RetryAfterError
    ? new RetryAfterError(message, error.retryAt, options)
    : new RetriableError(message, options);
}
