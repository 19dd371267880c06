import { z } from 'zod';
import { openPush, type Pusher } from '../../connectors/fcm.ts';
import { NonRetriableError } from '../../core/engine/errors.ts';
import { defineStep, type StepContext } from '../../core/engine/step-type.ts';
import type { Stored } from '../../core/ports.ts';
import type { Device } from '../../model/device.ts';
import { opening, toChat } from './chat-message.ts';
import { devicesOf, membersNamed, peopleSchema } from './team-people.ts';

const params = z.strictObject({
  /** Members of the team; left out, the user for whom the playbook works. */
  to: peopleSchema.nullable().default(null),
  title: z.string().trim().min(1).max(150),
  text: z.string().trim().min(1).max(100_000),
});
const output = z.object({
  /** How many people were reached, and on how many devices. */
  people: z.int(),
  devices: z.int(),
  /** E-mail addresses of those who have no device that takes push messages. */
  unreached: z.array(z.string()),
});

export const sendPush = defineStep<z.infer<typeof params>, z.infer<typeof output>>({
  ...toChat,
  id: 'send_push',
  title: 'Send push message',
  description: 'Shows a message on the phones and in the browsers of people of your team.',
  modelDescription:
    "Push message to members of the team (e-mail addresses or uids in 'to', default the user) who have allowed it on a device. Customers cannot be reached by it.",
  icon: 'bell-ring',
  example: { title: 'Price alert', text: 'A competitor is cheaper than you.' },
  params,
  output,
  risk: 'safe',
  blast: ({ to }) => ({ recipients: to?.length ?? 1 }),
  targets: ['to'],
  tally: { done: 'sent', one: 'push message', many: 'push messages' },
  async run({ to, title, text }, context) {
    const members = await membersNamed(context, to);
    const found = await Promise.all(
      members.map(async ({ email, uid }) => ({ email, devices: await devicesOf(context, uid) })),
    );
    const origin = context.setting('APP_ORIGIN');
    const link = origin === null ? null : `${origin}/executions/${context.executionId}`;
    if (!found.some(({ devices }) => devices.length > 0)) throw noDevice();
    const push = await openPush(context, { title, body: text, link });
    const reached: { readonly email: string; readonly sent: number }[] = [];
    for (const { email, devices } of found) {
      let sent = 0;
      for (const device of devices) if (await sendTo(context, push, device, reached.length + sent > 0)) sent++;
      if (sent > 0) reached.push({ email, sent });
    }
    if (reached.length === 0) throw noDevice();
    return {
      people: reached.length,
      devices: reached.reduce((sum, { sent }) => sum + sent, 0),
      unreached: found.map(({ email }) => email).filter((email) => !reached.some((one) => one.email === email)),
    };
  },
  async dryRun({ to, title, text }, context) {
    const members = await membersNamed(context, to);
    return {
      output: { people: members.length, devices: members.length, unreached: [] },
      wouldHave: `would have sent a push message to ${members.map(({ email }) => email).join(', ')}: ${opening({ title, text })}`,
    };
  },
});

/** Once somebody was reached, what goes wrong with others is no reason to begin anew. */
async function sendTo(
  context: StepContext,
  push: Pusher,
  { ref, data }: Stored<Device>,
  isUnderWay: boolean,
): Promise<boolean> {
  try {
    if ((await push(data.token)) === 'sent') return true;
    await context.store.commit([{ op: 'delete', path: ref.path }]);
  } catch (error) {
    if (!isUnderWay) throw error;
    context.log.warn('push_failed', { executionId: context.executionId });
  }
  return false;
}

function noDevice(): NonRetriableError {
  return new NonRetriableError(
    'None of these people has a device that takes push messages. They can allow it in the app.',
    {
      code: 'no_device',
      mayHaveActed: false,
      fix: { label: 'Allow messages on this device', href: '/settings' },
    },
  );
}
