import type { StepDraft } from '@model/step.ts';

/** What stands in the picture. Positions are the upper left corner, in px; ids are those of the steps where there are any. */
export type FlowItem = {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Where what leads to it and from it stands, from its left edge. */
  readonly axis: number;
} & (
  | { readonly kind: 'start'; readonly triggers: readonly string[] }
  | { readonly kind: 'step'; readonly step: StepDraft }
  | {
      readonly kind: 'frame';
      readonly label: FrameLabel;
      /** The steps in it, for whether it was reached. */
      readonly inside: readonly string[];
    }
);

/** Why steps stand in a frame: repeated, one way of several, or what is done after a failure. */
export type FrameLabel =
  | { readonly kind: 'loop' }
  | { readonly kind: 'way'; readonly branchId: string; readonly condition: string | null; readonly isChoice: boolean }
  | { readonly kind: 'failure'; readonly of: 'step' | 'playbook' };

export interface FlowEdge {
  readonly id: string;
  readonly source: string;
  readonly target: string;
  readonly isFailure: boolean;
}

export interface FlowLayout {
  readonly items: readonly FlowItem[];
  readonly edges: readonly FlowEdge[];
  readonly width: number;
  readonly height: number;
  /** Where the way through all of it stands. */
  readonly axis: number;
}

const STEP_WIDTH = 272;
const STEP_HEIGHT = 66;
const LINE = 24;
const START_HEAD = 40;
const START_LINE = 22;
const GAP = 34;
const BESIDE = 28;
const PAD = 18;
const FRAME_HEAD = 36;

/** A part of the picture in its own coordinates. What leads to it and from it stands at `axis`. */
interface Block {
  readonly items: readonly FlowItem[];
  readonly edges: readonly FlowEdge[];
  readonly width: number;
  readonly height: number;
  readonly axis: number;
  /** What an edge to it ends at, and those that edges from it begin at. */
  readonly entry: string | null;
  readonly exits: readonly string[];
}

const nothing: Block = { items: [], edges: [], width: 0, height: 0, axis: 0, entry: null, exits: [] };

/** Where everything stands: what follows below, what may happen instead or at once side by side, failures at the right. */
export function layoutOf(
  triggers: readonly string[],
  steps: readonly StepDraft[],
  onFailure: readonly StepDraft[],
): FlowLayout {
  const start = triggers.length === 0 ? nothing : startBlock(triggers);
  const main = below([start, sequence(steps, 'steps')]);
  const failure =
    onFailure.length === 0
      ? nothing
      : frame('#onFailure', { kind: 'failure', of: 'playbook' }, sequence(onFailure, 'onFailure'));
  const left = Math.max(main.axis, failure.axis);
  const lower = main.height === 0 || failure.height === 0 ? main.height : main.height + GAP;
  return {
    items: [...moved(main, left - main.axis, 0).items, ...moved(failure, left - failure.axis, lower).items],
    edges: [...main.edges, ...failure.edges],
    width: left + Math.max(main.width - main.axis, failure.width - failure.axis),
    height: lower + failure.height,
    axis: left,
  };
}

/** The id of a step in the picture, also where it has none of its own yet. */
function idOf(step: StepDraft, address: string): string {
  return step.id ?? address;
}

function startBlock(triggers: readonly string[]): Block {
  const height = START_HEAD + triggers.length * START_LINE;
  const item: FlowItem = { kind: 'start', id: '#start', triggers, ...own(STEP_WIDTH, height) };
  return leaf(item);
}

/** An item at the origin, whose axis is in its middle. */
function own(width: number, height: number) {
  return { x: 0, y: 0, width, height, axis: width / 2 };
}

function leaf(item: FlowItem): Block {
  const { id, width, height, axis } = item;
  return { items: [item], edges: [], width, height, axis, entry: id, exits: [id] };
}

function sequence(steps: readonly StepDraft[], address: string): Block {
  return below(steps.map((step, index) => stepBlock(step, `${address}.${index}`)));
}

/** One below the other on one axis, each with edges from what is right above it. */
function below(blocks: readonly Block[]): Block {
  const there = blocks.filter(({ items }) => items.length > 0);
  if (there.length === 0) return nothing;
  const axis = Math.max(...there.map((block) => block.axis));
  const right = Math.max(...there.map((block) => block.width - block.axis));
  const items: FlowItem[] = [];
  const edges: FlowEdge[] = [];
  let y = 0;
  let above: Block | null = null;
  for (const block of there) {
    if (above !== null) y += GAP;
    items.push(...moved(block, axis - block.axis, y).items);
    edges.push(...block.edges, ...(above?.exits ?? []).flatMap((exit) => edge(exit, block.entry)));
    y += block.height;
    above = block;
  }
  const entry = there[0]?.entry ?? null;
  return { items, edges, width: axis + right, height: y, axis, entry, exits: above?.exits ?? [] };
}

function stepBlock(step: StepDraft, address: string): Block {
  const id = idOf(step, address);
  const height = STEP_HEIGHT + (step.condition === null ? 0 : LINE);
  const alone = leaf({ kind: 'step', id, step, ...own(STEP_WIDTH, height) });
  const block = withWays(withBody(alone, step, id, address), step, id, address);
  if (step.errorSteps.length === 0) return block;
  const inside = sequence(step.errorSteps, `${address}.errorSteps`);
  const failure = frame(`${id}#error`, { kind: 'failure', of: 'step' }, inside);
  const placed = moved(failure, block.width + BESIDE * 2, 0);
  return {
    ...block,
    items: [...block.items, ...placed.items],
    edges: [...block.edges, ...failure.edges, ...edge(id, failure.entry, true)],
    width: block.width + BESIDE * 2 + failure.width,
    height: Math.max(block.height, failure.height),
  };
}

/** A loop: a frame around the step and what it repeats. */
function withBody(head: Block, step: StepDraft, id: string, address: string): Block {
  if (step.steps.length === 0) return head;
  const inside = below([head, sequence(step.steps, `${address}.steps`)]);
  return frame(`${id}#loop`, { kind: 'loop' }, inside);
}

function withWays(head: Block, step: StepDraft, id: string, address: string): Block {
  if (step.branches.length === 0) return head;
  const isChoice = step.action === 'branch';
  const ways = step.branches.map(({ id: branchId, condition, steps }, index) => {
    const label = { kind: 'way' as const, branchId, condition, isChoice };
    return frame(`${id}#${index}`, label, sequence(steps, `${address}.branches.${index}`));
  });
  const row = beside(ways);
  const axis = Math.max(head.axis, row.axis);
  const top = head.height + GAP;
  return {
    items: [...moved(head, axis - head.axis, 0).items, ...moved(row, axis - row.axis, top).items],
    edges: [...head.edges, ...row.edges, ...ways.flatMap(({ entry }) => edge(id, entry))],
    width: axis + Math.max(head.width - head.axis, row.width - row.axis),
    height: top + row.height,
    axis,
    entry: head.entry,
    exits: ways.flatMap(({ exits }) => exits),
  };
}

/** Side by side, from their upper ends on; the axis is in the middle. */
function beside(blocks: readonly Block[]): Block {
  const items: FlowItem[] = [];
  let x = 0;
  for (const block of blocks) {
    items.push(...moved(block, x, 0).items);
    x += block.width + BESIDE;
  }
  const width = x - BESIDE;
  const height = Math.max(...blocks.map((block) => block.height));
  const edges = blocks.flatMap((block) => block.edges);
  return { items, edges, width, height, axis: width / 2, entry: null, exits: [] };
}

function frame(id: string, label: FrameLabel, inside: Block): Block {
  const isEmpty = inside.items.length === 0;
  const width = Math.max(inside.width, STEP_WIDTH) + PAD * 2;
  const height = FRAME_HEAD + (isEmpty ? LINE : inside.height) + PAD;
  const axis = isEmpty ? width / 2 : PAD + inside.axis;
  const ids = inside.items.flatMap((item) => (item.kind === 'step' ? [item.id] : []));
  const item: FlowItem = { kind: 'frame', id, label, inside: ids, x: 0, y: 0, width, height, axis };
  const { items, edges } = moved(inside, PAD, FRAME_HEAD);
  return { items: [item, ...items], edges, width, height, axis, entry: id, exits: [id] };
}

function moved(block: Block, dx: number, dy: number): Block {
  if (dx === 0 && dy === 0) return block;
  return { ...block, items: block.items.map((item) => ({ ...item, x: item.x + dx, y: item.y + dy })) };
}

function edge(source: string, target: string | null, isFailure = false): FlowEdge[] {
  return target === null ? [] : [{ id: `${source}→${target}`, source, target, isFailure }];
}
