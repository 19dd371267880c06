import { type Contract, type ContractAction, type ContractCondition, contractSchema } from '../../model/contract.ts';
import type { TriggerDraft } from '../../model/trigger.ts';

/** Contracts for tests, by what matters in each. */
export function contractOf(given: Partial<Contract> & Pick<Contract, 'subject'>): Contract {
  return contractSchema.parse({
    sentences: ['as the test has it'],
    agent: 'pops',
    triggers: [daily],
    conditions: [],
    actions: [actionOf('notify', { to: ['user'] })],
    competitors: given.subject === 'competitor_prices' ? rivals : [],
    urls: ['website', 'web_page', 'feed'].includes(given.subject) ? ['https://shop.example/'] : [],
    ...given,
  } satisfies Partial<Contract>);
}

export const rivals = [
  { name: 'Higher Level', url: 'https://higher-level.example/' },
  { name: 'Salt City', url: 'https://salt-city.example/' },
  { name: 'Lakeside', url: 'https://lakeside.example/' },
];

export function conditionOf(
  measure: ContractCondition['measure'],
  operator: ContractCondition['operator'],
  value: number | string,
  more: Partial<ContractCondition> = {},
): ContractCondition {
  return { measure, operator, value, unit: 'none', base: 'none', of: null, ...more };
}

export function actionOf(action: string, more: Partial<ContractAction> = {}): ContractAction {
  return { action, to: [], when: 'then', also: [], details: {}, ...more };
}

export const daily: TriggerDraft = {
  type: 'schedule',
  cron: '0 9 * * *',
  timezone: 'America/New_York',
  every: 1,
  anchor: null,
  dayOfMonth: null,
  weekOfMonth: null,
  until: null,
  catchUpPolicy: 'latest',
};

export function on(eventName: string, filter: string | null = null): TriggerDraft {
  return { type: 'event', eventName, filter, debounce: null, batch: null };
}
