import { z } from 'zod';
import { COMPLAINT_WORDS } from '../../../model/complaint-words.ts';
import { everyMinutes, text, words } from './questions.ts';
import { type Built, defineTemplate } from './template.ts';

type Steps = Built['steps'];

const line = z
  .string()
  .trim()
  .max(2_000)
  .regex(/^[^=]{3,100}=\s*\S/, 'Write the question, an equals sign and the answer')
  .refine((text) => !text.includes('{{'), 'Write it without curly brackets');
const phrase = z
  .string()
  .trim()
  .min(3, 'At least three letters')
  .max(60)
  .refine((text) => !text.includes('{{'), 'Write it without curly brackets');

/** `When are you open? = From 9 to 6.` */
function faqOf(text: string): { question: string; answer: string } {
  const [question = '', ...answer] = text.split('=');
  return { question: question.trim(), answer: answer.join('=').trim() };
}

/** Whatever becomes of a mail, it is one task: a mail that is read again makes no other. */
const ofMail = {
  metadata: { mailId: '{{item.id}}', messageId: '{{item.messageId}}', to: '{{item.replyTo}}' },
  key: 'mail {{fallback(item.messageId, item.id)}}',
};

function guessed(questions: readonly string[]): Steps {
  const labels = [
    { name: 'complaint', description: 'Something went wrong, and the writer is unhappy about it' },
    { name: 'question', description: 'Anything else that somebody should answer' },
    { name: 'other', description: 'Advertising and spam, which nobody answers' },
    ...questions.map((name) => ({ name, description: 'The mail asks this, and nothing else' })),
  ];
  return [
    {
      id: 'guess',
      action: 'classify_text',
      onError: 'continue',
      params: { text: '{{item.subject}}\n\n{{item.text}}', labels, minConfidence: 0.7 },
    },
  ];
}

function drafted(faqs: readonly { question: string; answer: string }[]): Steps {
  const known = faqs.map(({ question, answer }) => `${question} ${answer}`).join('\n');
  const rules =
    'You draft the answer of {{org.name}} to a mail of a customer, for somebody to check. Short, friendly, in the language of the mail, without a subject. Promise nothing, and say nothing that you are not told here:';
  return [
    {
      id: 'draft',
      action: 'generate_text',
      onError: 'continue',
      params: {
        instructions: `${rules}\n${known}`.slice(0, 9_000),
        prompt: 'The mail:\n{{steps.sort.title}}\n\n{{steps.sort.excerpt}}',
        maxOutputTokens: 500,
      },
    },
  ];
}

const complaint: Steps = [
  {
    id: 'complaint',
    action: 'create_task',
    params: {
      title: 'Complaint of {{steps.sort.title}}',
      description: 'From {{item.from}}:\n\n{{steps.sort.excerpt}}',
      priority: 'urgent',
      ...ofMail,
    },
  },
  {
    id: 'alert',
    action: 'raise_alert',
    params: {
      code: 'customer_complaint',
      key: '{{item.from}}',
      title: 'Complaint of {{steps.sort.title}}',
      message: 'From {{item.from}}:\n\n{{steps.sort.excerpt}}',
    },
  },
];

/** Once for all of them, behind the loop: mail that is out of its daily limit keeps no other mail waiting. */
const tell: Steps[number] = {
  id: 'tell',
  action: 'notify',
  condition: 'fallback(steps.each.results, []).exists(r, fallback(r.kind, "") == "complaint")',
  params: {
    subject: 'Customers complain',
    message:
      'Urgent tasks on your list:\n\n{{fallback(steps.each.results, []).filter(r, fallback(r.kind, "") == "complaint").map(r, "- " + r.title).join("\\n")}}',
    type: 'warning',
  },
};

/** What customers write. */
export const mailTemplates = [
  defineTemplate({
    id: 'answer-mail',
    title: 'Answer customer e-mails',
    description:
      'Answers what you are asked every day at once, drafts the rest for your yes, and sounds at complaints.',
    sentence: 'Read my inbox every 10 minutes, answer common questions and draft the other answers for me',
    businesses: ['online_store', 'shop', 'coach', 'gym', 'agency'],
    category: 'customers',
    agent: 'craig',
    icon: 'mailbox',
    example: { faqs: ['When are you open? = We are open from 9 to 6, Monday to Saturday.'] },
    questions: {
      faqs: z
        .array(line, 'Write at least one')
        .min(1, 'Write at least one')
        .max(20)
        .refine((all) => new Set(all.map((one) => faqOf(one).question)).size === all.length, 'One stands there twice')
        .meta({
          title: 'What are you asked again and again?',
          description:
            'A line each: the question, an equals sign, your answer. They go out word for word, by themselves',
        }),
      reply: words('What does a draft say?', 'Where no language model writes it; you can change each one').default(
        'Hello,\n\nthank you for your mail. We will look into it and come back to you today.',
      ),
      complaintWords: z
        .array(phrase)
        .min(1)
        .max(60)
        .default([...COMPLAINT_WORDS])
        .meta({
          title: 'Which words tell a complaint?',
          description: 'Mails with one of them are for a person, at once',
        }),
      by: z.enum(['words', 'model'], 'Choose one').default('words').meta({
        title: 'Who sorts the mails and writes the drafts?',
        description:
          'Words: by the words of your questions, always the same. Model: a language model, and the words where it fails',
      }),
      signature: text('Who signs?'),
    },
    build: ({ faqs: lines, reply, complaintWords, by, signature }, facts) => {
      const faqs = lines.map(faqOf).map(({ question, answer }) => ({ question, answer: `${answer}\n\n${signature}` }));
      const isModel = by === 'model';
      const draft = isModel ? '{{fallback(steps.draft.text, steps.standard.text)}}' : '{{steps.standard.text}}';
      const label = isModel ? { label: '{{fallback(steps.guess.label, "")}}' } : {};
      return {
        triggers: everyMinutes(10, facts),
        // One that waits, for its budget or for room to tell of a complaint, holds up no later mail; no mail is two tasks.
        overlap: 'allow',
        steps: [
          { id: 'since', action: 'calculate_date', params: { add: { days: -2 } } },
          { id: 'inbox', action: 'read_inbox', params: { since: '{{steps.since.at}}', markSeen: true } },
          {
            id: 'none',
            action: 'stop_execution',
            condition: 'steps.inbox.count == 0',
            params: { reason: 'There is no new mail' },
          },
          { id: 'standard', action: 'set_variables', params: { text: `${reply}\n\n${signature}` } },
          {
            id: 'each',
            action: 'for_each',
            params: { items: '{{steps.inbox.mails}}', concurrency: 1, onItemError: 'continue' },
            steps: [
              ...(isModel ? guessed(faqs.map(({ question }) => question)) : []),
              { id: 'sort', action: 'classify_mail', params: { mail: '{{item}}', faqs, complaintWords, ...label } },
              {
                id: 'way',
                action: 'branch',
                branches: [
                  { id: 'faq', condition: 'steps.sort.kind == "faq"', steps: [known(faqs)] },
                  { id: 'complaint', condition: 'steps.sort.kind == "complaint"', steps: complaint },
                  {
                    id: 'question',
                    condition: 'steps.sort.kind == "question"',
                    steps: [...(isModel ? drafted(faqs) : []), asked(draft)],
                  },
                ],
              },
              {
                id: 'seen',
                action: 'set_variables',
                params: { kind: '{{steps.sort.kind}}', title: '{{steps.sort.title}}' },
              },
            ],
          },
          tell,
          {
            id: 'failed',
            action: 'stop_execution',
            condition: 'steps.each.failed > 0',
            params: { status: 'failed', reason: '{{steps.each.failed}} mails could not be seen to: look at this step' },
          },
        ],
      };
    },
  }),
];

function known(faqs: readonly { question: string; answer: string }[]): Steps[number] {
  return {
    id: 'answer',
    action: 'create_task',
    params: {
      title: 'Answer {{steps.sort.title}}',
      description: '{{steps.sort.excerpt}}',
      assignee: 'Email Agent',
      action: 'answer_faq',
      params: { id: '{{item.id}}', question: '{{steps.sort.question}}', faqs: [...faqs] },
      ...ofMail,
    },
  };
}

/** The policy asks for a yes before it goes out: a stranger has named the address. */
function asked(body: string): Steps[number] {
  return {
    id: 'propose',
    action: 'create_task',
    params: {
      title: 'Answer {{steps.sort.title}}',
      description: '{{steps.sort.excerpt}}',
      assignee: 'Email Agent',
      action: 'reply_to_email',
      params: { id: '{{item.id}}', to: '{{item.replyTo}}', body, about: '{{steps.sort.excerpt}}' },
      ...ofMail,
    },
  };
}
