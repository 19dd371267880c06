/** Something at a minute of a day. */
interface Timed {
  readonly minute: number;
}

/** Where something stands beside what overlaps it: in lane `lane` of `of`. */
interface Placed<T> {
  readonly item: T;
  readonly lane: number;
  readonly of: number;
}
/** What has no place any more beside the others, from that minute on. */
interface Rest<T> {
  readonly minute: number;
  readonly items: readonly T[];
  readonly lane: number;
  readonly of: number;
}

/**
 * Puts what overlaps side by side. Each takes `height` minutes; more than `most` beside one another become a rest in the
 * last lane. The items are in the order of time.
 */
export function placeInLanes<T extends Timed>(
  items: readonly T[],
  height: number,
  most: number,
): { readonly placed: readonly Placed<T>[]; readonly rests: readonly Rest<T>[] } {
  const placed: Placed<T>[] = [];
  const rests: Rest<T>[] = [];
  for (const cluster of clustersOf(items, height)) {
    const lanes = inLanes(cluster, height);
    const of = Math.min(most, lanes.length);
    const isFull = lanes.length > most;
    const shown = isFull ? lanes.slice(0, most - 1) : lanes;
    for (const [lane, row] of shown.entries()) for (const item of row) placed.push({ item, lane, of });
    const left = isFull ? lanes.slice(most - 1).flat() : [];
    const minute = Math.min(...left.map((item) => item.minute));
    if (left.length > 0) rests.push({ minute, items: left, lane: most - 1, of });
  }
  return { placed, rests };
}

/** Runs of items of which each overlaps one before it. */
function clustersOf<T extends Timed>(items: readonly T[], height: number): T[][] {
  const clusters: T[][] = [];
  let end = Number.NEGATIVE_INFINITY;
  for (const item of items) {
    if (item.minute >= end) clusters.push([]);
    clusters.at(-1)?.push(item);
    end = item.minute + height;
  }
  return clusters;
}

/** Each item in the first lane that is free by then. */
function inLanes<T extends Timed>(items: readonly T[], height: number): T[][] {
  const lanes: T[][] = [];
  for (const item of items) {
    const free = lanes.find((lane) => (lane.at(-1)?.minute ?? 0) + height <= item.minute);
    if (free === undefined) lanes.push([item]);
    else free.push(item);
  }
  return lanes;
}
