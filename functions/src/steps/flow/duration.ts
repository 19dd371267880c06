import { z } from 'zod';

const UNITS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;
const PATTERN = /^(\d{1,6})\s*(s|m|h|d|w)(?:ec(?:ond)?s?|in(?:ute)?s?|ours?|ays?|eeks?)?$/;
const YEAR_MS = 366 * UNITS.d;

/** A length of time as people write it: `90 s`, `15 min`, `2h`, `45 days`, `6 weeks`; parsed to milliseconds. A day has 24 hours. */
export const duration = z
  .string()
  .trim()
  .toLowerCase()
  .transform((text, context) => {
    const [, count, unit] = PATTERN.exec(text) ?? [];
    const ms = Number(count) * UNITS[(unit ?? 's') as keyof typeof UNITS];
    if (ms > 0 && ms <= YEAR_MS) return ms;
    context.issues.push({
      code: 'custom',
      input: text,
      message: 'Write a length such as 90 s, 15 min, 2 h or 45 days',
    });
    return z.NEVER;
  });
