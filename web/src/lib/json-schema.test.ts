import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { constants, entered, fieldsOf, shapesOf } from './json-schema.ts';

const json = (schema: z.ZodType) => z.toJSONSchema(schema, { io: 'input' }) as Parameters<typeof fieldsOf>[0];

describe('the fields of a form', () => {
  const schema = json(
    z.object({
      host: z.string().describe('Such as mail.example.com'),
      port: z.int().default(587),
      security: z.enum(['tls', 'starttls']),
      isShared: z.boolean().default(true),
      senderName: z.string().nullable().default(null),
      labels: z.array(z.string()).default([]),
      key: z.string().max(20_000),
      webhookUrl: z.url().max(2_000),
    }),
  );

  it('are those of the schema, with what stands in them at first', () => {
    const kinds = fieldsOf(schema).map(({ name, kind, isRequired, initial }) => [name, kind, isRequired, initial]);
    expect(kinds).toEqual([
      ['host', 'text', true, ''],
      ['port', 'number', false, '587'],
      ['security', 'choice', true, ''],
      ['isShared', 'boolean', false, true],
      ['senderName', 'text', false, ''],
      ['labels', 'list', false, ''],
      ['key', 'long', true, ''],
      ['webhookUrl', 'text', true, ''],
    ]);
    expect(fieldsOf(schema)[0]).toMatchObject({ label: 'Host', help: 'Such as mail.example.com' });
    expect(fieldsOf(schema)[4]).toMatchObject({ label: 'Sender name' });
    expect(fieldsOf(schema)[7]).toMatchObject({ label: 'Webhook URL' });
  });

  it('show what is stored', () => {
    const stored = fieldsOf(schema, { host: 'a.example', port: 25, isShared: false, labels: ['x', 'y'] });
    expect(stored.map(({ initial }) => initial)).toEqual(['a.example', '25', '', false, '', 'x\ny', '', '']);
  });

  it('give what was entered, and nothing for what was left empty', () => {
    const fields = fieldsOf(schema);
    const values = { host: ' a.example ', port: '25', security: '', isShared: false, labels: ' x \n\ny', key: '' };
    expect(entered(fields, values)).toEqual({ host: 'a.example', port: 25, isShared: false, labels: ['x', 'y'] });
    expect(entered(fields, { port: 'many' })).toEqual({ port: 'many' });
  });
});

describe('an object of several shapes', () => {
  const schema = json(
    z.union([
      z.object({ kind: z.literal('account'), json: z.string() }),
      z.object({ kind: z.literal('person'), refreshToken: z.string() }),
    ]),
  );

  it('has the fields of the one that is chosen, and what that one prescribes', () => {
    expect(shapesOf(schema).map((shape) => fieldsOf(shape).map(({ name }) => name))).toEqual([
      ['json'],
      ['refreshToken'],
    ]);
    expect(shapesOf(schema).map(constants)).toEqual([{ kind: 'account' }, { kind: 'person' }]);
  });
});
