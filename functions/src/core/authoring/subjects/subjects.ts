import type { AgentId } from '../../../model/agent.ts';
import type { Contract, ContractCondition, SubjectId } from '../../../model/contract.ts';
import { campaigns } from './campaigns.ts';
import { competitorPrices } from './competitor-prices.ts';
import { ContractError, isSaidBy, overLook } from './conditions.ts';
import { customers } from './customers.ts';
import { executions } from './executions.ts';
import { feed } from './feed.ts';
import { inbox } from './inbox.ts';
import { invoices } from './invoices.ts';
import { members } from './members.ts';
import { metrics } from './metrics.ts';
import { nothing } from './nothing.ts';
import { orders } from './orders.ts';
import { ownPrices } from './own-prices.ts';
import { prospects } from './prospects.ts';
import { reviews } from './reviews.ts';
import { stock } from './stock.ts';
import type { Subject, SubjectEvent, SubjectLook } from './subject.ts';
import { webPage } from './web-page.ts';
import { website } from './website.ts';

/** Everything that a playbook can be about. */
export const subjects: Readonly<Record<SubjectId, Subject>> = {
  competitor_prices: competitorPrices,
  stock,
  own_prices: ownPrices,
  customers,
  members,
  prospects,
  orders,
  invoices,
  reviews,
  metrics,
  campaigns,
  website,
  web_page: webPage,
  feed,
  inbox,
  executions,
  nothing,
};

/** What can bring a subject to a playbook's notice. */
export interface SubjectTriggers {
  /** Events that come each time that the condition becomes true. */
  readonly events: readonly string[];
  /** Whether it can be looked at on a schedule, with this condition. */
  readonly look: boolean;
  /** Pages of others are looked at no more often. */
  readonly leastMinutes: number;
}

/**
 * Null: no condition. `inventory.low_stock` is not among those of "below 5", since it comes at the reorder point only;
 * nor is `invoice.past_due` of "more than 14 days", since it comes on the days 1, 7, 14 and 30 (`==` or `>=` one of them).
 */
export function triggersFor(subject: SubjectId, condition: ContractCondition | null): SubjectTriggers {
  const { events } = subjects[subject];
  const conditions = condition === null ? [] : [condition];
  const look = lookOf({ ...someContract, subject, conditions });
  const telling = events.filter((event) => isSaidBy(event, conditions) && conditions.every(event.tells));
  return {
    events: telling.map(({ eventName }) => eventName),
    look: look !== null && canLook(look, conditions),
    leastMinutes: look?.leastMinutes ?? 1,
  };
}

/** Any contract: whether a look can tell a measure does not depend on whose pages it reads. */
const someContract: Contract = {
  sentences: [''],
  subject: 'nothing',
  agent: 'pops',
  triggers: [],
  conditions: [],
  actions: [],
  competitors: [],
  urls: ['https://shop.example/'],
  examples: [],
  assumptions: [],
};

function canLook(look: SubjectLook, conditions: readonly ContractCondition[]): boolean {
  try {
    overLook(conditions, look, { ...someContract, conditions: [...conditions] });
    return true;
  } catch (error) {
    if (error instanceof ContractError) return false;
    throw error;
  }
}

/** Whose work it is. Price alerts are Money Mike's, reports on competitors Ezal's. */
export function agentFor(subject: SubjectId, conditions: readonly ContractCondition[]): AgentId {
  return subject === 'competitor_prices' && conditions.length === 0 ? 'ezal' : subjects[subject].agent;
}

/** How a contract's playbook comes to know what it is about: by what an event says, by looking, or not at all. */
export type Source =
  | { readonly by: 'event'; readonly events: readonly SubjectEvent[] }
  | { readonly by: 'look'; readonly look: SubjectLook }
  | { readonly by: 'time' };

function lookOf(contract: Contract): SubjectLook | null {
  const { look, whole } = subjects[contract.subject];
  return whole?.isMeant(contract) ? whole.look : look;
}

/** Events speak for themselves where they say all that is asked for; else it is looked up. Throws `ContractError`. */
export function sourceOf(contract: Contract): Source {
  const { events } = subjects[contract.subject];
  const look = lookOf(contract);
  const asked = [...contract.conditions, ...contract.actions.flatMap(({ also }) => also)];
  const told = contract.triggers.map((trigger) =>
    trigger.type === 'event' ? (events.find(({ eventName }) => eventName === trigger.eventName) ?? null) : null,
  );
  const known = told.flatMap((event) => (event === null ? [] : [event]));
  if (known.length === told.length && known.every((event) => isSaidBy(event, asked))) {
    return { by: 'event', events: known };
  }
  if (look !== null) return { by: 'look', look };
  if (contract.subject !== 'nothing')
    throw new ContractError(`That can only be told by its events: ${eventNames(events)}.`);
  if (asked.length > 0) throw new ContractError('There is nothing of which the condition could be true.');
  return { by: 'time' };
}

/** The same for words about it: what cannot be told is told as a matter of time. */
export function sourceInWords(contract: Contract): Source {
  try {
    return sourceOf(contract);
  } catch (error) {
    if (error instanceof ContractError) return { by: 'time' };
    throw error;
  }
}

function eventNames(events: readonly SubjectEvent[]): string {
  return events.map(({ eventName }) => eventName).join(', ');
}
