import { getSmoothStepPath, Position, ViewportPortal } from '@xyflow/react';
import { memo } from 'react';
import type { StatusLook } from '../../lib/status.ts';
import classes from './flow-edges.module.css';
import type { FlowEdge, FlowItem, FlowLayout } from './layout.ts';
import { wasReached } from './reached.ts';

/** So far above its end a way turns towards it: what comes from several meets there. */
const TURN = 17;
/** How far below its upper edge what leads sideways to or from an item meets it. */
const SIDE = 33;

/** Of a plan; of a way that was taken; of one that was not. */
const LOOKS = ['plain', 'taken', 'faint'] as const;
type Look = (typeof LOOKS)[number];

interface EdgesProps {
  readonly layout: FlowLayout;
  readonly statuses: ReadonlyMap<string, StatusLook>;
}

/** What leads from where to where, between the frames and the steps. */
export const FlowEdges = memo(function FlowEdges({ layout: { items, edges, width, height }, statuses }: EdgesProps) {
  const byId = new Map(items.map((item) => [item.id, item]));
  const lines = edges.flatMap((edge) => {
    const source = byId.get(edge.source);
    const target = byId.get(edge.target);
    if (source === undefined || target === undefined) return [];
    const isTaken = wasReached(source, statuses) && wasReached(target, statuses);
    const look: Look = statuses.size === 0 ? 'plain' : isTaken ? 'taken' : 'faint';
    return [{ edge, look, path: pathOf(edge, source, target) }];
  });
  // What was taken is drawn over what was not.
  const inOrder = lines.toSorted((a, b) => LOOKS.indexOf(b.look) - LOOKS.indexOf(a.look));
  return (
    <ViewportPortal>
      <svg className={classes.edges} width={width} height={height} aria-hidden>
        <defs>
          {LOOKS.map((look) => (
            <Head key={look} look={look} />
          ))}
        </defs>
        {inOrder.map(({ edge, look, path }) => (
          <path
            key={edge.id}
            d={path}
            className={`${classes.edge} ${classes[look]}`}
            data-failure={edge.isFailure || undefined}
            markerEnd={`url(#flow-${look})`}
          />
        ))}
      </svg>
    </ViewportPortal>
  );
});

/** Downwards, round the corners; to what is done after a failure sideways. */
function pathOf({ isFailure }: FlowEdge, source: FlowItem, target: FlowItem): string {
  const down = {
    sourceX: source.x + source.axis,
    sourceY: source.y + source.height,
    targetX: target.x + target.axis,
    targetY: target.y,
    centerY: target.y - TURN,
  };
  const sideways = {
    sourceX: source.x + source.width,
    sourceY: source.y + SIDE,
    sourcePosition: Position.Right,
    targetX: target.x,
    targetY: target.y + SIDE,
    targetPosition: Position.Left,
  };
  return getSmoothStepPath({ ...(isFailure ? sideways : down), borderRadius: 12, offset: 6 })[0];
}

/** The head of an arrow. */
function Head({ look }: { readonly look: Look }) {
  return (
    <marker
      id={`flow-${look}`}
      viewBox="0 0 10 10"
      refX={9}
      refY={5}
      markerWidth={8}
      markerHeight={8}
      markerUnits="userSpaceOnUse"
      orient="auto-start-reverse"
    >
      <path d="M1 1 9 5 1 9" className={`${classes.head} ${classes[look]}`} />
    </marker>
  );
}
