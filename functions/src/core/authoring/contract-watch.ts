import type { Contract, SubjectId } from '../../model/contract.ts';
import type { JsonObject } from '../../model/json.ts';
import { deriveId } from '../derive-id.ts';
import { parseCron } from '../triggering/cron.ts';
import { nameOf } from './contract-name.ts';
import type { StepWish } from './contract-steps.ts';
import { meant } from './subjects/conditions.ts';
import { WATCH_PREFIX } from './subjects/metrics.ts';
import type { Source } from './subjects/subjects.ts';

/** Looking many times a day, it is told when something begins, and not at each look for as long as it lasts. */
export interface Watch {
  /** Reads how many things met the conditions at the look before. */
  readonly before: StepWish;
  /** CEL: more of them do now. */
  readonly condition: string;
  /** Keeps how many do now, where that has changed. */
  readonly after: StepWish;
}

/** Subjects of which a state is watched; of the others each look finds something new, or makes a list. */
const WATCHED: ReadonlySet<SubjectId> = new Set([
  'competitor_prices',
  'stock',
  'own_prices',
  'metrics',
  'website',
  'web_page',
]);
/** What is looked at no more often a day is told each time. */
const FEW = 4;
const MAX_LENGTH = 900;
const ID_LENGTH = 20;
const BEFORE = 'fallback(steps.get_document.document.value, 0)';

/** Null where it is told at each look. */
export function watchOf(contract: Contract, source: Source): Watch | null {
  const { conditions, actions, subject } = contract;
  if (source.by !== 'look' || !WATCHED.has(subject) || conditions.length === 0 || !isOften(contract)) return null;
  const { look } = source;
  const isPlain = actions.every(({ when, also }) => when === 'then' && also.length === 0);
  const isCounting = conditions.some(({ measure }) => Object.hasOwn(look.counted, measure));
  const names = new Set(conditions.flatMap(({ of }) => of ?? []));
  const test = meant(conditions, look, contract);
  if (!isPlain || isCounting || names.size > 1 || test === null || test.length > MAX_LENGTH) return null;
  const now = `size(${look.list(contract)}.filter(${look.item}, ${test}))`;
  const id = markOf(contract);
  return {
    before: { action: 'get_document', params: { collection: 'metrics', id, ifMissing: 'null' } },
    condition: `${now} > ${BEFORE}`,
    after: {
      action: 'record_metric',
      condition: `${now} != ${BEFORE}`,
      params: { name: `Watch: ${nameOf(contract)}`.slice(0, 80).replaceAll('{{', '{ {'), value: `{{${now}}}`, id },
    },
  };
}

/** What the look before has left, in an example: nothing. */
export function unwatched(): JsonObject {
  return { get_document: { document: null, exists: false } };
}

function isOften({ triggers }: Contract): boolean {
  return triggers.some((trigger) => {
    const read = trigger.type === 'schedule' ? parseCron(trigger.cron) : null;
    return read?.ok === true && read.cron.hours.length * read.cron.minutes.length > FEW;
  });
}

/** One for each thing that is asked for, so that two playbooks do not take each other's. */
function markOf({ subject, triggers, conditions, actions, competitors, urls }: Contract): string {
  const asked = JSON.stringify({ subject, triggers, conditions, actions, competitors, urls });
  return `${WATCH_PREFIX}${deriveId(asked).slice(0, ID_LENGTH)}`;
}
