import type { Wait } from '@model/execution.ts';
import { dateTime, relative } from '../../../lib/time.ts';
import { eventWords, waitWords } from '../../../lib/words.ts';

/** What it waits for and how long at most; what it merely looks at now and then has no time worth telling. */
export function waitSentence(wait: Wait, zone: string, now: Date): string {
  const words = wait.kind === 'event' ? `${waitWords.event} (${eventWords(wait.eventName)})` : waitWords[wait.kind];
  if (wait.kind === 'child' || wait.kind === 'turn') return words;
  const until = wait.kind === 'timer' || wait.kind === 'retry' ? '' : 'until ';
  return `${words}: ${until}${dateTime(wait.wakeAt, zone, now)} (${relative(wait.wakeAt, now)})`;
}
