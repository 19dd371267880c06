import type { Contract } from '../../../model/contract.ts';
import type { JsonObject } from '../../../model/json.ts';
import { sinceLastLook } from './since.ts';
import type { StepText, SubjectLook } from './subject.ts';

/** What most looks have in common. */
export const usualLook = {
  item: 'item',
  only: null,
  counted: { count: { test: null, at: {} } },
  nth: (index: number): JsonObject => ({ id: `example-${index}` }),
  count: null,
  shortly: () => null,
  text: () => null,
  leastMinutes: 1,
} as const satisfies Partial<SubjectLook>;

interface Documents {
  readonly collection: string;
  /** What it goes by, so that those that matter come first, however many there are. */
  readonly by: string;
  /** Of which measure more is worse: the largest come first. */
  readonly largestFirst?: boolean;
}

const MAX_DOCUMENTS = 500;

/** A look at documents of the shop. */
export function lookAtDocuments({ collection, by, largestFirst = false }: Documents) {
  const step: StepText = {
    action: 'query_documents',
    params: { collection, orderBy: { field: by, direction: largestFirst ? 'desc' : 'asc' }, limit: MAX_DOCUMENTS },
  };
  return {
    ...usualLook,
    steps: () => [step],
    list: () => 'steps.query_documents.items',
    outputs: (items: readonly JsonObject[]): JsonObject => ({
      query_documents: { items: [...items], count: items.length, total: items.length, isCut: false },
    }),
  };
}

/** Documents that are there since the look before; those that do not say since when count as new. */
export function isNew(it: string, contract: Contract): string {
  return `(!has(${it}.createdAt) || timestamp(${it}.createdAt) > ${sinceLastLook(contract)})`;
}
