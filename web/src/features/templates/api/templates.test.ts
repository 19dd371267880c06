import { recommendationSchema } from '@model/recommendation.ts';
import { expect, it } from 'vitest';
import type { Entry } from '../../../lib/firestore.ts';
import { suggestionOf } from './templates.ts';

const at = new Date('2026-11-23T09:00:00Z');
const data = recommendationSchema.parse({
  ...{ category: 'cash_flow', title: 'Collect what is late', text: 'It is late.', priority: 80, status: 'pending' },
  playbook: { templateId: 'late-invoice-reminders', answersJson: '{"minDays":3}' },
  ...{ executionId: null, createdBy: 'coach', createdAt: at, updatedAt: at, expireAt: at },
});
const entry = (more: object = {}) => ({ id: 'advice', data: { ...data, ...more } }) as Entry<typeof data>;

it('takes the answers of a recommendation for the template that it suggests, and for no other', () => {
  const own = { recommendationId: 'advice', title: 'Collect what is late', answers: { minDays: 3 }, playbookId: null };
  expect(suggestionOf('late-invoice-reminders', entry())).toEqual(own);
  const acceptance = { by: 'ada', at, planId: null, playbookId: 'pb' };
  expect(suggestionOf('late-invoice-reminders', entry({ acceptance }))?.playbookId).toBe('pb');
  expect(suggestionOf('newsletter', entry())).toBeNull();
  expect(suggestionOf('late-invoice-reminders', entry({ playbook: null }))).toBeNull();
  expect(suggestionOf('late-invoice-reminders', null)).toBeNull();
});

it('takes none where they cannot be read', () => {
  const playbook = { templateId: 'newsletter', answersJson: '{"minDays":' };
  expect(suggestionOf('newsletter', entry({ playbook }))?.answers).toEqual({});
});
