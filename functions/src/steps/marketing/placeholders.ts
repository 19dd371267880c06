import type { z } from 'zod';
import type { JsonObject } from '../../model/json.ts';

/** `{first_name|there}`: a field of the recipient, and what stands there where he has none. */
const PLACE = /\{([A-Za-z][A-Za-z0-9_]*)(?:\|([^{}|\n]*))?\}/g;
/** What everybody has. */
const CERTAIN = ['email', 'business'];

/** Text with places for what is known of each recipient. Each says what to write where nothing is known. */
export function personalText(text: z.ZodString) {
  return text.superRefine((given, context) => {
    for (const [place, name = '', otherwise] of given.matchAll(PLACE)) {
      if (otherwise !== undefined || CERTAIN.includes(name)) continue;
      const message = `Say what ${place} is for those of whom it is not known, such as {${name}|there}`;
      context.addIssue({ code: 'custom', message });
    }
  });
}

/** Fills the places in by a recipient's fields. What comes out of a field is no place, and goes through `encode`. */
export function filledIn(text: string, fields: JsonObject, encode: (text: string) => string): string {
  return text.replaceAll(PLACE, (_, name: string, otherwise = '') => {
    const value = Object.hasOwn(fields, name) ? fields[name] : null;
    const known = typeof value === 'number' ? String(value) : typeof value === 'string' ? oneLine(value) : '';
    return known === '' ? String(otherwise) : encode(known);
  });
}

/** What is known of a recipient beside his fields: his first name, and who writes to him. */
export function knownOf(fields: JsonObject, email: string, business: string): JsonObject {
  const { firstName, first_name: given = firstName, name } = fields;
  const first = typeof given === 'string' ? given : typeof name === 'string' ? name.trim().split(/\s+/)[0] : '';
  return { ...fields, first_name: first ?? '', email, business };
}

function oneLine(text: string): string {
  return text
    .replaceAll(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, 200);
}
