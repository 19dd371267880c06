import { type StatusLook, stepStatus } from '../../lib/status.ts';
import type { FlowItem } from './layout.ts';

/** Whether the execution has come there: to a step, or to any in a frame. */
export function wasReached(item: FlowItem, statuses: ReadonlyMap<string, StatusLook>): boolean {
  if (item.kind === 'start') return true;
  const ids = item.kind === 'step' ? [item.id] : item.inside;
  return ids.some((id) => isReached(statuses.get(id)));
}

export function isReached(look: StatusLook | undefined): boolean {
  return look !== undefined && look !== stepStatus.pending && look !== stepStatus.not_reached;
}
