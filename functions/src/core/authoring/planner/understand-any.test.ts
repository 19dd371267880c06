import fc from 'fast-check';
import { expect, it } from 'vitest';
import { contractSchema } from '../../../model/contract.ts';
import { facts } from './facts.fixture.ts';
import { vocabulary } from './grammar.ts';
import { understand } from './understand.ts';

it('makes of any words of the grammar an answer, and no contract that cannot be stored', () => {
  const known = [...vocabulary, '10', '$5', '8am', '15%', '#ops', 'sam@x.com', 'https://a.example', 'Blue Dream'];
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...known), { maxLength: 25 }), (words) => {
      const understood = understand(words.join(' '), facts);
      if (understood.kind === 'create') expect(contractSchema.parse(understood.contract)).toEqual(understood.contract);
      expect(understood.kind).toMatch(/create|command|edit|ask|refuse|unknown|talk/);
    }),
    { numRuns: 150 },
  );
});

it.each([
  'the '.repeat(249),
  'price '.repeat(166),
  'if when it is are that the gap '.repeat(32),
  'email me if a competitor undercuts us by more than 10 % and our stock of Blue Dream drops below 5 or '.repeat(9),
])('does not lose itself in a long text: %s', (text) => {
  understand(text, facts);
  const before = process.cpuUsage().user;
  understand(text.slice(0, 1000), facts);
  expect((process.cpuUsage().user - before) / 1000).toBeLessThan(500);
});
