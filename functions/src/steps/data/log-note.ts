import { z } from 'zod';
import { defineStep } from '../../core/engine/step-type.ts';
import { jsonObject } from '../../model/json.ts';
import { quick } from './list.ts';

const params = z.strictObject({
  message: z.string().min(1).max(5_000),
  /** Values to keep beside it. */
  data: jsonObject.default({}),
});
const output = z.object({ message: z.string(), data: jsonObject, at: z.iso.datetime() });

export const logNote = defineStep<z.infer<typeof params>, z.infer<typeof output>>({
  ...quick,
  id: 'log_note',
  title: 'Write a note',
  description: 'Leaves a note in the timeline of the execution.',
  modelDescription:
    'Leaves a note (and values) in the timeline, for people who look at the execution later. Acts on nothing.',
  icon: 'notebook-pen',
  example: { message: 'Found {{steps.find.count}} customers' },
  params,
  output,
  run: async ({ message, data }, { clock }) => ({ message, data, at: clock.now().toISOString() }),
});
