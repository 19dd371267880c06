import { z } from 'zod';
import { mailAddressSchema } from '../../connectors/smtp.ts';

const MAX_RECIPIENTS = 50;

const addresses = z
  .array(mailAddressSchema)
  .min(1, 'Give at least one e-mail address')
  .max(MAX_RECIPIENTS, `A mail can go to at most ${MAX_RECIPIENTS} people`);

/** One e-mail address, several parted by commas, or a list. Whatever could end a header line is refused here. */
export const recipientsSchema = z
  .union(
    [
      z
        .string()
        .transform((text) => text.split(',').map((part) => part.trim()))
        .pipe(addresses),
      addresses,
    ],
    { error: 'Write an e-mail address such as ada@example.com, or a list of at most 50' },
  )
  .transform((list) => [...new Map(list.map((address) => [address.toLowerCase(), address])).values()]);

export const subjectSchema = z
  .string()
  .trim()
  .min(1)
  .max(300)
  .regex(/^[^\r\n\0]*$/, 'A subject has a single line');

/** `1 person: a@b.co` or `3 people: a@b.co, c@d.co and 1 more`. */
export function describeRecipients(to: readonly string[]): string {
  const shown = to.slice(0, 2).join(', ');
  const more = to.length > 2 ? ` and ${to.length - 2} more` : '';
  return `${to.length} ${to.length === 1 ? 'person' : 'people'}: ${shown}${more}`;
}
