import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { stepCatalog } from '../../steps/registry.ts';
import type { AnyActionType } from '../engine/step-type.ts';
import { describeStep } from './describe-step.ts';
import { varying } from './varying.ts';

const types = stepCatalog.all();
const action = (id: string) => types.find((type): type is AnyActionType => type.id === id && type.kind === 'action');
const order = ['safe', 'moderate', 'high'];

describe('a step type as data', () => {
  it.each(types.map((type) => [type.id, type] as const))('%s is whole, and is JSON', (_, type) => {
    const told = describeStep(type);
    expect(JSON.parse(JSON.stringify(told))).toEqual(told);
    expect(told.params).toMatchObject({ $schema: 'https://json-schema.org/draft/2020-12/schema', type: 'object' });
    expect(told.output.$schema).toBeDefined();
    const names = Object.keys(told.params.properties ?? {});
    for (const name of [...told.htmlParams, ...told.literals, ...Object.keys(told.wires)])
      expect(names).toContain(name);
  });

  it('says by what its risk goes', () => {
    expect(describeStep(action('http_request') ?? expect.fail()).risk).toMatchObject({
      dependsOn: ['method'],
      upTo: 'high',
      byValue: { GET: 'safe', POST: 'moderate', DELETE: 'high' },
      without: 'safe',
    });
    expect(describeStep(action('notify') ?? expect.fail()).risk).toMatchObject({
      dependsOn: ['to'],
      upTo: 'moderate',
      byCount: [
        [1, 'safe'],
        [6, 'moderate'],
      ],
    });
    expect(describeStep(action('delete_document') ?? expect.fail()).risk).toBe('high');
  });

  it('never says less of the risk than there is by its example', () => {
    for (const type of types) {
      if (type.kind !== 'action' || typeof type.risk !== 'function') continue;
      const { risk } = describeStep(type);
      const text = JSON.stringify(type.example).replaceAll(/\{\{.*?\}\}/g, 'ada@example.com');
      const given = type.params.safeParse(JSON.parse(text));
      if (!given.success) continue;
      const upTo = typeof risk === 'string' ? risk : risk.upTo;
      expect(order.indexOf(upTo), type.id).toBeGreaterThanOrEqual(order.indexOf(type.risk(given.data)));
    }
  });

  it('finds the worst of several params, too', () => {
    const params = z.strictObject({ amount: z.number(), isBold: z.boolean().default(false) });
    const shape = z.toJSONSchema(params, { io: 'input' });
    const of = ({ amount, isBold }: z.infer<typeof params>) => (isBold && amount > 1 ? 'high' : 'safe');
    expect(varying({ of, order: ['safe', 'high'], params, shape, example: { amount: 5 } })).toMatchObject({
      dependsOn: ['amount', 'isBold'],
      upTo: 'high',
      byValue: null,
      byCount: null,
    });
  });
});
