import { formatMoney } from '../money.ts';
import type { OpenInvoice } from './invoices.ts';

export const TONES = ['polite', 'firm', 'final'] as const;

interface Letter {
  readonly tone: (typeof TONES)[number];
  readonly invoice: OpenInvoice;
  /** Who writes. */
  readonly business: string;
  readonly locale: string;
  readonly payLink: string | null;
  readonly note: string | null;
}

/** A payment reminder, subject and text, in plain words. */
export function reminder({ tone, invoice, business, locale, payLink, note }: Letter): {
  subject: string;
  text: string;
} {
  const amount = formatMoney(invoice.amount, invoice.currency, locale);
  const which = invoice.number === null ? 'your invoice' : `invoice ${invoice.number}`;
  const days = invoice.daysPastDue ?? 0;
  const late = days === 1 ? 'one day' : `${days} days`;
  const since = invoice.dueAt === null ? '' : ` It was due on ${dayText(invoice.dueAt, locale)}, ${late} ago.`;
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
  const greeting = invoice.name === null ? 'Hello,' : `Hello ${invoice.name},`;
  const paragraphs = [greeting, said.body, payLink === null ? null : `Pay here: ${payLink}`, note, said.end, business];
  return {
    subject: `${said.subject} (${amount})`.replaceAll(/\s+/g, ' ').slice(0, 300),
    text: paragraphs.filter((one) => one !== null).join('\n\n'),
  };
}

function dayText(day: string, locale: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(Date.parse(day));
}
