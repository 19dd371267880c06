import type { Contract } from '../../../model/contract.ts';
import type { JsonObject } from '../../../model/json.ts';
import { joinWords } from '../../triggering/describe-recurrence.ts';
import { usualLook } from './look-at.ts';
import type { Gauge, StepText, Subject } from './subject.ts';

const up: JsonObject = {
  isHealthy: true,
  status: 200,
  responseMs: 120,
  problem: '',
  checkedAt: '2026-01-15T12:00:00.000Z',
};

const isDown: Gauge = {
  holds: (it) => `!${it}.isHealthy`,
  at: (value) => (Number(value) > 0 ? { isHealthy: false, status: 503, problem: 'It answers with 503.' } : up),
};

/** One step for each page, with the ids that they get when they are saved. */
export function pageSteps(action: string, { urls }: Contract, more: JsonObject = {}): StepText[] {
  return urls.map((url, index) => ({ id: pageStepId(action, index), action, params: { url, ...more } }));
}

/** CEL of the list of what was found on each page. */
export function pageList(action: string, { urls }: Contract): string {
  return `[${urls.map((_, index) => `steps.${pageStepId(action, index)}`).join(', ')}]`;
}

function pageStepId(action: string, index: number): string {
  return index === 0 ? action : `${action}_${index + 1}`;
}

/** What each page is found to be; those of which nothing is said are as usual. */
export function pageOutputs(
  action: string,
  { urls }: Contract,
  pages: readonly JsonObject[],
  usual: (url: string) => JsonObject,
): JsonObject {
  return Object.fromEntries(
    urls.map((url, index) => [pageStepId(action, index), { ...usual(url), url, ...pages[index] }]),
  );
}

/** The hosts of pages, as people call them. */
export function hostsOf({ urls }: Contract): string {
  const hosts = urls.map((url) => new URL(url).host.replace(/^www\./, ''));
  return joinWords([...new Set(hosts)]);
}

export const website: Subject = {
  id: 'website',
  agent: 'pops',
  category: 'operations',
  events: [],
  look: {
    ...usualLook,
    counted: {},
    name: 'Website Check',
    steps: (contract) => pageSteps('check_website', contract),
    list: (contract) => pageList('check_website', contract),
    item: 'page',
    shortly: (conditions, contract) =>
      conditions.every(({ measure }) => measure === 'is_down') && contract.urls.length === 1
        ? '!steps.check_website.isHealthy'
        : null,
    named: ['url'],
    example: { ...up },
    measures: { is_down: isDown },
    title: 'A website is down',
    line: (it) => `${it}.url + (${it}.isHealthy ? " is up" : " is down: " + ${it}.problem)`,
    words: (contract) => `check ${hostsOf(contract)}`,
    one: 'a page',
    outputs: (pages, contract) => pageOutputs('check_website', contract, pages, (url) => ({ ...up, url })),
  },
};
