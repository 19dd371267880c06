import { playbookInputSchema } from '@model/playbook.ts';
import { describe, expect, it } from 'vitest';
import { givenTo, givenWords } from './use-skill-executions.ts';

const inputs = playbookInputSchema.array().parse([
  { name: 'sequence_type', type: 'select' },
  { name: 'num_emails', label: 'E-mails', type: 'number' },
  { name: 'names', type: 'list' },
  { name: 'short', type: 'boolean' },
]);
const contextOf = (given: object) => ({ contextJson: JSON.stringify({ inputs: given }) });

describe('what an execution of a skill was given', () => {
  it('is what the skill still asks for', () => {
    const given = { sequence_type: 'Welcome', num_emails: 5, gone: 'x', names: null };
    expect(givenTo(contextOf(given), inputs)).toEqual({ sequence_type: 'Welcome', num_emails: 5 });
    expect(givenTo({ contextJson: 'broken' }, inputs)).toEqual({});
    expect(givenTo({ contextJson: '{"inputs":[]}' }, inputs)).toEqual({});
  });

  it('is told in a line', () => {
    const given = { sequence_type: 'Welcome', num_emails: 5, names: ['Ann', 'Ben'], short: false };
    expect(givenWords(given, inputs)).toBe('Sequence type: Welcome · E-mails: 5 · Names: Ann, Ben · Short: no');
    expect(givenWords({}, inputs)).toBe('');
  });
});
