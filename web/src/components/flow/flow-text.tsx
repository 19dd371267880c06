import { blocksOf, type StepDraft } from '@model/step.ts';
import type { StatusLook } from '../../lib/status.ts';
import { stepWords } from '../../lib/words.ts';
import type { FlowPictureProps } from './flow-picture.tsx';
import { aboutStep, asksFirst, frameWords, onlyIf } from './flow-words.ts';
import type { FrameLabel } from './layout.ts';

type Statuses = ReadonlyMap<string, StatusLook>;

/** The same as the picture, as a list to be read aloud. */
export function FlowText({
  triggers,
  steps,
  onFailure,
  statuses,
}: Pick<FlowPictureProps, 'triggers' | 'steps' | 'onFailure'> & { readonly statuses: Statuses }) {
  return (
    <>
      {triggers.length > 0 && <p>It starts: {triggers.join('; ')}.</p>}
      <StepList steps={steps} statuses={statuses} />
      {onFailure.length > 0 && (
        <>
          <p>If anything fails:</p>
          <StepList steps={onFailure} statuses={statuses} />
        </>
      )}
    </>
  );
}

function StepList({ steps, statuses }: { readonly steps: readonly StepDraft[]; readonly statuses: Statuses }) {
  return (
    <ol>
      {steps.map((step, index) => (
        <li key={step.id ?? index}>
          {wordsOf(step, statuses)}
          {blocksOf(step).map(({ at, steps: inner }) => (
            <div key={at}>
              {frameWords(labelOf(step, at))}:
              <StepList steps={inner} statuses={statuses} />
            </div>
          ))}
        </li>
      ))}
    </ol>
  );
}

function wordsOf(step: StepDraft, statuses: Statuses): string {
  const { title } = stepWords(step);
  const look = step.id === undefined ? undefined : statuses.get(step.id);
  const asks = asksFirst(step) ? 'a person is asked first' : null;
  return [title, aboutStep(step), onlyIf(step), asks, look?.word].filter(Boolean).join(', ');
}

/** The frame that the block `at` of a step stands in. */
function labelOf(step: StepDraft, at: string): FrameLabel {
  if (at === 'steps') return { kind: 'loop' };
  if (at === 'errorSteps') return { kind: 'failure', of: 'step' };
  const branch = step.branches[Number(at.split('.')[1])];
  const { id: branchId = '', condition = null } = branch ?? {};
  return { kind: 'way', branchId, condition, isChoice: step.action === 'branch' };
}
