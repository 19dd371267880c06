import type { Node } from '@xyflow/react';
import type { FlowItem, FlowLayout } from './layout.ts';

export type FlowNode = Node<{ readonly item: FlowItem }>;

export function toNodes({ items }: FlowLayout): FlowNode[] {
  return items.map((item) => ({
    id: item.id,
    type: item.kind,
    position: { x: item.x, y: item.y },
    width: item.width,
    height: item.height,
    data: { item },
    // The edges are drawn between the frames and the steps.
    zIndex: item.kind === 'frame' ? 0 : 2,
    // It is no group of anything to a screen reader: what can be pressed in it says what it is.
    domAttributes: { 'aria-roledescription': undefined },
  }));
}
