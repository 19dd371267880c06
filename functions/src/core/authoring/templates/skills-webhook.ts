import { text } from './questions.ts';
import { lines, manual, optionalLine } from './skill-inputs.ts';
import { defineTemplate } from './template.ts';

/** Skills that are done by a program of one's own. */
export const webhookSkills = [
  defineTemplate({
    id: 'own-skill',
    title: 'A skill behind a webhook',
    description: 'Has a program of your own do the work: it is called with what you enter, and its answer is shown.',
    sentence: 'Let me run a program of mine by its webhook as a skill',
    businesses: ['agency'],
    category: 'operations',
    agent: 'pops',
    icon: 'webhook',
    example: { skill: 'seo-outline' },
    questions: { skill: text('What is the skill called there?', 'The name by which your program knows it') },
    build: ({ skill }) => ({
      triggers: manual,
      inputs: [
        { ...optionalLine('task', 'What is to be done'), required: true },
        { ...lines('details', 'Details'), required: false },
      ],
      steps: [
        {
          id: 'result',
          action: 'run_skill_webhook',
          params: { skill, inputs: { task: '{{inputs.task}}', details: '{{fallback(inputs.details, [])}}' } },
        },
      ],
    }),
  }),
];
