import { z } from 'zod';
import { readContract } from '../../../model/contract.ts';
import { playbookIdSchema } from '../../../model/ids.ts';
import { jsonValue } from '../../../model/json.ts';
import { readSteps } from '../../../model/playbook.ts';
import { buildCard } from './card.ts';
import { toldCard } from './proposal.ts';
import { playbookOf } from './stored-playbook.ts';
import { defineTool, found } from './tool.ts';

const params = z.strictObject({ playbookId: playbookIdSchema });
/** Longer steps are not shown to a model. */
const MAX_STEPS_LENGTH = 20_000;

export const explainPlaybook = defineTool<z.infer<typeof params>>({
  name: 'explain_playbook',
  title: 'Explain a playbook',
  description:
    'What a playbook does, when, for whom, whether it is armed, and its contract and steps as they are: what edit_playbook starts from.',
  params,
  role: 'viewer',
  scope: 'playbooks:read',
  writes: false,
  isFinal: false,
  call: async (context, { playbookId }) => {
    const playbook = await playbookOf(context, playbookId);
    const card = await buildCard(context, { playbookId, playbook });
    const { arming, pause } = playbook;
    const written = readSteps(playbook.steps, playbook.stepsJson);
    const isShort = JSON.stringify(written).length <= MAX_STEPS_LENGTH;
    const whole = { contract: readContract(playbook.contractJson), written: isShort ? written : 'too long to show' };
    const told = {
      ...toldCard(card),
      arming: arming === null ? null : { state: arming.state, problems: arming.problems.map(({ message }) => message) },
      pausedSince: pause?.since.toISOString() ?? null,
      pausedUntil: pause?.until?.toISOString() ?? null,
      ...(jsonValue.parse(JSON.parse(JSON.stringify(whole))) as object),
    };
    return found(told, { isTainted: playbook.isTainted, parts: [{ type: 'playbook', playbookId }] });
  },
});
