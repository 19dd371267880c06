import { noUsage, type StepResult } from '@model/execution.ts';
import { describe, expect, it } from 'vitest';
import { type StepNode, stepTree, tellsErrorInside } from './step-tree.ts';

function result(path: string): StepResult {
  const at = new Date('2026-11-23T14:00:00Z');
  const nothing = {
    outputJson: null,
    note: null,
    error: null,
    wait: null,
    branch: null,
    progress: null,
    approvalId: null,
  };
  const stepId = path.slice(path.lastIndexOf('.') + 1);
  const done = {
    status: 'completed' as const,
    attempts: 1,
    startedAt: at,
    completedAt: at,
    outputStored: false,
    failures: [],
    reserved: [],
    isTainted: false,
  };
  return { path, stepId, action: 'notify', agent: null, usage: noUsage, ...nothing, ...done };
}

/** `loop{0: mail} end`. */
function outline(nodes: readonly StepNode[]): string {
  return nodes
    .map(({ result: { stepId }, inner, ways }) => {
      const inWays = ways.map(({ key, steps }) => `${key}: ${outline(steps)}`).join(', ');
      return stepId + (inner.length > 0 ? `(${outline(inner)})` : '') + (ways.length > 0 ? `{${inWays}}` : '');
    })
    .join(' ');
}
const outlineOf = (...paths: string[]) => outline(stepTree(paths.map(result)));

describe('the steps of an execution', () => {
  it('stand in each other as their addresses say, items in their order', () => {
    expect(outlineOf('loop', 'loop[10].mail', 'loop[2].mail', 'loop[2].wait', 'end')).toBe(
      'loop{2: mail wait, 10: mail} end',
    );
    expect(outlineOf('choice', 'choice.both', 'choice.both[left].a', 'choice.both[right].b')).toBe(
      'choice(both{left: a, right: b})',
    );
    expect(outlineOf('a', 'a[0].b', 'a[0].b[1].c')).toBe('a{0: b{1: c}}');
  });

  it('are all shown, also where the one around them has no result', () => {
    expect(outlineOf('mail', 'lost[3].mail', 'lost.x')).toBe('mail mail x');
    expect(outlineOf('loop', 'loop2[0].x', 'loop2')).toBe('loop loop2{0: x}');
  });

  it('tell an error once: the innermost that is shown, and a loop for its folded items', () => {
    const error = { code: 'gone', fault: 'vendor' as const, message: 'No such page', fix: null, errors: [] };
    const failing = (...paths: string[]) =>
      stepTree(paths.map((path): StepResult => ({ ...result(path), status: 'failed', error })));
    expect(failing('choice', 'choice.page').map(tellsErrorInside)).toEqual([true]);
    expect(failing('both', 'both[left].page').map(tellsErrorInside)).toEqual([true]);
    expect(failing('loop', 'loop[1].page').map(tellsErrorInside)).toEqual([false]);
    expect(failing('page').map(tellsErrorInside)).toEqual([false]);
  });
});
