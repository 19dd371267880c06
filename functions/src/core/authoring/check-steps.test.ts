import { describe, expect, it } from 'vitest';
import { playbookDraftSchema, playbookSchema } from '../../model/playbook.ts';
import { stepCatalog } from '../../steps/registry.ts';
import { normalizePlaybook } from './validate-playbook.ts';

type Draft = Readonly<Record<string, unknown>>;

function normalize(steps: readonly Draft[], rest: Draft = {}) {
  return normalizePlaybook(playbookDraftSchema.parse({ name: 'Test', steps, ...rest }), stepCatalog);
}
function problems(steps: readonly Draft[], rest: Draft = {}): string[] {
  const normalized = normalize(steps, rest);
  return 'problems' in normalized ? normalized.problems.map(({ path, message }) => `${path}: ${message}`) : [];
}
const set = (id: string, params: Draft = {}): Draft => ({ id, action: 'set_variables', params });
const branch = (...steps: Draft[]): Draft => ({
  id: 'choice',
  action: 'branch',
  branches: [
    { id: 'yes', condition: 'inputs.go == true', steps },
    { id: 'no', steps: [set('other')] },
  ],
});
const loop = (params: Draft, ...steps: Draft[]): Draft => ({ id: 'loop', action: 'for_each', params, steps });
const go = { inputs: [{ name: 'go', type: 'boolean' }] };

describe('steps inside of steps', () => {
  it('get ids that are free in the whole playbook, and keep those they have', () => {
    const normalized = normalize([
      { action: 'set_variables' },
      { action: 'for_each', params: { items: [1] }, steps: [{ action: 'set_variables' }, set('mine')] },
    ]);
    expect(normalized).toMatchObject({
      content: {
        steps: [{ id: 'set_variables' }, { id: 'for_each', steps: [{ id: 'set_variables_2' }, { id: 'mine' }] }],
      },
    });
    expect(problems([set('a'), loop({ items: [] }, set('a'))])).toEqual([
      "steps.1.steps.0.id: The id 'a' is used twice; leave it out to get a new one",
    ]);
  });

  it('see the steps before them and the names of the blocks around them', () => {
    const body = loop(
      { items: '{{steps.list.items}}', as: 'row' },
      set('x', { a: '{{row.name}}', i: '{{index}}', b: '{{steps.list.items}}' }),
      set('y', { c: '{{steps.x.a}}' }),
    );
    expect(problems([set('list', { items: [] }), body])).toEqual([]);
    expect(problems([loop({ items: [1] }, set('x', { a: '{{row}}' }))])[0]).toContain("There is no 'row'");
  });

  it('can be read behind a branch, but not from the other branch, and not from outside of a loop', () => {
    expect(problems([branch(set('inner')), set('after', { a: '{{steps.inner.x}}' })], go)).toEqual([]);
    const [across] = problems([branch(set('inner', { a: '{{steps.other.x}}' }))], go);
    expect(across).toContain("Step 'other' comes later");
    const [outside] = problems([loop({ items: [1] }, set('inner')), set('after', { a: '{{steps.inner.x}}' })]);
    expect(outside).toBe(
      "steps.1.params.a: Step 'inner' is done several times inside 'loop'; read {{steps.loop}} instead",
    );
  });

  it('are checked wherever they stand, with the whole path', () => {
    expect(problems([branch({ action: 'send_mail' })], go)).toEqual([
      "steps.0.branches.0.steps.0.action: There is no step type 'send_mail'; did you mean 'send_email'?",
    ]);
    const failing = { ...set('a'), onError: 'branch', errorSteps: [set('b', { why: '{{error.message}} {{nope}}' })] };
    expect(problems([failing])[0]).toMatch(/^steps\.0\.errorSteps\.0\.params\.why: There is no 'nope'/);
    expect(
      problems([set('a')], { onFailure: [set('f', { m: '{{error.message}} {{steps.a.x}} {{what}}' })] })[0],
    ).toMatch(/^onFailure\.0\.params\.m: There is no 'what'/);
  });

  it('stand only where a step type takes them', () => {
    expect(problems([{ ...set('a'), steps: [set('b')] }])).toEqual([
      "steps.0.steps: 'set_variables' does not take 'steps'",
    ]);
    expect(problems([{ action: 'for_each', params: { items: [] } }])).toEqual([
      "steps.0.steps: 'for_each' needs 'steps'",
    ]);
    expect(problems([{ ...set('a'), onError: 'branch' }])[0]).toContain('errorSteps');
    expect(problems([{ ...set('a'), errorSteps: [set('b')] }])[0]).toContain("onError 'branch'");
  });

  it('are refused, and harm nobody, when they are nested beyond all measure', () => {
    const json = `${'[{"action":"for_each","steps":'.repeat(3_000)}[]${'}]'.repeat(3_000)}`;
    const stored = playbookSchema.parse({ name: 'Test', stepsJson: json });
    expect(normalizePlaybook(stored, stepCatalog)).toEqual({
      problems: [{ path: 'steps', message: 'The steps are nested too deeply' }],
    });
  });

  it('are nested five levels deep at most', () => {
    const deep = (levels: number): Draft =>
      levels === 1
        ? { action: 'set_variables' }
        : { action: 'for_each', params: { items: [1] }, steps: [deep(levels - 1)] };
    expect(problems([deep(5)])).toEqual([]);
    expect(problems([deep(6)])[0]).toContain('5 levels deep');
  });
});

describe('the words of the flow', () => {
  it.each([
    [{ action: 'wait', params: {} }, 'Say how long: for or until'],
    [{ action: 'wait', params: { for: 'a while' } }, 'Write a length such as 90 s'],
    [{ action: 'wait', params: { for: '1 h', until: '2027-03-31T09:00:00Z' } }, 'not both'],
    [{ action: 'wait', params: { until: 'tomorrow' } }, 'Write an instant such as'],
    [
      { action: 'wait_for_event', params: { eventName: 'invoice.paid', filter: 'steps.x > 1' } },
      'a condition over event',
    ],
    [
      { action: 'wait_for_event', params: { eventName: 'invoice.paid', filter: 'event.id == "{{user.name}}"' } },
      "steps.0.params.filter: 'filter' is taken as it is written; it cannot hold a template",
    ],
    [{ action: 'for_each', params: { items: [], as: 'user' }, steps: [set('a')] }, 'This name has a meaning already'],
    [
      { action: 'for_each', params: { items: [], as: '{{user.name}}' }, steps: [set('a')] },
      "'as' is taken as it is written",
    ],
    [{ action: 'run_playbook', params: {} }, 'playbookId'],
    [{ action: 'stop_execution', params: {} }, 'reason'],
    [{ action: 'request_approval', params: { title: '' } }, 'title'],
  ])('%j is refused: %s', (step, words) => {
    expect(problems([step]).join()).toContain(words);
  });

  it('offer the addresses for answers of the steps that wait', () => {
    const answer = { id: 'answer', action: 'wait', params: { callback: true } };
    expect(problems([set('a', { url: '{{callbacks.answer}}' }), answer])).toEqual([]);
    expect(problems([set('a', { url: '{{callbacks.anser}}' }), answer])[0]).toContain("did you mean 'answer'");
  });
});
