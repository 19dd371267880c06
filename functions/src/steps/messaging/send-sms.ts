import { z } from 'zod';
import { phoneNumberSchema, segmentsOf, sendByTwilio, twilio } from '../../connectors/twilio.ts';
import { defineStep } from '../../core/engine/step-type.ts';
import { connectionParam } from '../connection-param.ts';
import { opening, toChat } from './chat-message.ts';

const params = z.strictObject({
  connection: connectionParam,
  to: phoneNumberSchema,
  text: z.string().trim().min(1).max(100_000),
});
const output = z.object({
  sid: z.string(),
  status: z.string(),
  to: z.string(),
  /** How many messages it is billed as. */
  segments: z.int(),
  isCut: z.boolean(),
});

export const sendSms = defineStep<z.infer<typeof params>, z.infer<typeof output>>({
  ...toChat,
  id: 'send_sms',
  title: 'Send SMS',
  description: 'Sends a text message to a phone, by Twilio.',
  modelDescription:
    'Sends one SMS by Twilio to one number with its country code (+15551234567). It costs money for each 160 characters, 70 where there are others than those of GSM; 1,600 at most. For many people use for_each.',
  icon: 'smartphone',
  example: { to: '+15551234567', text: 'Your order is ready for pick-up.' },
  params,
  output,
  blast: () => ({ recipients: 1 }),
  targets: ['to'],
  connectors: ['twilio'],
  limit: 'sms_send',
  tally: { done: 'sent', one: 'SMS', many: 'SMS', to: 'to' },
  async run({ connection, to, text }, context) {
    const access = await context.connect(twilio, connection);
    return { to, ...(await sendByTwilio(access, context, { to, text })) };
  },
  async dryRun({ to, text }) {
    const segments = segmentsOf(text);
    const billed = segments === 1 ? '' : `, billed as ${segments} messages`;
    return {
      output: { sid: 'dry_run', status: 'dry_run', to, segments, isCut: false },
      wouldHave: `would have sent an SMS to ${to}${billed}: ${opening({ title: null, text })}`,
    };
  },
});
