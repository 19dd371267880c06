import { executionSchema, stepStatusSchema } from '@model/execution.ts';
import { notificationTypeSchema } from '@model/notification.ts';
import { armingSchema, playbookStatusSchema } from '@model/playbook.ts';
import { describe, expect, it } from 'vitest';
import { armingState, executionStatus, notificationType, playbookStatus, stepStatus } from './status.ts';

const tables = [
  ['playbook', playbookStatus, playbookStatusSchema.options],
  ['arming', armingState, armingSchema.shape.state.options],
  ['execution', executionStatus, executionSchema.options.map((option) => option.shape.status.value)],
  ['step', stepStatus, stepStatusSchema.options],
  ['notification', notificationType, notificationTypeSchema.options],
] as const;

describe('the status tables', () => {
  it.each(tables)('say every %s status in a word of its own', (_name, table, statuses) => {
    const known = new Map(Object.entries(table));
    for (const status of statuses) expect(known.get(status)?.word, status).toMatch(/^[A-Z]/);
    const words = [...known.values()].map((look) => look.word);
    expect(new Set(words).size).toBe(words.length);
  });
});
