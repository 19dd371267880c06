import { z } from 'zod';
import { defineFlow } from '../../core/engine/step-type.ts';
import { jsonValue } from '../../model/json.ts';
import { duration } from './duration.ts';

const CALLBACK_MS = 30 * 86_400_000;

const params = z
  .strictObject({
    for: duration.optional(),
    until: z.iso.datetime({ offset: true, message: 'Write an instant such as 2027-03-31T09:00:00Z' }).optional(),
    /** Until somebody posts to {{callbacks.<id>}}; `for` or `until` is then the longest it waits. */
    callback: z.boolean().default(false),
  })
  .refine(
    (given) => given.callback || given.for !== undefined || given.until !== undefined,
    'Say how long: for or until',
  )
  .refine((given) => given.for === undefined || given.until === undefined, 'Say either for or until, not both');

export const wait = defineFlow({
  kind: 'wait',
  id: 'wait',
  title: 'Wait',
  description: 'Waits for a while, until a time, or for an answer from outside.',
  modelDescription:
    'for: "45 days", "2 h"; or until: an ISO instant; or callback: true to wait until someone posts to the address {{callbacks.<id of this step>}}, which an earlier step can hand out. Costs nothing while it waits.',
  category: 'flow',
  icon: 'hourglass',
  example: { for: '2 h' },
  params,
  output: z.object({ timedOut: z.boolean(), body: jsonValue }),
  plan: (given, now) => {
    const end = given.until !== undefined ? Date.parse(given.until) : now.getTime() + (given.for ?? CALLBACK_MS);
    return { kind: given.callback ? 'callback' : 'timer', until: new Date(end) };
  },
});
