import { z } from 'zod';
import { defineFlow } from '../../core/engine/step-type.ts';

export const branch = defineFlow({
  kind: 'branch',
  id: 'branch',
  title: 'Branch',
  description: 'Goes one of several ways: the first whose condition holds.',
  modelDescription:
    'Takes the first of `branches` whose condition is true; one without a condition is the otherwise. Later steps can read the steps inside by {{steps.<id>}}; what was not done is null.',
  category: 'flow',
  icon: 'git-branch',
  example: {},
  params: z.strictObject({}),
  output: z.object({ branch: z.string().nullable() }),
  holds: 'branches',
  choose: (_params, branches) => {
    const taken = branches.find(({ holds }) => holds());
    return taken ? { kind: 'take', branch: taken.id } : { kind: 'pass' };
  },
});
