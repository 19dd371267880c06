import type { StepResult } from '../../../model/execution.ts';
import type { Engine } from '../engine.ts';
import { evidenceOf } from '../evidence.ts';
import { evaluateCondition } from '../expression.ts';
import { stepFacts } from '../step-facts.ts';
import { type Outcome, type PlacedStep, type Run, resultAt } from './executor.ts';
import { isUnbegun } from './result.ts';

/** The end of a step whose condition is not met; null when it is to be done. Asked once, before it begins. */
export function skipUnlessMet(engine: Engine, run: Run, placed: PlacedStep, begun: StepResult): Outcome | null {
  const { condition } = placed.step;
  const before = resultAt(run, placed.path);
  if (condition === null || (before !== null && !isUnbegun(before))) return null;
  const facts = stepFacts(run, placed, engine.clock.now());
  if (evaluateCondition(condition, facts)) return null;
  const note = `Condition not met: ${condition}${evidenceOf(condition, facts)}`;
  const skipped: StepResult = { ...begun, status: 'skipped', note, completedAt: begun.startedAt };
  return { kind: 'done', result: skipped, output: null, costly: false };
}
