import { type PlaybookContent, playbookDraftSchema } from '@model/playbook.ts';
import { allSteps, type Step, type StepDraft, stepDraftSchema } from '@model/step.ts';
import { describe, expect, it } from 'vitest';
import { checkSteps } from '../../../../../functions/src/core/authoring/check-steps.ts';
import { describeStep } from '../../../../../functions/src/core/authoring/describe-step.ts';
import { stepCatalog } from '../../../../../functions/src/steps/registry.ts';
import type { StepTypes } from '../../../lib/step-types.ts';
import type { Edited } from './edited.ts';
import { scopeAt } from './scope.ts';
import { placeOf } from './scope-place.ts';
import { renameStep } from './scope-rename.ts';
import { exampleSample, factsAt, type Sample, valueAt, withValue } from './scope-sample.ts';

const types = new Map(stepCatalog.all().map((type) => [type.id, describeStep(type)])) as unknown as StepTypes;
const step = (id: string, action: string, more: object = {}): StepDraft =>
  stepDraftSchema.parse({ id, action, ...more });
const note = (id: string, more: object = {}) => step(id, 'log_note', { params: { message: 'x' }, ...more });

const edited: Edited = playbookDraftSchema.parse({
  name: 'Low stock',
  triggers: [{ type: 'event', id: 'e1', eventName: 'inventory.low_stock' }],
  inputs: [{ name: 'limit', label: 'How few', type: 'number', default: 5 }],
  steps: [
    step('look', 'check_stock', { agent: 'pops' }),
    step('each-item', 'for_each', {
      params: { items: '{{steps.look.items}}', as: 'ware' },
      steps: [note('inner'), note('inner2')],
    }),
    step('choose', 'branch', {
      branches: [
        { id: 'much', condition: 'steps.look.count > 3', steps: [note('many')] },
        { id: 'little', condition: null, steps: [note('few')] },
      ],
    }),
    step('both', 'parallel', {
      branches: [
        { id: 'a', steps: [note('left')] },
        { id: 'b', steps: [note('right', { onError: 'branch', errorSteps: [note('mend')] })] },
      ],
    }),
    step('hold', 'wait', { params: { for: '2 h', callback: true } }),
    note('last', { condition: 'steps.look.count > 1' }),
  ],
  onFailure: [note('sorry')],
});
const somebody = {
  user: { id: 'u', name: 'Ada', email: 'ada@example.com', locale: 'en-US' },
  org: { id: 'o', name: 'Shop', timezone: 'UTC', currency: 'USD' },
};
const example = exampleSample(edited, somebody);
const sample: Sample = {
  ...example,
  at: new Date('2026-11-20T09:00:00Z'),
  steps: { look: { items: [{ name: 'Mug', quantity: 2, colour: 'blue' }], count: 1 } },
};
const ids = (stepId: string) => placeOf(edited, stepId, types).earlier.map(({ id }) => id);
const variables = (stepId: string, from = sample) =>
  scopeAt(edited, stepId, types, from).flatMap((group) => group.variables);
const at = (stepId: string, path: string, from = sample) => variables(stepId, from).find((one) => one.path === path);

describe('what a step can read', () => {
  it('is what is done by then, and not what lies inside of a loop or of another way', () => {
    expect(ids('look')).toEqual([]);
    expect(ids('inner2')).toEqual(['look', 'inner']);
    expect(ids('few')).toEqual(['look', 'each-item']);
    expect(ids('right')).toEqual(['look', 'each-item', 'choose', 'many', 'few']);
    expect(ids('last')).toEqual(['look', 'each-item', 'choose', 'many', 'few', 'both', 'hold']);
    expect(ids('sorry').at(-1)).toBe('last');
    expect(['mend', 'sorry', 'last'].map((id) => placeOf(edited, id, types).isAfterFailure)).toEqual([
      true,
      true,
      false,
    ]);
    expect(placeOf(edited, 'inner', types).loops.map(({ id }) => id)).toEqual(['each-item']);
  });

  it('has the names of its block, its fields and what they were', () => {
    expect(at('inner', 'ware.name')).toEqual({ path: 'ware.name', label: 'Name', kind: 'text', sample: '"Mug"' });
    expect(at('inner', 'ware.colour')?.sample).toBe('"blue"');
    expect(at('inner', 'ware.daysLeft')?.kind).toBe('number');
    expect(at('last', 'ware.name')).toBeUndefined();
    expect(at('last', 'steps.look.items')?.kind).toBe('list');
    expect(at('last', 'size(steps.look.items)')).toMatchObject({ label: 'Items: how many', sample: '1' });
    expect(at('last', 'steps["each-item"].failed')?.kind).toBe('number');
    expect(at('last', 'pops.count')?.path).toBe('pops.count');
    expect(at('last', 'inputs.limit')).toMatchObject({ label: 'How few', kind: 'number', sample: '5' });
    expect(at('mend', 'error.message')?.kind).toBe('text');
    expect(at('last', 'error.message')).toBeUndefined();
    expect(at('last', 'event.sku', example)?.sample).toBe('"BD-1"');
    expect(at('last', 'callbacks.hold')?.label).toContain('Wait');
    expect(at('last', 'org.currency')?.sample).toBe('"USD"');
  });

  it('is accepted by the server, wherever it is offered', () => {
    const everyStep = allSteps([...edited.steps, ...edited.onFailure]);
    let offered = 0;
    for (const { id = '' } of everyStep) {
      const paths = variables(id)
        .map(({ path }) => path)
        .filter((path) => !path.includes('colour'));
      offered += paths.length;
      for (const path of paths) {
        const asked = mapSteps(edited, (one) => (one.id === id ? { ...one, condition: `string(${path}) == ""` } : one));
        const problems = checkSteps(contentOf(asked), stepCatalog).problems.filter(({ path: where }) =>
          where.endsWith('condition'),
        );
        expect([id, path, problems]).toEqual([id, path, []]);
      }
    }
    expect(offered).toBeGreaterThan(200);
  });
});

describe('facts to try with', () => {
  it('are those of the place, and can be changed one by one', () => {
    const facts = factsAt(sample, placeOf(edited, 'inner', types));
    expect(valueAt(facts, ['ware', 'quantity'])).toBe(2);
    expect(valueAt(facts, ['steps', 'each-item'])).toBeUndefined();
    expect(valueAt(withValue(facts, ['ware', 'quantity'], 9), ['ware', 'quantity'])).toBe(9);
    expect(valueAt(withValue(facts, ['steps', 'look', 'count'], 7), ['steps', 'look', 'count'])).toBe(7);
    expect(valueAt(withValue(facts, ['event', 'sku'], 'X'), ['event', 'name'])).toBe('Blue Dream');
  });
});

describe('a step that gets another name', () => {
  const reading = mapSteps(edited, (one) =>
    one.id === 'last'
      ? {
          ...one,
          condition: 'steps.look.count > 1 && "steps.look" != steps["look"].name && !steps.looked',
          params: { message: 'steps.look and {{ steps.look.count }}', data: { a: ['{{size(steps["look"].items)}}'] } },
        }
      : one,
  );

  it('is read by it wherever it was read, and nowhere else', () => {
    const renamed = renameStep(reading, 'look', 'my-stock');
    expect(renamed.steps[0]?.id).toBe('my-stock');
    expect(renamed.steps[1]?.params.items).toBe('{{steps["my-stock"].items}}');
    expect(renamed.steps[2]?.branches[0]?.condition).toBe('steps["my-stock"].count > 3');
    const last = renamed.steps.at(-1);
    expect(last?.condition).toBe(
      'steps["my-stock"].count > 1 && "steps.look" != steps["my-stock"].name && !steps.looked',
    );
    expect(last?.params).toEqual({
      message: 'steps.look and {{ steps["my-stock"].count }}',
      data: { a: ['{{size(steps["my-stock"].items)}}'] },
    });
  });

  it('comes back as it was, name for name', () => {
    const there = renameStep(edited, 'look', 'other');
    expect(renameStep(there, 'other', 'look')).toEqual(edited);
    expect(checkSteps(contentOf(there), stepCatalog).problems).toEqual([]);
  });
});

function mapSteps(one: Edited, change: (step: StepDraft) => StepDraft): Edited {
  const inner = (list: readonly StepDraft[]): StepDraft[] =>
    list.map((given) => {
      const next = change(given);
      const branches = next.branches.map((branch) => ({ ...branch, steps: inner(branch.steps) }));
      return { ...next, steps: inner(next.steps), branches, errorSteps: inner(next.errorSteps) };
    });
  return { ...one, steps: inner(one.steps), onFailure: inner(one.onFailure) };
}

function contentOf({ triggers, steps, onFailure, inputs, overlap }: Edited): PlaybookContent {
  const content = { agent: null, inputs, overlap, triggers: triggers as PlaybookContent['triggers'] };
  return { ...content, steps: steps as Step[], onFailure: onFailure as Step[] };
}
