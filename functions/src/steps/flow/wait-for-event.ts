import { z } from 'zod';
import { parseCondition } from '../../core/engine/expression.ts';
import { defineFlow } from '../../core/engine/step-type.ts';
import { jsonObject, jsonValue } from '../../model/json.ts';
import { eventNameSchema } from '../../model/trigger.ts';
import { duration } from './duration.ts';

const DEFAULT_MS = 30 * 86_400_000;

const params = z.strictObject({
  eventName: eventNameSchema,
  /** A CEL condition over `event`, as a trigger has it. It is not a template: compare with values by `match`. */
  filter: z
    .string()
    .max(1000)
    .refine(isFilter, 'Write a condition over event, such as event.total > 100')
    .nullable()
    .default(null),
  /** Fields of the event, each with the value that it must have. */
  match: jsonObject.default({}),
  timeout: duration.optional(),
});

export const waitForEvent = defineFlow({
  kind: 'wait',
  id: 'wait_for_event',
  title: 'Wait for an event',
  description: 'Waits until something happens, such as an invoice being paid.',
  modelDescription:
    'Waits for the next event `eventName` (also one since the execution began) for which `filter` holds and each field of `match` equals. After `timeout` (default 30 days) it goes on with timedOut: true.',
  category: 'flow',
  icon: 'radio',
  example: { eventName: 'inventory.low_stock', match: { itemId: '{{steps.order.id}}' }, timeout: '7 days' },
  params,
  output: z.object({ timedOut: z.boolean(), event: jsonValue }),
  literals: ['eventName', 'filter'],
  plan: ({ eventName, filter, match, timeout }, now) => {
    const until = new Date(now.getTime() + (timeout ?? DEFAULT_MS));
    return { kind: 'event', eventName, filter, match, until };
  },
});

function isFilter(text: string): boolean {
  try {
    return parseCondition(text).every(([root]) => root === 'event' || root === 'now');
  } catch {
    return false;
  }
}
