import { amount, choice, day, line, lines, manual, optionalLine } from './skill-inputs.ts';
import { defineTemplate } from './template.ts';

const POSTS = [
  ['Meet us', 'Hello! This is {{org.name}}. Ask us anything about {{inputs.topic}}.'],
  ['A good question', 'What would you like to know about {{inputs.topic}}? We answer every question.'],
  ['One tip', 'Our favourite tip about {{inputs.topic}}: begin small, and tell us how it went.'],
  ['Behind the scenes', 'A look behind the scenes: this is how {{inputs.topic}} comes about at {{org.name}}.'],
  ['What others say', 'What our customers say about {{inputs.topic}}. What do you say?'],
  ['A common mistake', 'A mistake that many make with {{inputs.topic}}, and how to do better.'],
  ['Short poll', 'Quick poll: what matters most to you in {{inputs.topic}}? Price, quality, or time?'],
  ['Offer', 'This week something special about {{inputs.topic}}. Come by, or write to us.'],
  ['How it works', '{{inputs.topic}} in three steps: look, ask, begin. We help with each of them.'],
  ['Who we are', 'The people behind {{org.name}}, and why we care about {{inputs.topic}}.'],
  ['Before and after', 'Before and after: what {{inputs.topic}} can change in a month.'],
  ['Thank you', 'Thank you to everybody who chose {{org.name}} for {{inputs.topic}}.'],
] as const;

/** Skills that plan: what to post, what to talk about. */
export const planningSkills = [
  defineTemplate({
    id: 'social-calendar',
    title: 'Social post calendar',
    description: 'Plans up to twelve posts about a topic: a day, an idea and a first text for each, as a table.',
    sentence: 'Plan the social media posts of the next weeks for me',
    businesses: ['shop', 'online_store', 'gym', 'coach', 'agency'],
    category: 'marketing',
    agent: 'craig',
    icon: 'calendar-days',
    questions: {},
    build: () => ({
      triggers: manual,
      inputs: [
        line('topic', 'What the posts are about'),
        amount('posts', 'Number of posts', 8, [1, POSTS.length]),
        amount('gap', 'Days between two posts', 3, [1, 14]),
        day('first_day', 'First day', 'Today when left empty'),
      ],
      steps: [
        { id: 'start', action: 'calculate_date', params: { from: '{{inputs.first_day}}' } },
        {
          id: 'ideas',
          action: 'set_variables',
          params: { all: POSTS.map(([idea, text], index) => ({ n: index, idea, text })) },
        },
        {
          id: 'plan',
          action: 'set_variables',
          params: {
            rows: `{{steps.ideas.all.filter(p, p.n < inputs.posts).map(p, {"date": date(timestamp(steps.start.date + "T12:00:00Z") + duration(string(p.n * inputs.gap * 24) + "h")), "idea": p.idea, "post": p.text})}}`,
          },
        },
        { id: 'table', action: 'make_csv', params: { items: '{{steps.plan.rows}}' } },
        {
          id: 'result',
          action: 'set_variables',
          params: {
            title: 'Posts about {{inputs.topic}}',
            markdown:
              '# Posts about {{inputs.topic}}\n\n{{size(steps.plan.rows)}} posts, the first on {{steps.start.date}}.',
            rows: '{{steps.plan.rows}}',
            csv: '{{steps.table.csv}}',
          },
        },
      ],
    }),
  }),
  defineTemplate({
    id: 'meeting-agenda',
    title: 'Meeting agenda',
    description: 'Makes an agenda out of your topics, with the minutes for each and room for decisions at the end.',
    sentence: 'Make an agenda for my next team meeting',
    businesses: ['agency', 'coach', 'gym'],
    category: 'operations',
    agent: 'pops',
    icon: 'clipboard-list',
    questions: {},
    build: () => ({
      triggers: manual,
      inputs: [
        line('title', 'What the meeting is about', 'Team meeting'),
        amount('minutes', 'Minutes in all', 60, [15, 480]),
        lines('topics', 'Topics', 'One per line, the most important first'),
        optionalLine('people', 'Who takes part'),
      ],
      steps: [
        {
          id: 'time',
          action: 'set_variables',
          params: { each: '{{max([int((inputs.minutes - 10) / max([size(inputs.topics), 1])), 1])}}' },
        },
        {
          id: 'plan',
          action: 'set_variables',
          params: {
            rows: '{{[{"topic": "Welcome, and what we want to decide", "minutes": 5}] + inputs.topics.map(t, {"topic": string(t), "minutes": steps.time.each}) + [{"topic": "Decisions: who does what until when", "minutes": 5}]}}',
          },
        },
        {
          id: 'result',
          action: 'set_variables',
          params: {
            title: '{{inputs.title}}',
            markdown: `# {{inputs.title}}\n\n{{string(inputs.minutes)}} minutes{{fallback(inputs.people, "") == "" ? "" : ", with " + inputs.people}}\n\n{{steps.plan.rows.map(r, "- **" + r.topic + "** (" + string(r.minutes) + " minutes)").join("\\n")}}`,
            rows: '{{steps.plan.rows}}',
          },
        },
      ],
    }),
  }),
  defineTemplate({
    id: 'faq-builder',
    title: 'FAQ builder',
    description: 'Writes the questions that customers ask most, with answers made of your hours, delivery and returns.',
    sentence: 'Write the frequently asked questions for my website',
    businesses: ['online_store', 'shop', 'gym', 'coach'],
    category: 'customers',
    agent: 'pops',
    icon: 'circle-question-mark',
    questions: {},
    build: () => ({
      triggers: manual,
      inputs: [
        line('offer', 'What you sell', 'our products'),
        line('hours', 'When you are there', 'Monday to Friday, 9:00 to 18:00'),
        line('delivery', 'How it gets to people', 'It is ready for you within two days'),
        amount('return_days', 'Days to return something', 14, [0, 365]),
        line('contact', 'How to reach you', 'by e-mail or telephone'),
        choice('form', 'Form', ['Short', 'With an introduction']),
      ],
      steps: [
        {
          id: 'questions',
          action: 'set_variables',
          params: {
            rows: [
              { question: 'What do you offer?', answer: 'At {{org.name}} you find {{inputs.offer}}.' },
              { question: 'When are you there?', answer: '{{inputs.hours}}.' },
              { question: 'How long does it take?', answer: '{{inputs.delivery}}.' },
              {
                question: 'Can I return something?',
                answer:
                  '{{inputs.return_days == 0 ? "Please talk to us first: we find a way." : "Yes, within " + string(inputs.return_days) + " days, unused and with the receipt."}}',
              },
              { question: 'How do I reach you?', answer: 'You reach us {{inputs.contact}}. A person answers.' },
              { question: 'How can I pay?', answer: 'We tell you before you order which ways there are.' },
            ],
          },
        },
        {
          id: 'result',
          action: 'set_variables',
          params: {
            title: 'Questions and answers',
            markdown: `# Questions and answers\n\n{{inputs.form == "Short" ? "" : "Here is what people ask " + org.name + " most. Something is missing? Write to us.\\n\\n"}}{{steps.questions.rows.map(r, "## " + r.question + "\\n\\n" + r.answer).join("\\n\\n")}}`,
            rows: '{{steps.questions.rows}}',
          },
        },
      ],
    }),
  }),
];
