import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { describeStep } from '../../../functions/src/core/authoring/describe-step.ts';
import { stepCatalog } from '../../../functions/src/steps/registry.ts';
import type { JsonSchema } from './json-schema.ts';
import { fits, shapeOf, waysOf } from './json-shape.ts';

const shape = (schema: z.ZodType) => shapeOf(z.toJSONSchema(schema, { io: 'input' }) as JsonSchema);
const kind = (schema: z.ZodType) => shape(schema).kind;

describe('the shape of a value', () => {
  it('is what its schema says, whether it may be null or not', () => {
    expect(shape(z.string())).toEqual({ kind: 'text', isLong: false, format: null });
    expect(shape(z.string().max(5_000).nullable())).toMatchObject({ kind: 'text', isLong: true });
    expect(shape(z.int().nullable())).toEqual({ kind: 'number', isWhole: true });
    expect(kind(z.boolean())).toBe('boolean');
    expect(shape(z.enum(['a', 'b']).nullable())).toEqual({ kind: 'choice', choices: ['a', 'b'] });
    expect(kind(z.array(z.email()))).toBe('texts');
    expect(shape(z.array(z.enum(['a', 'b'])))).toEqual({ kind: 'texts', choices: ['a', 'b'] });
    expect(kind(z.array(z.object({ name: z.string() })))).toBe('list');
    expect(kind(z.strictObject({ name: z.string() }))).toBe('object');
    expect(shape(z.record(z.string(), z.number()))).toMatchObject({ kind: 'map', value: { type: 'number' } });
    expect([kind(z.json()), kind(z.unknown()), kind(z.array(z.json()))]).toEqual(['any', 'any', 'any']);
  });

  it('is a choice of ways where they look different, and one field where they do not', () => {
    expect(kind(z.union([z.string(), z.array(z.string())]))).toBe('ways');
    expect(kind(z.union([z.iso.date(), z.iso.datetime()]))).toBe('text');
    expect(kind(z.union([z.string(), z.number(), z.boolean()]))).toBe('any');
    expect(kind(z.union([z.string(), z.object({ a: z.json() }), z.array(z.json()), z.number()]))).toBe('any');
    expect(waysOf({ type: ['string', 'null'] })).toEqual([{ type: 'string' }]);
  });

  it('fits the example of every step type', () => {
    let checked = 0;
    for (const type of stepCatalog.all()) {
      const { params, example } = describeStep(type) as unknown as { params: JsonSchema; example: object };
      for (const [name, value] of Object.entries(example)) {
        const property = params.properties?.[name];
        if (property === undefined || (typeof value === 'string' && value.includes('{{'))) continue;
        const own = shapeOf(property);
        const isFine = own.kind === 'ways' ? own.ways.some((way) => fits(shapeOf(way), value)) : fits(own, value);
        expect([type.id, name, own.kind, isFine]).toEqual([type.id, name, own.kind, true]);
        checked++;
      }
    }
    expect(checked).toBeGreaterThan(150);
  });
});
