import { appendFileSync, readFileSync } from 'node:fs';
import { z } from 'zod';

/**
 * How a playbook of the soak acts on the receiver: `/{kind}/{marker}/{step}`. A `page` may be read any number of times, an
 * act by `put` carries an idempotency key, an act by `once` is done again whenever it comes again.
 */
export const kindSchema = z.enum(['page', 'put', 'once']);
export type Kind = z.infer<typeof kindSchema>;

/** One arrival at the receiver. `marker` stands for the start, `step` for the act within it. */
const receiptSchema = z.object({
  /** Milliseconds since 1970. */
  at: z.int(),
  kind: kindSchema,
  marker: z.string(),
  step: z.string(),
  key: z.string().nullable(),
  /** `repeat`: the same key with the same body has been here before. `refused`: answered by an error, nothing done. */
  outcome: z.enum(['read', 'applied', 'repeat', 'refused']),
  /** What the sender was told: an HTTP status, or null when the connection was cut instead. */
  answer: z.int().nullable(),
});
export type Receipt = z.infer<typeof receiptSchema>;

/** In the file before it is answered: the record survives the receiver. */
export function writeReceipt(file: string, receipt: Receipt): void {
  appendFileSync(file, `${JSON.stringify(receipt)}\n`);
}

export function readReceipts(file: string): Receipt[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => receiptSchema.parse(JSON.parse(line)));
}
