import type { Approval } from '@model/approval.ts';
import { humanize, sentence } from '../../../lib/words.ts';
import type { Deed } from './deed.ts';

type Question = Pick<Approval, 'kind' | 'title' | 'message' | 'playbookName'>;

/** What will happen with a yes, in one sentence; else what is asked. */
export function headline({ kind, title, playbookName }: Question, deed: Deed, currency: string): string {
  if (kind !== 'act') return title;
  switch (deed.kind) {
    case 'mail': {
      const { to, subject } = deed.mail;
      const what = subject === null ? 'an answer' : `“${subject}”`;
      return `Send ${what} to ${peopleWords(to)}`;
    }
    case 'message':
      return /message$/.test(deed.medium)
        ? `Send a ${deed.medium} to ${deed.to || 'your phones'}`
        : `Post to ${deed.medium}${deed.to ? ` in ${deed.to}` : ''}`;
    case 'price': {
      const { of, from, to } = deed;
      const now = from === null ? '' : ` from ${money(from, currency)}`;
      return `Change the price of ${of}${now} to ${money(to, currency)}`;
    }
    case 'write': {
      const preposition = { Add: 'Add a document to', Change: 'Change', Delete: 'Delete' }[deed.verb];
      return `${preposition} ${deed.place}`;
    }
    case 'other':
      return withoutName(title, playbookName);
  }
}

/** What a rehearsal of the act has said; null where the thing itself is shown, or nothing was rehearsed. */
export function rehearsalWords({ kind, message }: Question, deed: Deed): string | null {
  if (kind !== 'act') return message === '' ? null : message;
  if (deed.kind !== 'other') return null;
  return sentence(message.replace(/^Without this question it would have/, 'In a rehearsal it would have'));
}

/** `Send a payment reminder (Remind of unpaid invoices)` without the name, which stands beside it anyway. */
function withoutName(title: string, playbookName: string): string {
  const tail = ` (${playbookName})`;
  return title.endsWith(tail) ? title.slice(0, -tail.length) : title;
}

/** `ada@x.example`, `ada@x.example and ben@x.example`, `7 people`. */
export function peopleWords(people: readonly string[]): string {
  const [first, second] = people;
  if (first === undefined) return 'nobody yet';
  if (second === undefined) return first.includes('@') ? first : humanize(first);
  return people.length === 2 ? `${first} and ${second}` : `${people.length} people`;
}

export function money(amount: number, currency: string): string {
  try {
    return new Intl.NumberFormat('en-US', { style: 'currency', currency }).format(amount);
  } catch {
    return String(amount);
  }
}

/** `+2.9 %`, `−2.9 %`; null where there is nothing to compare. */
export function changeWords(from: number | null, to: number): string | null {
  if (from === null || from === 0) return null;
  const percent = ((to - from) / from) * 100;
  const size = Math.abs(percent).toLocaleString('en-US', { maximumFractionDigits: 1 });
  return size === '0' ? 'no change' : `${percent > 0 ? '+' : '−'}${size} %`;
}
