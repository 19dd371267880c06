import { z } from 'zod';
import { attachmentsSchema, sendMail } from '../../connectors/smtp.ts';
import { findOwnMail } from '../../connectors/smtp-connection.ts';
import { defineStep } from '../../core/engine/step-type.ts';
import { mailHtml } from '../../model/mail-html.ts';
import { markdownToHtml, markdownToText } from '../../model/markdown.ts';
import { connectionParam } from '../connection-param.ts';
import { executionLink } from './mail-layout.ts';
import { describeRecipients, recipientsSchema, subjectSchema } from './recipients.ts';

const params = z.strictObject({
  /** The mail server; left out, the tenant's own, or where it has none that of the platform. */
  connection: connectionParam,
  to: recipientsSchema,
  subject: subjectSchema,
  /** Text; the Markdown of our own reports (headings, bold, lists, tables) is shown as such. */
  body: z.string().min(1).max(200_000),
  /** HTML instead of the one that is made from `body`. */
  html: z.string().max(500_000).optional(),
  /** Texts that go along as files, such as the `csv` of an earlier step. */
  attachments: attachmentsSchema.default([]),
});
const output = z.object({
  messageId: z.string(),
  to: z.array(z.string()),
  rejected: z.array(z.string()),
});

export const sendEmail = defineStep<z.infer<typeof params>, z.infer<typeof output>>({
  id: 'send_email',
  title: 'Send e-mail',
  description: 'Sends an e-mail to one or more people.',
  modelDescription:
    'Sends an e-mail (at most 50 recipients), with texts such as CSV as files in `attachments` (name, content, mimeType). For an alert to the user himself prefer notify.',
  category: 'messaging',
  icon: 'mail',
  example: { to: 'ada@example.com', subject: 'Weekly report', body: 'Hello Ada' },
  params,
  output,
  risk: ({ to }) => (to.length > 5 ? 'high' : 'moderate'),
  tally: { done: 'sent', one: 'e-mail', many: 'e-mails', to: 'to' },
  effect: 'once',
  blast: ({ to }) => ({ recipients: to.length }),
  targets: ['to'],
  limit: 'email_send',
  timeoutMs: 90_000,
  retry: { maxAttempts: 4, baseDelayMs: 5_000, maxDelayMs: 300_000 },
  wires: {
    body: ['generate_competitor_report.markdown', 'generate_text.text', 'analyze_pricing.summary'],
    subject: ['generate_competitor_report.title'],
  },
  htmlParams: ['html'],
  literals: ['connection'],
  async run({ connection, to, subject, body, html, attachments }, context) {
    const reason = `Sent by ${context.org.name} with Playbooks.`;
    const link = executionLink(context.setting('APP_ORIGIN'), context.executionId);
    const mail = {
      to,
      subject,
      text: `${markdownToText(body)}\n\n${reason}${link ? ` ${link.href}` : ''}\n`,
      html: mailHtml(html ?? markdownToHtml(body), { reason, link }),
      attachments,
    };
    const sent = await sendMail(context, mail, await findOwnMail(context, connection));
    return { messageId: sent.messageId, to: [...sent.accepted], rejected: [...sent.rejected] };
  },
  async dryRun({ to, subject, attachments }) {
    const files = attachments.length === 0 ? '' : `, with ${attachments.map(({ name }) => name).join(', ')}`;
    return {
      output: { messageId: 'dry_run', to, rejected: [] },
      wouldHave: `would have e-mailed ${describeRecipients(to)}, subject '${subject}'${files}`,
    };
  },
});
