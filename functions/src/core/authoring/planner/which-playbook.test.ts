import { describe, expect, it } from 'vitest';
import type { OpenQuestion } from '../understanding.ts';
import { facts as shop } from './facts.fixture.ts';
import { namedPlaybook } from './which-playbook.ts';

const playbooks = ['Low Stock Alert', 'Price Alert'].map((name) => ({
  id: name,
  name,
  status: 'active' as const,
  contract: null,
}));
const facts = { ...shop, playbooks };

function answered(answer: string, sentence: string, about: OpenQuestion['about'] = 'which') {
  return namedPlaybook(answer, { sentences: [sentence], about, offer: null }, facts);
}

describe('the answer to which playbook is meant', () => {
  it.each([
    ['the price one', 'Price Alert'],
    ['low stock', 'Low Stock Alert'],
    ['Low Stock Alert', 'Low Stock Alert'],
  ])('%s', (answer, target) => {
    expect(answered(answer, 'pause the alert')).toMatchObject({ command: { verb: 'pause', target } });
    expect(answered(answer, 'make the alert run at 8:15 instead')).toMatchObject({ kind: 'edit', target });
  });

  it('is none where several fit, none does, or something else was asked', () => {
    expect(answered('the alert', 'pause the alert')).toBeNull();
    expect(answered('every Friday at 9 remind me to call Bob', 'pause the alert')).toBeNull();
    expect(answered('the price one', 'pause the alert', 'time')).toBeNull();
  });
});
