import { Skeleton } from '@mantine/core';
import type { StepDraft } from '@model/step.ts';
import { lazy, Suspense } from 'react';
import type { StatusLook } from '../../lib/status.ts';

export interface FlowPictureProps {
  /** What starts it, in words, one each. */
  readonly triggers: readonly string[];
  readonly steps: readonly StepDraft[];
  readonly onFailure: readonly StepDraft[];
  /** How each step went, by step id; a picture of the plan alone has none. */
  readonly statuses?: ReadonlyMap<string, StatusLook>;
  readonly selected?: string | null;
  readonly onSelect?: (stepId: string) => void;
  /** At most, in px: a small one takes less. */
  readonly height?: number;
}

const Drawn = lazy(() => import('./flow-canvas.tsx'));

/** The steps as a picture: what follows what, where it splits, and live how far it has come. Loaded when it is shown. */
export function FlowPicture(props: FlowPictureProps) {
  return (
    <Suspense fallback={<Skeleton height={props.height ?? 420} radius="lg" />}>
      <Drawn {...props} />
    </Suspense>
  );
}
