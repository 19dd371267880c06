import { amount, choice, day, line, manual, optionalLine } from './skill-inputs.ts';
import { defineTemplate } from './template.ts';

/** Skills that write mails. They send nothing. */
export const mailSkills = [
  defineTemplate({
    id: 'email-sequence',
    title: 'Email Sequence Builder',
    description: 'Writes a sequence of one to ten mails with the days to send them on, ready to be copied.',
    sentence: 'Write me a welcome sequence of five e-mails',
    businesses: ['online_store', 'shop', 'coach', 'agency', 'gym'],
    category: 'marketing',
    agent: 'craig',
    icon: 'mails',
    questions: {},
    build: () => ({
      triggers: manual,
      inputs: [
        choice('sequence_type', 'Kind of sequence', [
          'Welcome',
          'Nurture',
          'Re-engagement',
          'Abandoned cart',
          'Onboarding',
          'Promotion',
          'Win-back',
          'Review request',
        ]),
        amount('num_emails', 'Number of mails', 5, [1, 10]),
        line('product', 'What it is about', 'what we offer', 'Such as our yoga classes'),
        line('offer', 'What you offer', 'a small surprise at your next visit', 'Such as 10 % off your next visit'),
        choice('tone', 'Tone', ['friendly', 'professional', 'playful']),
        optionalLine('signature', 'Who signs', 'The name of the business when left empty'),
      ],
      steps: [
        {
          id: 'result',
          action: 'build_email_sequence',
          params: {
            sequence_type: '{{inputs.sequence_type}}',
            num_emails: '{{inputs.num_emails}}',
            product: '{{inputs.product}}',
            offer: '{{inputs.offer}}',
            tone: '{{inputs.tone}}',
            signature: '{{inputs.signature}}',
          },
        },
      ],
    }),
  }),
  defineTemplate({
    id: 'invoice-reminders',
    title: 'Invoice reminder texts',
    description:
      'Writes one to four reminders for an unpaid invoice, from friendly to firm, with the days to send them.',
    sentence: 'Write me the reminders for an invoice that has not been paid',
    businesses: ['agency', 'coach', 'shop'],
    category: 'finance',
    agent: 'money_mike',
    icon: 'receipt-text',
    questions: {},
    build: () => ({
      triggers: manual,
      inputs: [
        line('customer', 'Customer'),
        line('number', 'Number of the invoice'),
        amount('amount', 'Amount', null, [0.01, 10_000_000]),
        day('due', 'Due on', 'Today when left empty'),
        amount('count', 'Number of reminders', 3, [1, 4]),
      ],
      steps: [
        { id: 'due', action: 'calculate_date', params: { from: '{{inputs.due}}' } },
        { id: 'sum', action: 'format_text', params: { value: '{{inputs.amount}}', as: 'money' } },
        {
          id: 'drafts',
          action: 'set_variables',
          params: {
            all: [
              {
                n: 1,
                after: 3,
                subject: 'Invoice {{inputs.number}}: a short reminder',
                body: 'Hello {{inputs.customer}},\n\nperhaps it slipped through: invoice {{inputs.number}} over {{steps.sum.text}} was due on {{steps.due.date}}. If you have paid by now, please forget this mail.\n\nThank you\n{{org.name}}',
              },
              {
                n: 2,
                after: 10,
                subject: 'Invoice {{inputs.number}} is still open',
                body: 'Hello {{inputs.customer}},\n\ninvoice {{inputs.number}} over {{steps.sum.text}} has been due since {{steps.due.date}}. Could you pay it within the next seven days? If something about it is unclear, just answer this mail.\n\nKind regards\n{{org.name}}',
              },
              {
                n: 3,
                after: 20,
                subject: 'Second reminder: invoice {{inputs.number}}',
                body: 'Hello {{inputs.customer}},\n\nwe have not heard from you about invoice {{inputs.number}} over {{steps.sum.text}}, due on {{steps.due.date}}. Please pay it this week, or tell us when you will.\n\nKind regards\n{{org.name}}',
              },
              {
                n: 4,
                after: 30,
                subject: 'Last reminder: invoice {{inputs.number}}',
                body: 'Hello {{inputs.customer}},\n\ninvoice {{inputs.number}} over {{steps.sum.text}} is a month late. Please pay it within seven days; after that we have to hand it over to collection.\n\nKind regards\n{{org.name}}',
              },
            ],
          },
        },
        {
          id: 'result',
          action: 'set_variables',
          params: {
            title: 'Reminders for invoice {{inputs.number}}',
            markdown: `# Reminders for invoice {{inputs.number}}\n\n{{steps.drafts.all.filter(d, d.n <= inputs.count).map(d, "## " + d.subject + "\\n\\n**" + string(d.after) + " days after the due date**\\n\\n" + d.body).join("\\n\\n")}}`,
            rows: `{{steps.drafts.all.filter(d, d.n <= inputs.count).map(d, {"send on": date(timestamp(steps.due.date + "T12:00:00Z") + duration(string(d.after * 24) + "h")), "subject": d.subject})}}`,
          },
        },
      ],
    }),
  }),
];
