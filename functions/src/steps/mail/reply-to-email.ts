import { z } from 'zod';
import { openMailBox } from '../../connectors/mail-in.ts';
import { mailAddressSchema } from '../../connectors/smtp.ts';
import { defineStep } from '../../core/engine/step-type.ts';
import { connectionParam } from '../connection-param.ts';
import { anAnswer, answerable, sendAnswer } from './answering.ts';
import { folderParam } from './mail.ts';

const params = z.strictObject({
  connection: connectionParam,
  /** The id that read_inbox gave, or the Message-ID. */
  id: z.string().trim().min(1).max(300),
  /** The sender of that mail: said here, so that whoever has to agree sees whom it goes to. Nobody else is written to. */
  to: mailAddressSchema,
  body: z.string().min(1).max(200_000),
  /** What it answers, for whoever has to agree to it; nobody is sent this. */
  about: z.string().max(2_000).nullable().default(null),
  folder: folderParam,
});
const output = z.object({ messageId: z.string(), to: z.string(), subject: z.string() });

export const replyToEmail = defineStep<z.infer<typeof params>, z.infer<typeof output>>({
  ...anAnswer,
  id: 'reply_to_email',
  title: 'Answer a mail',
  description: 'Answers a mail that has come in, to whoever sent it.',
  modelDescription:
    'Answers one mail of read_inbox: id and to (its replyTo) come from that mail; body is text or simple Markdown. Mails of machines and lists (isAutomatic) are never answered.',
  icon: 'reply',
  example: { id: '<q1@customer.example>', to: 'jo@customer.example', body: 'Thank you, we will look into it today.' },
  params,
  output,
  literals: ['connection'],
  targets: ['to'],
  wires: { body: ['generate_text.text'] },
  async run({ connection, id, to, body, folder }, context) {
    const box = await openMailBox(context, connection);
    const mail = answerable(await box.find(folder, id), to);
    return sendAnswer(box, mail, { subject: mail.subject, body }, context);
  },
  async dryRun({ to, id }) {
    return {
      output: { messageId: 'dry_run', to, subject: 'Re: …' },
      wouldHave: `would have answered the mail ${id.slice(0, 60)} to ${to}`,
    };
  },
});
