import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contentJsonOf, type PlaybookContent, playbookContentSchema } from '../../model/playbook.ts';
import { stepCatalog } from '../../steps/registry.ts';
import { explainContentChange } from './explain-content-change.ts';

const content = (given: object): PlaybookContent =>
  playbookContentSchema.parse({ agent: null, triggers: [], inputs: [], steps: [mail], ...given });
const mail = { id: 'send_email', action: 'send_email', params: { to: 'ada@example.com', subject: 'Stock' } };
const scan = { id: 'scan_competitors', action: 'scan_competitors', params: {} };
const note = { id: 'log_note', action: 'log_note', params: { message: 'done' } };
const daily = { type: 'schedule', id: 'schedule', cron: '0 9 * * *', timezone: 'America/New_York' };
const told = (before: object, after: object) => explainContentChange(content(before), content(after), stepCatalog);
const mailOf = (fields: object) => ({ steps: [{ ...mail, ...fields }] });

describe('explainContentChange', () => {
  it('says what the first version has', () => {
    expect(explainContentChange(null, content({ triggers: [daily] }), stepCatalog)).toEqual([
      'The first version: 1 step; it starts every day at 9:00 AM Eastern Time.',
    ]);
  });

  it.each<[string, object, object, string]>([
    [
      'another time',
      { triggers: [daily] },
      { triggers: [{ ...daily, cron: '0 10 * * *' }] },
      'It starts every day at 10:00 AM Eastern Time instead of every day at 9:00 AM Eastern Time.',
    ],
    ['a trigger more', {}, { triggers: [{ type: 'manual', id: 'manual' }] }, 'It also starts when somebody starts it.'],
    [
      'a trigger less',
      { triggers: [{ type: 'manual', id: 'manual' }] },
      {},
      'It no longer starts when somebody starts it.',
    ],
    [
      'another filter',
      { triggers: [{ type: 'event', id: 'event', eventName: 'inventory.low_stock' }] },
      { triggers: [{ type: 'event', id: 'event', eventName: 'inventory.low_stock', filter: 'event.quantity < 3' }] },
      'When it starts when this happens: “Stock is low”: the condition is now “event.quantity < 3”.',
    ],
    [
      'a question',
      {},
      { inputs: [{ name: 'city', label: 'Which city?' }] },
      'It asks for “Which city?” before it starts.',
    ],
    ['a step more', {}, { steps: [mail, note] }, '“Write a note” was added after “Send e-mail”.'],
    ['a step at the top', {}, { steps: [note, mail] }, '“Write a note” was added at the beginning.'],
    ['a step less', { steps: [mail, note] }, {}, '“Write a note” was removed.'],
    [
      'a step moved',
      { steps: [mail, note, scan] },
      { steps: [scan, mail, note] },
      '“Scan competitors” was moved to the beginning.',
    ],
    [
      'another value',
      {},
      mailOf({ params: { ...mail.params, subject: 'Low' } }),
      '“Send e-mail”: the subject is now “Low” instead of “Stock”.',
    ],
    [
      'a long text',
      {},
      mailOf({ params: { ...mail.params, text: 'x'.repeat(200) } }),
      '“Send e-mail”: the text was added.',
    ],
    [
      'a condition',
      {},
      mailOf({ condition: 'event.quantity > 3' }),
      '“Send e-mail”: its condition is now “event.quantity > 3”.',
    ],
    ['an approval', {}, mailOf({ requiresApproval: true }), '“Send e-mail”: somebody has to say yes first.'],
    ['its end', {}, mailOf({ onError: 'continue' }), '“Send e-mail”: the playbook goes on if it fails.'],
    ['what is done then', {}, { onFailure: [note] }, '“Write a note” was added to what is done if it fails.'],
    ['overlap', {}, { overlap: 'queue' }, 'When it is still running, the next start waits its turn.'],
    ['an agent', {}, { agent: 'craig' }, 'Craig looks after it now.'],
  ])('tells of %s', (_what, before, after, sentence) => {
    expect(told(before, after)).toEqual([sentence]);
  });

  it('tells of a loop with its steps once, and of what is moved into it', () => {
    const loop = { id: 'each', action: 'for_each', params: { items: '{{steps.a}}' }, steps: [note] };
    expect(told({}, { steps: [mail, loop] })).toEqual([
      '“For each” was added after “Send e-mail”, with the step in it.',
    ]);
    expect(told({ steps: [loop, mail] }, { steps: [{ ...loop, steps: [note, mail] }] })).toEqual([
      '“Send e-mail” was moved after “Write a note”.',
    ]);
  });

  it('tells two steps of one kind apart', () => {
    const second = { ...mail, id: 'send_email_2' };
    expect(told({ steps: [mail, second] }, {})).toEqual(['“Send e-mail (send_email_2)” was removed.']);
  });

  it('counts what would be too long to read', () => {
    const notes = Array.from({ length: 60 }, (_, index) => ({ ...note, id: `note_${index}` }));
    const sentences = told({}, { steps: [mail, ...notes] });
    expect(sentences).toHaveLength(40);
    expect(sentences.at(-1)).toBe('And 21 other changes.');
  });

  it('says something of a draft with a schedule that no clock knows', () => {
    expect(told({}, { triggers: [{ ...daily, cron: 'soon' }] })).toEqual(['It also starts at “soon”.']);
  });
});

const steps = fc.uniqueArray(
  fc.record({
    id: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
    action: fc.constantFrom('send_email', 'log_note', 'no_such_step'),
    params: fc.dictionary(fc.constantFrom('subject', 'text'), fc.jsonValue({ maxDepth: 1 }), { maxKeys: 2 }),
    condition: fc.option(fc.constantFrom('a > 1', 'b < 2')),
    agent: fc.option(fc.constantFrom('craig', 'pops')),
    onError: fc.constantFrom('fail', 'continue'),
    onUnknown: fc.constantFrom('ask', 'retry'),
    requiresApproval: fc.boolean(),
    timeoutMs: fc.option(fc.constantFrom(1_000, 2_000)),
    retry: fc.option(fc.record({ maxAttempts: fc.constantFrom(1, 2) })),
  }),
  { selector: ({ id }) => id, minLength: 1 },
);
const nested = fc.tuple(steps, fc.constantFrom('steps', 'errorSteps', 'branches')).map(([all, where]) => {
  const [first, ...rest] = all;
  if (rest.length === 0 || where === 'branches')
    return [{ ...first, branches: [{ id: 'x', condition: null, steps: rest }] }];
  return [{ ...first, [where]: rest }];
});
const trigger = fc.constantFrom(
  { ...daily },
  { ...daily, id: 'other', catchUpPolicy: 'none' },
  { ...daily, id: 'other', until: '2027-01-01', every: 2 },
  { type: 'manual', id: 'manual' },
  { type: 'webhook', id: 'webhook', scheme: 'stripe' },
  { type: 'webhook', id: 'webhook', scheme: 'stripe', debounce: { windowMs: 5_000 } },
  { type: 'event', id: 'event', eventName: 'inventory.low_stock', filter: 'event.a == 1' },
);
const contents = fc
  .record({
    agent: fc.option(fc.constantFrom('craig', 'pops')),
    triggers: fc.uniqueArray(trigger, { selector: ({ id }) => id, maxLength: 3 }),
    inputs: fc.uniqueArray(
      fc.record({ name: fc.constantFrom('x', 'y'), label: fc.constantFrom('', 'Why?'), required: fc.boolean() }),
      { selector: ({ name }) => name, maxLength: 2 },
    ),
    steps: fc.oneof(steps, nested),
    overlap: fc.option(fc.constantFrom('skip', 'queue', 'allow')),
  })
  .map((given) => playbookContentSchema.parse(given));

describe('explainContentChange of any two contents', () => {
  it('says nothing where they are equal, and something where they are not', () => {
    fc.assert(
      fc.property(contents, contents, (before, after) => {
        expect(explainContentChange(before, structuredClone(before), stepCatalog)).toEqual([]);
        const isSame = contentJsonOf(before) === contentJsonOf(after);
        const sentences = explainContentChange(before, after, stepCatalog);
        expect(sentences.length > 0).toBe(!isSame);
        for (const sentence of sentences) expect(sentence).toMatch(/^\S.{2,499}[.…]$/su);
        expect(sentences).not.toContain('Only how it is written has changed; it does the same.');
      }),
      { numRuns: 500 },
    );
  });
});
