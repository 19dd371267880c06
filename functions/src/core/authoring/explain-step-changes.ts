import { isDeepStrictEqual } from 'node:util';
import { personas } from '../../model/agent.ts';
import type { JsonValue } from '../../model/json.ts';
import type { PlaybookContent } from '../../model/playbook.ts';
import { type Branch, blocksOf, type Step } from '../../model/step.ts';
import type { StepCatalog } from '../engine/step-type.ts';
import { lasting, quoted } from '../explain/statement.ts';
import { joinWords } from '../triggering/describe-recurrence.ts';
import { fieldChanges, plainName } from './field-changes.ts';

/** A step where it stands: in which list, and after which of its neighbours. */
interface Placed {
  readonly step: Step;
  /** The list: `steps`, `onFailure`, or that within another step. */
  readonly block: string;
  /** Of the step around it; null at the top. */
  readonly parent: string | null;
}

/** What of the steps is different, a sentence each: added, removed, moved, changed, in the order of the playbook. */
export function stepChanges(before: PlaybookContent, after: PlaybookContent, catalog: StepCatalog): string[] {
  const [was, is] = [placed(before), placed(after)];
  const name = namer([...was.values(), ...is.values()], catalog);
  const moved = movedIn(was, is);
  const changed = [...is].flatMap(([id, place]) => {
    const old = was.get(id);
    if (old === undefined) return isWithinNew(place, was) ? [] : [added(place, is, name)];
    const told = changesOf(old.step, place.step, catalog, name);
    return [
      ...(moved.has(id) ? [`${name(id)} was moved ${placeInWords(place, is, name).replace(/^at /, 'to ')}.`] : []),
      ...told,
    ];
  });
  const gone = [...was].filter(([id, place]) => !is.has(id) && (place.parent === null || is.has(place.parent)));
  return [...changed, ...gone.map(([id, { step }]) => `${name(id)} was removed${inner(step)}.`)];
}

type Steps = ReadonlyMap<string, Placed>;
type Name = (id: string) => string;

function placed({ steps, onFailure }: PlaybookContent): Steps {
  const all = new Map<string, Placed>();
  const walk = (list: readonly Step[], block: string, parent: string | null) => {
    for (const step of list) {
      all.set(step.id, { step, block, parent });
      for (const { at, steps: within } of blocksNamed(step)) walk(within, `${step.id}/${at}`, step.id);
    }
  };
  walk(steps, 'steps', null);
  walk(onFailure, 'onFailure', null);
  return all;
}

/** Ways are known by their names, so that a step stays where it is when a way is added before its own. */
function blocksNamed(step: Step): { readonly at: string; readonly steps: readonly Step[] }[] {
  return blocksOf(step).map(({ at, steps }) => {
    const way = /^branches\.(\d+)\./.exec(at)?.[1];
    return { at: way === undefined ? at : `branches/${step.branches[Number(way)]?.id}`, steps };
  });
}

/** By its title; where several steps have the same one, by its id, too. */
function namer(all: readonly Placed[], catalog: StepCatalog): Name {
  const titles = new Map(all.map(({ step }) => [step.id, catalog.get(step.action)?.title ?? plainName(step.action)]));
  const count = (title: string) => [...titles.values()].filter((other) => other === title).length;
  return (id) => {
    const title = titles.get(id) ?? id;
    return quoted(count(title) > 1 ? `${title} (${id})` : title);
  };
}

function isWithinNew({ parent }: Placed, was: Steps): boolean {
  return parent !== null && !was.has(parent);
}

function added(place: Placed, all: Steps, name: Name): string {
  return `${name(place.step.id)} was added ${placeInWords(place, all, name)}${inner(place.step)}.`;
}

/** How many steps come or go with a step. */
function inner(step: Step): string {
  const count = blocksOf(step).reduce(
    (sum, { steps }) => sum + steps.reduce((all, one) => all + 1 + within(one), 0),
    0,
  );
  return count === 0 ? '' : `, with ${count === 1 ? 'the step' : `the ${count} steps`} in it`;
}

function within(step: Step): number {
  return blocksOf(step).reduce(
    (sum, { steps }) => sum + steps.length + steps.reduce((all, one) => all + within(one), 0),
    0,
  );
}

/** `after “Scan”`, `at the beginning`, `into “For each”, at its beginning`. */
function placeInWords({ step, block, parent }: Placed, all: Steps, name: Name): string {
  const row = [...all.values()].filter((other) => other.block === block);
  const before = row[row.findIndex((other) => other.step.id === step.id) - 1];
  if (before !== undefined) return `after ${name(before.step.id)}`;
  if (parent !== null)
    return `${block.endsWith('/errorSteps') ? 'to what is done if' : 'into'} ${whose(block, parent, name)}`;
  return block === 'onFailure' ? 'to what is done if it fails' : 'at the beginning';
}

function whose(block: string, parent: string, name: Name): string {
  if (block.endsWith('/errorSteps')) return `${name(parent)} fails`;
  const way = block.split('/branches/')[1];
  return way === undefined ? name(parent) : `the way ${quoted(way)} of ${name(parent)}`;
}

/** Which steps stand elsewhere: in another list, or in another order than those that have stayed. */
function movedIn(was: Steps, is: Steps): ReadonlySet<string> {
  const kept = [...is].filter(([id]) => was.has(id));
  const moved = new Set(kept.filter(([id, { block }]) => was.get(id)?.block !== block).map(([id]) => id));
  const order = new Map([...was.keys()].map((id, index) => [id, index]));
  for (const rows of Map.groupBy(kept, ([, { block }]) => block).values()) {
    const ids = rows.map(([id]) => id).filter((id) => !moved.has(id));
    const stayed = longestRise(ids.map((id) => order.get(id) ?? 0));
    for (const [index, id] of ids.entries()) if (!stayed.has(index)) moved.add(id);
  }
  return moved;
}

/** The positions of a longest rising run of numbers: whatever is not in it has been moved. */
function longestRise(numbers: readonly number[]): ReadonlySet<number> {
  const ends: number[] = [];
  const previous: (number | undefined)[] = [];
  for (const [index, number] of numbers.entries()) {
    let at = ends.findIndex((end) => (numbers[end] ?? 0) >= number);
    if (at < 0) at = ends.length;
    previous[index] = ends[at - 1];
    ends[at] = index;
  }
  const rise = new Set<number>();
  for (let at = ends.at(-1); at !== undefined; at = previous[at]) rise.add(at);
  return rise;
}

const POLICY_WORDS: Readonly<Record<string, string>> = {
  onUnknown: 'what happens when nobody can tell whether it was done',
  retry: 'how often it is tried again',
};

function changesOf(before: Step, after: Step, catalog: StepCatalog, name: Name): string[] {
  const { id } = after;
  const isOther = before.action !== after.action;
  const title = (action: string) => quoted(catalog.get(action)?.title ?? plainName(action));
  const told = [
    ...(isOther ? [`it is ${title(after.action)} now instead of ${title(before.action)}`] : []),
    ...conditionChange(before.condition, after.condition),
    ...fieldChanges(before.params, after.params),
    ...approvalChange(before, after),
    ...(before.onError === after.onError ? [] : [ON_ERROR[after.onError]]),
    ...(before.agent === after.agent
      ? []
      : [`it is done as ${after.agent === null ? 'nobody in particular' : personas[after.agent].name}`]),
    ...(before.timeoutMs === after.timeoutMs ? [] : [timeoutWords(after.timeoutMs)]),
    ...fieldChanges(pick(before), pick(after), POLICY_WORDS),
    ...branchChanges(before.branches, after.branches),
  ];
  return told.length === 0 ? [] : [`${name(id)}: ${joinWords(told)}.`];
}

const ON_ERROR: Readonly<Record<Step['onError'], string>> = {
  fail: 'the playbook ends if it fails',
  continue: 'the playbook goes on if it fails',
  branch: 'other steps are done if it fails',
};

function timeoutWords(timeoutMs: number | null): string {
  return timeoutMs === null ? 'it may take as long as usual' : `it may take ${lasting(timeoutMs)}`;
}

function pick({ retry, onUnknown }: Step): Record<string, JsonValue> {
  return { retry, onUnknown };
}

function conditionChange(before: string | null, after: string | null): string[] {
  if (before === after) return [];
  if (after === null) return ['it is always done now'];
  return fieldChanges({ condition: before }, { condition: after }, { condition: 'its condition' });
}

function approvalChange(before: Step, after: Step): string[] {
  const [was, is] = [isAsked(before), isAsked(after)];
  if (was !== is) return [is ? 'somebody has to say yes first' : 'nobody is asked first any more'];
  const isSame =
    isDeepStrictEqual(before.approval, after.approval) && before.requiresApproval === after.requiresApproval;
  return isSame ? [] : ['who has to say yes is different'];
}

function isAsked({ requiresApproval, approval }: Step): boolean {
  return requiresApproval || approval !== null;
}

function branchChanges(before: readonly Branch[], after: readonly Branch[]): string[] {
  const was = new Map(before.map((branch) => [branch.id, branch]));
  const is = new Set(after.map(({ id }) => id));
  const told = after.flatMap(({ id, condition }) => {
    const old = was.get(id);
    if (old === undefined) return [`the way ${quoted(id)} was added`];
    if (old.condition === condition) return [];
    const change = fieldChanges({ condition: old.condition }, { condition }, { condition: 'the condition' });
    return change.map((one) => `of the way ${quoted(id)} ${one}`);
  });
  const gone = before.filter(({ id }) => !is.has(id)).map(({ id }) => `the way ${quoted(id)} was removed`);
  const isOrdered = isDeepStrictEqual(
    before.map(({ id }) => id).filter((id) => is.has(id)),
    after.map(({ id }) => id).filter((id) => was.has(id)),
  );
  return [...told, ...gone, ...(isOrdered ? [] : ['the order of its ways has changed'])];
}
