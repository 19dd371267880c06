import { describe, expect, it } from 'vitest';
import { errorsByField, fieldProblem, fieldsOf, paramsOf, withValues } from './params-fields.ts';

const params = {
  to: ['ada@example.com', 'bob@example.com'],
  subject: 'Order',
  body: 'Dear Ada,\nplease send three.',
  amount: 120.5,
  urgent: false,
  cc: null,
  headers: { 'x-kind': 'order', 'a.b': '1' },
  lines: [{ item: 'A', count: 2 }],
  extra: { note: { text: 'hi' } },
  none: {},
};

describe('the params of an act as fields', () => {
  it('has one for each, fit for what it holds', () => {
    expect(fieldsOf(params).map(({ path, kind }) => `${path}: ${kind}`)).toEqual([
      'to: list',
      'subject: text',
      'body: long',
      'amount: number',
      'urgent: boolean',
      'cc: text',
      'headers: json',
      'lines: json',
      'extra.note.text: text',
      'none: json',
    ]);
  });

  it('gives back to the letter what nobody touched', () => {
    const values = Object.fromEntries(fieldsOf(params).map(({ path, value }) => [path, value]));
    expect(withValues(params, values)).toBe(params);
    expect(withValues(params, {})).toBe(params);
  });

  it('takes what was typed, in the type that it had', () => {
    const changed = withValues(params, {
      to: ' eve@example.com \n\n',
      amount: '99',
      urgent: true,
      lines: '[]',
      'extra.note.text': 'ho',
      cc: 'carl@example.com',
    });
    expect(changed).toEqual({
      ...params,
      to: ['eve@example.com'],
      amount: 99,
      urgent: true,
      lines: [],
      extra: { note: { text: 'ho' } },
      cc: 'carl@example.com',
    });
  });

  it('says what cannot be sent', () => {
    const field = (path: string) => {
      const found = fieldsOf(params).find((one) => one.path === path);
      if (found === undefined) throw new Error(path);
      return found;
    };
    expect(fieldProblem(field('amount'), '12,5')).toMatch(/number/);
    expect(fieldProblem(field('amount'), '')).toMatch(/number/);
    expect(fieldProblem(field('lines'), '[')).toMatch(/JSON/);
    expect(fieldProblem(field('lines'), '[1]')).toBeNull();
    expect(fieldProblem(field('subject'), '')).toBeNull();
  });

  it('shows what the server says where it belongs', () => {
    const said = { 'params.to.0': 'No address', 'params.extra.note.text': 'Too long', reason: 'Too long, too' };
    expect(errorsByField(said, fieldsOf(params))).toEqual({
      byPath: { to: 'No address', 'extra.note.text': 'Too long' },
      rest: ['Too long, too'],
    });
  });

  it('shows first whom it reaches', () => {
    expect(Object.keys(paramsOf('{"body":"b","subject":"s","to":["a"],"html":"h"}') ?? {})).toEqual([
      'to',
      'subject',
      'body',
      'html',
    ]);
  });

  it('cannot read what is no object', () => {
    expect([paramsOf(null), paramsOf('{'), paramsOf('[1]'), paramsOf('{"a":1}')]).toEqual([null, null, null, { a: 1 }]);
  });
});
