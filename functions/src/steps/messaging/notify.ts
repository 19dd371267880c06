import { z } from 'zod';
import { sendMail } from '../../connectors/smtp.ts';
import { NonRetriableError } from '../../core/engine/errors.ts';
import { defineStep, type StepContext } from '../../core/engine/step-type.ts';
import { mailHtml, textToHtml } from '../../model/mail-html.ts';
import { notificationTypeSchema } from '../../model/notification.ts';
import { notifyInApp } from './in-app.ts';
import { executionLink } from './mail-layout.ts';
import { describeRecipients, recipientsSchema, subjectSchema } from './recipients.ts';

const params = z.strictObject({
  /** Left out: the user for whom the playbook works. */
  to: recipientsSchema.optional(),
  subject: subjectSchema.default('Your playbook has news'),
  message: z.string().trim().min(1).max(10_000),
  type: notificationTypeSchema.default('info'),
});
const output = z.object({
  emailed: z.array(z.string()),
  /** How many people see it in the app. */
  notified: z.int(),
  messageId: z.string(),
});

export const notify = defineStep<z.infer<typeof params>, z.infer<typeof output>>({
  id: 'notify',
  title: 'Notify',
  description: 'Tells people something: in the app and by e-mail.',
  modelDescription: "Alerts people in the app and by e-mail; 'to' defaults to {{user.email}}. Use it for alerts.",
  category: 'messaging',
  icon: 'bell',
  example: { to: '{{user.email}}', subject: 'Price Alert!', message: 'A competitor is cheaper than you.' },
  params,
  output,
  risk: ({ to }) => ((to?.length ?? 1) > 5 ? 'moderate' : 'safe'),
  tally: { done: 'sent', one: 'notification', many: 'notifications', to: 'emailed' },
  effect: 'once',
  blast: ({ to }) => ({ recipients: to?.length ?? 1 }),
  targets: ['to'],
  limit: 'email_send',
  timeoutMs: 90_000,
  retry: { maxAttempts: 4, baseDelayMs: 5_000, maxDelayMs: 300_000 },
  wires: { message: ['analyze_pricing.summary', 'generate_text.text', 'generate_competitor_report.summary'] },
  async run({ to, subject, message, type }, context) {
    const recipients = to ?? ownAddress(context);
    const notified = await notifyInApp(context, recipients, { subject, message, type });
    const reason = `Your playbook at ${context.org.name} sent this.`;
    const link = executionLink(context.setting('APP_ORIGIN'), context.executionId);
    const sent = await sendMail(context, {
      to: recipients,
      subject,
      text: `${message}\n\n${reason}${link ? ` ${link.href}` : ''}\n`,
      html: mailHtml(textToHtml(message), { reason, link }),
    });
    return { emailed: [...sent.accepted], notified, messageId: sent.messageId };
  },
  async dryRun({ to, subject }, context) {
    const recipients = to ?? ownAddress(context);
    return {
      output: { emailed: recipients, notified: 0, messageId: 'dry_run' },
      wouldHave: `would have e-mailed ${describeRecipients(recipients)}, subject '${subject}', and notified them in the app`,
    };
  },
});

function ownAddress({ user }: StepContext): string[] {
  const parsed = recipientsSchema.safeParse(user.email);
  if (parsed.success) return parsed.data;
  throw new NonRetriableError(`${user.name || 'The user'} has no e-mail address. Write one into 'to'.`, {
    code: 'no_recipient',
    mayHaveActed: false,
    errors: [{ path: 'to', message: 'Write an e-mail address' }],
  });
}
