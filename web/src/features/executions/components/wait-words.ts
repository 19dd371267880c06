import type { Wait } from '@model/execution.ts';
import { limitName } from '../../../lib/limit-words.ts';
import { dateTime, relative } from '../../../lib/time.ts';
import { eventTitle, waitWords } from '../../../lib/words.ts';

/** What it waits for and how long at most; what it merely looks at now and then has no time worth telling. */
export function waitSentence(wait: Wait, zone: string, now: Date): string {
  const when = `${dateTime(wait.wakeAt, zone, now)} (${relative(wait.wakeAt, now)})`;
  switch (wait.kind) {
    case 'child':
    case 'turn':
      return waitWords[wait.kind];
    case 'pause':
      return `${waitWords.pause}: it goes on by itself once that is over`;
    case 'limit':
      return `${waitWords.limit} (${limitName(wait.limit)}): it goes on by itself once there is room, the oldest first. It looks again ${when}`;
    case 'event':
      return `${waitWords.event} (${eventTitle(wait.eventName)}): until ${when}`;
    case 'timer':
    case 'retry':
      return `${waitWords[wait.kind]}: ${when}`;
    case 'approval':
    case 'callback':
      return `${waitWords[wait.kind]}: until ${when}`;
  }
}

/** Where what it waits for can be seen or changed; null where nobody can. */
export function waitLink({ kind }: Wait): { readonly label: string; readonly href: string } | null {
  switch (kind) {
    case 'approval':
      return { label: 'See what is asked', href: '/approvals' };
    case 'limit':
      return { label: 'See the limits', href: '/settings/usage' };
    case 'pause':
      return { label: 'See what is paused', href: '/settings/safety' };
    default:
      return null;
  }
}
