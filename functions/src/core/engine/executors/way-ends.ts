import { z } from 'zod';
import { type JsonValue, jsonValue } from '../../../model/json.ts';
import type { Fork, WayEnd } from '../step-type.ts';
import { MAX_OUTPUT_BYTES } from './result.ts';

/** What a child execution tells its parent of the ways that it went. */
export const wayEnds = z.array(
  z.object({
    key: z.string(),
    status: z.enum(['completed', 'failed']),
    output: jsonValue,
    error: z.object({ code: z.string(), message: z.string() }).nullable(),
  }),
);

/** The word's own output; without what the ways gave, where that is too large to keep. */
export function outputOf(fork: Fork, ends: readonly WayEnd[]): JsonValue {
  const inFull = fork.output(ends, true);
  return isTooLarge(inFull) ? fork.output(ends, false) : inFull;
}

export function endsOf(ends: readonly WayEnd[]): JsonValue {
  const told = (output: (end: WayEnd) => JsonValue): JsonValue =>
    ends.map((end) => ({ ...end, output: output(end), error: end.error && { ...end.error } }));
  const inFull = told(({ output }) => output);
  return isTooLarge(inFull) ? told(() => null) : inFull;
}

function isTooLarge(output: JsonValue): boolean {
  return Buffer.byteLength(JSON.stringify(output)) > MAX_OUTPUT_BYTES;
}
