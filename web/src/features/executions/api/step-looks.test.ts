import { noUsage, type StepResult, type StepStatus } from '@model/execution.ts';
import { stepSchema } from '@model/step.ts';
import { describe, expect, it } from 'vitest';
import { stepLooks, tellingResult } from './step-looks.ts';

const at = new Date('2026-11-23T14:00:00Z');
function result(path: string, status: StepStatus, more: Partial<StepResult> = {}): StepResult {
  const nothing = {
    outputJson: null,
    note: null,
    error: null,
    wait: null,
    branch: null,
    progress: null,
    approvalId: null,
  };
  const done = { attempts: 1, startedAt: at, completedAt: status === 'running' ? null : at, outputStored: false };
  const stepId = path.slice(path.lastIndexOf('.') + 1);
  return {
    path,
    stepId,
    action: 'notify',
    agent: null,
    usage: noUsage,
    failures: [],
    reserved: [],
    isTainted: false,
    status,
    ...nothing,
    ...done,
    ...more,
  };
}
const steps = stepSchema.array().parse([
  { id: 'first', action: 'notify' },
  { id: 'loop', action: 'for_each', steps: [{ id: 'mail', action: 'notify' }] },
  { id: 'last', action: 'notify' },
]);
const words = (stepResults: StepResult[], completedAt: Date | null = null) =>
  Object.fromEntries([...stepLooks(steps, { stepResults, completedAt })].map(([id, { word }]) => [id, word]));

describe('how the steps of a plan went', () => {
  it('is told of a loop by its worst item, and of what is ahead by whether it can still come', () => {
    const results = [result('first', 'completed'), result('loop', 'failed'), result('loop[0].mail', 'completed')];
    expect(words([...results, result('loop[1].mail', 'failed')], at)).toEqual({
      ...{ first: 'Completed', loop: 'Failed', mail: 'Failed', last: 'Not reached' },
    });
    expect(words([result('first', 'running')])).toEqual({
      ...{ first: 'Running', loop: 'To come', mail: 'To come', last: 'To come' },
    });
  });

  it('is told by the loop where its items lie in other executions', () => {
    const progress = { total: 200, completed: 0, failed: 0, batch: 100, next: 100, open: [0], generation: 0 };
    expect(words([result('first', 'completed'), result('loop', 'waiting', { progress })]).mail).toBe('Waiting');
  });

  it('is not told by what an agent has chosen to do, though it bears the same id', () => {
    const results = [result('agent[turn-1].calls[call-1].first', 'failed')];
    expect(words(results).first).toBe('To come');
    expect(tellingResult(results, 'first')).toBeNull();
  });

  it('leads from the picture to the item that failed, or that is under way, or the last', () => {
    const results = [result('loop[0].mail', 'completed'), result('loop[1].mail', 'completed')];
    expect(tellingResult(results, 'mail')?.path).toBe('loop[1].mail');
    expect(tellingResult([result('loop[0].mail', 'running'), ...results], 'mail')?.path).toBe('loop[0].mail');
    expect(tellingResult([...results, result('loop[2].mail', 'failed')], 'mail')?.path).toBe('loop[2].mail');
    expect(tellingResult(results, 'first')).toBeNull();
  });
});
