import { describe, expect, it } from 'vitest';
import { playbookInputSchema } from '../../functions/src/model/playbook.ts';
import { findPlaybook } from './find-playbook.ts';
import { readInputs } from './inputs.ts';

const declared = playbookInputSchema
  .array()
  .parse([
    { name: 'to' },
    { name: 'least', type: 'number' },
    { name: 'loud', type: 'boolean' },
    { name: 'skus', type: 'list' },
    { name: 'size', type: 'select', options: ['S', 'L'] },
  ]);

describe('inputs on the command line', () => {
  it('become what the playbook asks for', () => {
    const given = ['to=a=b', 'least=4.5', 'loud=yes', 'skus=a, b', 'size=L'];
    expect(readInputs(given, declared)).toEqual({ to: 'a=b', least: 4.5, loud: true, skus: ['a', 'b'], size: 'L' });
    expect(readInputs(['to=7', 'skus='], declared)).toEqual({ to: '7', skus: [] });
  });

  it.each([['to'], ['=x'], ['who=me'], ['least=many'], ['least='], ['loud=perhaps'], ['size=M']])(
    'that are none are refused: %s',
    (given) => {
      expect(() => readInputs([given], declared)).toThrow(expect.objectContaining({ name: 'UsageError' }));
    },
  );
});

describe('a playbook on the command line', () => {
  const playbooks = [
    { playbookId: 'p1', name: 'Low stock', status: 'active' },
    { playbookId: 'p2', name: 'Low stock alert', status: 'draft' },
    { playbookId: 'p3', name: 'Twins', status: 'active' },
    { playbookId: 'p4', name: 'Twins', status: 'paused' },
    { playbookId: 'p5', name: 'Old', status: 'archived' },
    { playbookId: 'p6', name: 'old', status: 'active' },
  ] as const;

  it.each([
    ['p2', 'p2'],
    ['low STOCK', 'p1'],
    ['low stock a', 'p2'],
    ['old', 'p6'],
  ])('is meant by its id, its name or its beginning: %s', (wanted, playbookId) => {
    expect(findPlaybook(playbooks, wanted).playbookId).toBe(playbookId);
  });

  it('is not guessed', () => {
    expect(() => findPlaybook(playbooks, 'twins')).toThrow(
      expect.objectContaining({ details: ['p3  Twins', 'p4  Twins'] }),
    );
    expect(() => findPlaybook(playbooks, 'stock')).toThrow("There is no playbook 'stock'");
    expect(() => findPlaybook(playbooks, '')).toThrow('There is no playbook');
  });
});
