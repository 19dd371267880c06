import { describe, expect, it } from 'vitest';
import { facts } from './facts.fixture.ts';
import { approvalSteps } from './planner-approvals.ts';
import { understand } from './understand.ts';

/** What follows once the list of what waits has come, given what was ordered. */
function stepsFor(words: string, ...titles: readonly string[]) {
  const understood = understand(words, facts);
  const order = understood.kind === 'command' ? understood.command : null;
  const approvals = titles.map((title, at) => ({ approvalId: `a${at}`, title, playbook: 'Orders' }));
  const call = { callId: 'c', tool: 'list_approvals', params: {} };
  return approvalSteps({ call, result: { approvals } }, order);
}
const decides = (approvalId: string, decision: string) => [
  { type: 'call', call: { tool: 'decide_approval', params: { approvalId, decision } } },
];

describe('a yes by words', () => {
  it.each([
    ['Approve Send e-mail (Order lids)', 'a1', 'approved'],
    ['approve the order of lids', 'a1', 'approved'],
    ['reject order jars', 'a0', 'rejected'],
  ])('%s', (words, id, decision) => {
    expect(stepsFor(words, 'Send e-mail (Order jars)', 'Send e-mail (Order lids)')).toMatchObject(
      decides(id, decision),
    );
  });

  it('is asked for where several wait, in words that are an answer', () => {
    const steps = stepsFor('approve it', 'Send e-mail (Order jars)', 'Send e-mail (Order lids)');
    expect(steps).toMatchObject([
      { call: { params: { choices: ['Approve Send e-mail (Order jars)', 'Approve Send e-mail (Order lids)'] } } },
    ]);
  });

  it('is left to the cards where words cannot tell apart what waits', () => {
    expect(stepsFor('approve it', 'Send e-mail (Orders)', 'Send e-mail (Orders)')).toMatchObject([
      { type: 'text', delta: 'More than one waits. Decide on the card of the one that you mean.' },
    ]);
  });
});
