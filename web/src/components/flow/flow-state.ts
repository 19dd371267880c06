import { createContext } from 'react';
import type { StatusLook } from '../../lib/status.ts';

export interface FlowStateValue {
  readonly statuses: ReadonlyMap<string, StatusLook>;
  /** Whether it shows an execution, not the plan alone. */
  readonly isLive: boolean;
  readonly selected: string | null;
  readonly onSelect: ((stepId: string) => void) | undefined;
}

/** What changes while the picture stays: kept apart from the nodes, which are made once. */
export const FlowState = createContext<FlowStateValue>({
  statuses: new Map(),
  isLive: false,
  selected: null,
  onSelect: undefined,
});
