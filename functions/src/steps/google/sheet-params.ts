import { z } from 'zod';
import { spreadsheetIdSchema } from '../../model/sheets-log.ts';

export const spreadsheetId = spreadsheetIdSchema;

/** The name of a tab; left out, the first one. */
export const sheetName = z.string().trim().min(1).max(100).nullable().default(null);

export const cell = z.union([z.string().max(50_000), z.number(), z.boolean(), z.null()]);

/** Values by the names in the first row. */
export const cellsByName = z
  .record(z.string().min(1).max(200), cell)
  .refine((values) => Object.keys(values).length > 0, 'Give at least one value')
  .refine((values) => Object.keys(values).length <= 200, 'A row has at most 200 values');

/** A range without the name of its tab. */
export const a1Range = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[A-Z]{1,3}\d{0,7}(:[A-Z]{0,3}\d{0,7})?$|^\d{1,7}:\d{1,7}$/, 'Write a range such as A1:D20');

export const overSheets = {
  category: 'google',
  connectors: ['google'],
  literals: ['connection'],
  timeoutMs: 90_000,
  // Google asks to wait for as long as a minute where a sheet is written to too often.
  retry: { maxAttempts: 5, baseDelayMs: 2_000, maxDelayMs: 60_000 },
} as const;
