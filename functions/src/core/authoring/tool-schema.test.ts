import { expect, it } from 'vitest';
import { z } from 'zod';
import { askUser, delegate } from './own-tools.ts';
import { toolSchema } from './tool-schema.ts';
import { chatTools } from './tools/all-tools.ts';

/** The keywords of a schema, wherever they stand; names of fields are none. */
function keywords(schema: unknown): string[] {
  if (Array.isArray(schema)) return schema.flatMap(keywords);
  if (schema === null || typeof schema !== 'object') return [];
  return Object.entries(schema).flatMap(([name, value]) => {
    if (name === 'default' || name === 'required' || name === 'enum') return [name];
    return name === 'properties' ? [name, ...Object.values(value).flatMap(keywords)] : [name, ...keywords(value)];
  });
}

it('says what fits, in what every vendor understands', () => {
  const params = z.strictObject({
    how: z.discriminatedUnion('by', [z.object({ by: z.literal('a') }), z.object({ by: z.literal('b') })]),
    pattern: z.string().regex(/^a/).max(5).describe('A name').default('a'),
    many: z.record(z.string().max(3), z.int().min(1)).optional(),
  });
  expect(toolSchema(params)).toEqual({
    type: 'object',
    properties: {
      how: {
        anyOf: ['a', 'b'].map((by) => {
          return { type: 'object', properties: { by: { type: 'string', const: by } }, required: ['by'] };
        }),
      },
      pattern: { type: 'string', description: 'A name', default: 'a' },
      many: { type: 'object', additionalProperties: { type: 'integer' } },
    },
    required: ['how'],
    additionalProperties: false,
  });
});

it('comes to an end where a shape holds itself', () => {
  type Tree = { name: string; below?: Tree[] | undefined };
  const tree: z.ZodType<Tree> = z.object({ name: z.string(), below: z.lazy(() => z.array(tree)).optional() });
  expect(toolSchema(z.object({ tree }))).toMatchObject({ properties: { tree: {} } });
});

it.each([askUser, delegate, ...chatTools].map((tool) => [tool.name, tool] as const))(
  'of %s is plain',
  (_, { params }) => {
    const schema = toolSchema(params);
    const plain = [
      'type',
      'enum',
      'const',
      'required',
      'description',
      'default',
      'properties',
      'items',
      'anyOf',
      'additionalProperties',
    ];
    expect([schema.type, [...new Set(keywords(schema))].filter((word) => !plain.includes(word))]).toEqual([
      'object',
      [],
    ]);
  },
);
