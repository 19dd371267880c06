import { allSteps, type StepDraft, stepDraftSchema } from '@model/step.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FlowItem, layoutOf } from './layout.ts';

const step = (fields: Record<string, unknown>): StepDraft => stepDraftSchema.parse({ action: 'notify', ...fields });

describe('the layout of a flow', () => {
  it('shows each step once, and none on top of another, however they stand in each other', () => {
    fc.assert(
      fc.property(flows, ({ steps, onFailure }) => {
        const { items, width, height } = layoutOf(['Every day'], steps, onFailure);
        const shown = items.flatMap((item) => (item.kind === 'step' ? [item.id] : []));
        expect(shown.toSorted()).toEqual(
          allSteps([...steps, ...onFailure])
            .map(({ id }) => id)
            .toSorted(),
        );
        const solid = items.filter(({ kind }) => kind !== 'frame');
        expect(pairsOf(solid).filter(([a, b]) => overlap(a, b))).toEqual([]);
        const frames = items.filter(({ kind }) => kind === 'frame');
        for (const frame of frames) {
          expect(items.filter((item) => overlap(frame, item) && !holds(frame, item) && !holds(item, frame))).toEqual(
            [],
          );
        }
        for (const item of items) expect(holds({ x: 0, y: 0, width, height }, item)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('is the same each time, and no edge leads nowhere', () => {
    fc.assert(
      fc.property(flows, ({ steps, onFailure }) => {
        const layout = layoutOf(['By hand'], steps, onFailure);
        expect(layoutOf(['By hand'], steps, onFailure)).toEqual(layout);
        const ids = new Set(layout.items.map(({ id }) => id));
        expect(ids.size).toBe(layout.items.length);
        expect(layout.edges.filter(({ source, target }) => !ids.has(source) || !ids.has(target))).toEqual([]);
        expect(new Set(layout.edges.map(({ id }) => id)).size).toBe(layout.edges.length);
      }),
      { numRuns: 40 },
    );
  });

  it('leads from each way of a branch to what follows it', () => {
    const branches = ['low', 'high'].map((id) => ({ id, steps: [{ id: `${id}_mail`, action: 'send_email' }] }));
    const { edges } = layoutOf([], [step({ id: 'choice', action: 'branch', branches }), step({ id: 'end' })], []);
    expect(edges.map(({ source, target }) => `${source} ${target}`)).toEqual([
      'choice choice#0',
      'choice choice#1',
      'choice#0 end',
      'choice#1 end',
    ]);
  });

  it('puts what takes care of a failure at the right, and says so on the way to it', () => {
    const { items, edges } = layoutOf([], [step({ id: 'a', errorSteps: [{ id: 'b', action: 'notify' }] })], []);
    const at = (id: string) => items.find((item) => item.id === id);
    expect(at('b')?.x).toBeGreaterThan((at('a')?.x ?? 0) + (at('a')?.width ?? 0));
    expect(edges).toEqual([expect.objectContaining({ source: 'a', target: 'a#error', isFailure: true })]);
  });

  it('takes 200 steps in a few milliseconds, also those without ids', () => {
    const steps = Array.from({ length: 200 }, () => step({}));
    const { items } = layoutOf([], steps, []);
    expect(new Set(items.map(({ id }) => id)).size).toBe(200);
  });
});

type Box = Pick<FlowItem, 'x' | 'y' | 'width' | 'height'>;

function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

function holds(outer: Box, inner: Box): boolean {
  const isWithin = inner.x >= outer.x && inner.y >= outer.y;
  return isWithin && inner.x + inner.width <= outer.x + outer.width && inner.y + inner.height <= outer.y + outer.height;
}

function pairsOf<T>(all: readonly T[]): [T, T][] {
  return all.flatMap((a, index) => all.slice(index + 1).map((b): [T, T] => [a, b]));
}

/** Trees of up to 200 steps with everything that steps can hold, each with an id of its own. */
const flows = fc
  .infiniteStream(fc.nat({ max: 99 }))
  .chain((chances) => fc.nat({ max: 200 }).map((size) => grown(chances, size)));

function grown(chances: Iterator<number>, size: number): { steps: StepDraft[]; onFailure: StepDraft[] } {
  let left = size;
  let given = 0;
  const chance = () => chances.next().value ?? 0;
  const list = (depth: number): StepDraft[] => {
    const steps: StepDraft[] = [];
    for (let wanted = chance() % (depth === 0 ? 60 : 6); wanted > 0 && left > 0; wanted--) {
      left -= 1;
      given += 1;
      const id = `s${given}`;
      const kind = depth >= 4 ? 9 : chance() % 10;
      steps.push(
        step({
          id,
          action: kind === 1 ? 'branch' : 'notify',
          condition: chance() % 3 === 0 ? 'inputs.a > 1' : null,
          steps: kind === 0 ? list(depth + 1) : [],
          branches: kind === 1 || kind === 2 ? [0, 1, 2].map((way) => ({ id: `w${way}`, steps: list(depth + 1) })) : [],
          errorSteps: kind < 4 && chance() % 3 === 0 ? list(depth + 1) : [],
        }),
      );
    }
    return steps;
  };
  return { steps: list(0), onFailure: chance() % 3 === 0 ? list(3) : [] };
}
