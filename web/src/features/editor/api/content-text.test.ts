import { playbookDraftSchema } from '@model/playbook.ts';
import { contentOf } from '@model/written-content.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readText, textOfValue } from '../../../lib/text-form.ts';
import { editedFrom, textOf } from './content-text.ts';
import { readEdited } from './read-edited.ts';

const nasty = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom(
    'null',
    'true',
    'yes',
    '1e3',
    '0x1f',
    '~',
    '- a',
    'a: b',
    '# no',
    '{{steps.a.b}}',
    '|',
    '> x',
    '\n\n x\n',
  ),
  fc.constantFrom('2026-01-01', '*a', '&a', '!!str x', '<<', '%TAG', '"', "'", '\t', ' a ', '\u2028', '\u0085', '\r\n'),
);
const json = fc.jsonValue({ stringUnit: 'grapheme' });

describe('a playbook as text', () => {
  it('reads back as exactly what it was, in YAML as in JSON', () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          nasty.filter((name) => name !== '__proto__'),
          fc.oneof(nasty, json, fc.array(nasty)),
        ),
        fc.constantFrom('json' as const, 'yaml' as const),
        (value, form) => {
          const plain: unknown = JSON.parse(JSON.stringify(value));
          const read = readText(textOfValue(plain, form), form);
          expect('value' in read && read.value).toEqual(plain);
        },
      ),
      { numRuns: 400 },
    );
  });

  const edited = readEdited(
    contentOf({
      ...playbookDraftSchema.parse({
        name: 'Stock',
        triggers: [
          { type: 'schedule', cron: '0 9 * * *', timezone: 'UTC' },
          { type: 'event', eventName: 'order.created' },
        ],
        inputs: [{ name: 'least', type: 'number', default: 5 }],
        steps: [
          { id: 'a', action: 'send_email', params: { to: 'x@y.z', body: 'Line one\n\n  two: {{inputs.least}}\n' } },
          { id: 'b', action: 'branch', branches: [{ id: 'yes', condition: 'true', steps: [{ action: 'stop' }] }] },
        ],
      }),
    }),
  );

  it.each(['json', 'yaml'] as const)('of the form comes back to the form: %s', (form) => {
    expect(editedFrom(textOf(edited, form), form)).toEqual({ edited });
  });

  it('that is no JSON or YAML, or says what is no playbook, says in which line', () => {
    const broken = textOf(edited, 'json').replace('"Stock",', '"Stock"');
    expect(editedFrom(broken, 'json')).toMatchObject({ problems: [{ line: 3 }] });
    const twice = editedFrom('name: a\nsteps: []\nname: b\n', 'yaml');
    expect(twice).toMatchObject({ problems: [{ line: 3, message: expect.stringContaining('unique') }] });
    const wrong = editedFrom('name: a\nsteps:\n  - action: notify\n  - action: 7\n', 'yaml');
    expect(wrong).toMatchObject({ problems: [{ line: 4, message: expect.stringContaining('steps.1.action') }] });
    expect(editedFrom('name: a\nstepz: []\n', 'yaml')).toMatchObject({ problems: [{ line: 2 }] });
  });

  it('does not grow without end out of a few lines', () => {
    const lines = ['a: &a [x, x, x, x, x, x, x, x]'];
    for (let level = 1; level < 9; level++)
      lines.push(
        `${'abcdefghi'[level]}: &${'abcdefghi'[level]} [${Array(8)
          .fill(`*${'abcdefghi'[level - 1]}`)
          .join(', ')}]`,
      );
    expect(editedFrom(lines.join('\n'), 'yaml')).toMatchObject({ problems: [expect.anything()] });
  });
});
