import { z } from 'zod';
import type { OpenInvoice } from '../../core/engine/open-invoice.ts';
import { formatMoney } from '../money.ts';

export const TONES = ['polite', 'firm', 'final'] as const;

/** What is said of any reminder, whatever it is of. */
export const reminderFields = {
  tone: z.enum(TONES).default('polite'),
  /** Not again within so many days. */
  notWithinDays: z.int().min(0).max(365).default(7),
  payLink: z
    .url({ protocol: /^https$/, error: 'Write a whole address with https' })
    .nullable()
    .default(null),
  /** A paragraph of your own. */
  note: z.string().trim().min(1).max(2_000).nullable().default(null),
};

interface Letter {
  readonly tone: (typeof TONES)[number];
  readonly owed: Pick<OpenInvoice, 'name' | 'amount' | 'currency' | 'dueAt' | 'daysPastDue'>;
  /** What it is for: `invoice INV-1`, `your membership`. */
  readonly which: string;
  /** Who writes. */
  readonly business: string;
  readonly locale: string;
  readonly payLink: string | null;
  readonly note: string | null;
}

/** A payment reminder, subject and text, in plain words. */
export function reminder({ tone, owed, which, business, locale, payLink, note }: Letter): {
  subject: string;
  text: string;
} {
  const amount = formatMoney(owed.amount, owed.currency, locale);
  const days = owed.daysPastDue ?? 0;
  const late = days === 1 ? 'one day' : `${days} days`;
  const since = owed.dueAt === null ? '' : ` It was due on ${dayText(owed.dueAt, locale)}, ${late} ago.`;
  const said = {
    polite: {
      subject: `A friendly reminder: ${which}`,
      body: `${amount} for ${which} is still open.${since} Perhaps it has slipped your mind; we would be glad to have it in the next days.`,
      end: 'If you have paid already, please forget about this message, and thank you.',
    },
    firm: {
      subject: `Payment overdue: ${which}`,
      body: `${amount} for ${which} has not been paid.${since} Please pay it within seven days.`,
      end: 'If something about the invoice is wrong, or you cannot pay it at once, please answer this message.',
    },
    final: {
      subject: `Final notice: ${which}`,
      body: `In spite of our reminders ${amount} for ${which} has not been paid.${since} This is our final notice. Please pay it at once.`,
      end: 'Without a payment or an answer within seven days we have to take further steps.',
    },
  }[tone];
  const greeting = owed.name === null ? 'Hello,' : `Hello ${owed.name},`;
  const paragraphs = [greeting, said.body, payLink === null ? null : `Pay here: ${payLink}`, note, said.end, business];
  return {
    subject: `${said.subject} (${amount})`.replaceAll(/\s+/g, ' ').slice(0, 300),
    text: paragraphs.filter((one) => one !== null).join('\n\n'),
  };
}

function dayText(day: string, locale: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(Date.parse(day));
}
