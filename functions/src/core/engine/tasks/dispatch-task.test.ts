import { expect, it } from 'vitest';
import { orgId } from '../../../../test/kit/engine-kit.ts';
import { createTaskKit } from '../../../../test/kit/task-kit.ts';
import { tenantPaths } from '../../../model/paths.ts';

it.each([
  [true, '{{event.html}}', true],
  [false, '{{raw(event.html)}}', false],
])('HTML that strangers had a say in (%s) is shown as text, after a yes', async (isTainted, html, requiresApproval) => {
  const kit = await createTaskKit();
  const params = { to: 'ada@shop.example', subject: 'Hi', body: 'Hi', html: '<p>Hi</p>' };
  const taskId = await kit.make({ action: 'send_email', params }, isTainted);
  await kit.poll();
  const { playbookId, versionId } = await kit.execution((await kit.task(taskId)).doneBy ?? '');
  const version = await kit.store.get(tenantPaths(orgId).version(playbookId, versionId));
  const [step] = JSON.parse(version?.data.contentJson ?? '{}').steps;
  expect([step.params.html, step.requiresApproval ?? false]).toEqual([html, requiresApproval]);
});
