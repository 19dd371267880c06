import { stepDraftSchema } from '@model/step.ts';
import { expect, it } from 'vitest';
import { placeProblems } from './selection.ts';

it('finds what a problem is about, however deep it lies', () => {
  const inner = { id: 'in', action: 'notify' };
  const steps = [
    {
      id: 'way',
      action: 'branch',
      branches: [
        { id: 'a', steps: [] },
        { id: 'b', steps: [{ action: 'x', id: 'y' }, inner] },
      ],
    },
  ];
  const edited = {
    ...{ name: '', description: '', category: 'general', agent: null, overlap: null, triggers: [], inputs: [] },
    steps: stepDraftSchema.array().parse(steps),
    onFailure: stepDraftSchema
      .array()
      .parse([{ id: 'last', action: 'notify', errorSteps: [{ ...inner, id: 'deep' }] }]),
  };
  const found = (path: string) => placeProblems(edited, [{ path, message: '' }])[0];
  expect(found('steps.0.branches.1.steps.1.params.to')).toMatchObject({ where: { id: 'in' }, path: 'params.to' });
  expect(found('steps.0.branches.1.condition')).toMatchObject({ where: { id: 'way' }, path: 'branches.1.condition' });
  expect(found('onFailure.0.errorSteps.0.id')).toMatchObject({ where: { id: 'deep' }, path: 'id' });
  expect(found('triggers.2.cron')).toMatchObject({ where: { kind: 'trigger', index: 2 }, path: 'cron' });
  expect(found('inputs.0.name')).toMatchObject({ where: { kind: 'inputs' }, path: '0.name' });
  expect(found('name')).toMatchObject({ where: { kind: 'general' }, path: 'name' });
  expect(found('steps')).toMatchObject({ where: null, path: 'steps' });
  expect(found('contract.examples.0')).toMatchObject({ where: null });
});
