import '@xyflow/react/dist/base.css';
import { VisuallyHidden } from '@mantine/core';
import { MiniMap, type Node, ReactFlow, ReactFlowProvider } from '@xyflow/react';
import { memo, useMemo, useRef } from 'react';
import classes from './flow.module.css';
import { FlowEdges } from './flow-edges.tsx';
import { FrameNode, StartNode, StepNode } from './flow-nodes.tsx';
import type { FlowPictureProps } from './flow-picture.tsx';
import { FlowState } from './flow-state.ts';
import { FlowText } from './flow-text.tsx';
import { ZoomButtons } from './flow-zoom.tsx';
import { layoutOf } from './layout.ts';
import { toNodes } from './to-nodes.ts';
import { heightOf, MIN_ZOOM, useFlowView } from './use-flow-view.ts';

const nodeTypes = { start: StartNode, step: StepNode, frame: FrameNode };
const proOptions = { hideAttribution: true };
/** From so many steps on there is a small map, where there is room for one. */
const MAP_FROM = 20;
/** More than this are drawn only where they are seen. */
const MANY = 300;

const noStatuses = new Map();

/** Drawn with React Flow, from our own layout; nothing in it can be moved or joined. */
function FlowCanvas({
  triggers,
  steps,
  onFailure,
  statuses = noStatuses,
  selected = null,
  onSelect,
  height = 420,
}: FlowPictureProps) {
  const box = useRef<HTMLDivElement>(null);
  const layout = useMemo(() => layoutOf(triggers, steps, onFailure), [triggers, steps, onFailure]);
  const nodes = useMemo(() => toNodes(layout), [layout]);
  const isLive = statuses !== noStatuses;
  const state = useMemo(() => ({ statuses, isLive, selected, onSelect }), [statuses, isLive, selected, onSelect]);
  const view = useFlowView(box, { layout, selected, statuses });
  const isMany = nodes.length > MAP_FROM;
  return (
    <figure
      className={classes.figure}
      style={{ height: Math.min(height, heightOf(layout)) }}
      ref={box}
      aria-label="Picture of the steps"
    >
      <VisuallyHidden>
        <FlowText triggers={triggers} steps={steps} onFailure={onFailure} statuses={statuses} />
      </VisuallyHidden>
      <FlowState value={state}>
        <div className={classes.canvas} aria-hidden={onSelect === undefined}>
          <ReactFlow
            nodes={nodes}
            nodeTypes={nodeTypes}
            proOptions={proOptions}
            minZoom={MIN_ZOOM}
            maxZoom={1.6}
            nodesDraggable={false}
            nodesConnectable={false}
            nodesFocusable={false}
            edgesFocusable={false}
            elementsSelectable={false}
            disableKeyboardA11y
            // The wheel belongs to the page; with Ctrl, or two fingers, it zooms.
            zoomOnScroll={false}
            preventScrolling={false}
            zoomOnDoubleClick={false}
            onlyRenderVisibleElements={nodes.length > MANY}
            onInit={view.begin}
            onMoveStart={view.noteMove}
            aria-label="Steps, to be moved with the mouse or the fingers"
          >
            <FlowEdges layout={layout} statuses={statuses} />
            {isMany && <MiniMap className={classes.map} nodeClassName={mapClass} pannable aria-hidden />}
          </ReactFlow>
        </div>
        <ZoomButtons onWhole={view.showWhole} />
      </FlowState>
    </figure>
  );
}

function mapClass({ type }: Node): string {
  return classes[`map_${type}`] ?? '';
}

function Provided(props: FlowPictureProps) {
  return (
    <ReactFlowProvider>
      <FlowCanvas {...props} />
    </ReactFlowProvider>
  );
}

export default memo(Provided);
