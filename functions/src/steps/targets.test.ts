import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { isAction } from '../../test/step-table/table.ts';
import type { AnyActionType } from '../core/engine/step-type.ts';
import { stepCatalog } from './registry.ts';

const ADDRESSES = ['https://a.example/x', 'ada@example.com', '+15551234567', ['ada@example.com']];

/** Params that take an address of the web, of a mailbox or of a phone, and no other words. */
function addressParams({ params }: AnyActionType): string[] {
  const shape: unknown = 'shape' in params ? params.shape : {};
  return Object.entries(shape as Readonly<Record<string, z.ZodType>>).flatMap(([name, schema]) => {
    const takes = (value: unknown) => schema.safeParse(value).success;
    return ADDRESSES.some(takes) && !takes('plain words') && !takes(['plain words']) ? [name] : [];
  });
}

describe('whom or where a step reaches', () => {
  const acting = stepCatalog
    .all()
    .filter(isAction)
    .filter(({ effect }) => effect !== 'none');

  it('is told apart from other words', () => {
    const params = z.strictObject({ to: z.email(), link: z.url().nullable(), text: z.string() });
    expect(addressParams({ params } as unknown as AnyActionType)).toEqual(['to', 'link']);
  });

  it.each(acting.map((type) => [type.id, type] as const))('is nothing that strangers name: %s', (_, type) => {
    const known = [...(type.targets ?? []), ...(type.literals ?? [])];
    expect(addressParams(type).filter((name) => !known.includes(name))).toEqual([]);
  });
});
