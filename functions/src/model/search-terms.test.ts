import { describe, expect, it } from 'vitest';
import type { JsonObject, JsonValue } from './json.ts';
import { MAX_TERMS, searchTerms, searchWords, withError } from './search-terms.ts';

const of = (inputs: JsonObject, event: JsonValue = null) =>
  searchTerms({ playbookName: 'P', context: { inputs, event } });

describe('the words of a text', () => {
  it.each([
    ['Order #1042, please!', ['order', '1042', 'please']],
    ['Ana@Shop.example', ['ana@shop.example']],
    ['CAFÉ  ﬁnest', ['cafe', 'finest']],
    ['“Blue-Dream 3.5g”', ['blue-dream', '3.5g']],
    ['a - b', []],
    [`x${'y'.repeat(64)}`, []],
    ['東京 店', ['東京']],
  ])('%s', (text, words) => {
    expect(searchWords(text)).toEqual(words);
  });
});

describe('what an execution is found by', () => {
  it('is the name of its playbook and of its event, and short values', () => {
    const context = { inputs: { sku: 'SKU-9' }, event: { customer: { email: 'bo@shop.example' }, total: 129.5 } };
    const terms = searchTerms({ playbookName: 'Thank the customer', eventName: 'order.created', context });
    expect(terms).toEqual([
      ...['thank', 'customer', 'order.created', 'order', 'created', 'sku-9', 'bo@shop.example', '129.5'],
    ]);
  });

  it('is a number within a name of it, and a small one where it is a number of something', () => {
    expect(of({ order: 'ORD-1042', orderNumber: 42, quantity: 43 })).toEqual(['ord-1042', '1042', '42']);
  });

  it('is no secret, no time, no address of a page and no prose', () => {
    const keys = { apiKey: 'sk_live_123456', 'x-api-key': 'k-123456', passcode: '83457' };
    const inputs = { ...keys, password: 'hunter22', at: '2026-11-21T10:00:00Z' };
    expect(of({ ...inputs, page: 'https://shop.example/x', note: 'so many words '.repeat(10), ok: true })).toEqual([]);
  });

  it('is worked out at once of whatever strangers send: long lists, and long rows of signs', () => {
    expect(of({ list: Array(260_000).fill(1), orderId: 'A-7' })).toEqual(['a-7']);
    expect(searchWords(`a${'!'.repeat(200_000)}b`)).toEqual([]);
  });

  it('is never more than 40 words, what people look for first', () => {
    const many = Object.fromEntries(Array.from({ length: 400 }, (_, index) => [`field${index}x`, `value${index}x`]));
    const terms = of(many, { deep: { email: 'ana@shop.example' } });
    expect(terms[0]).toBe('ana@shop.example');
    const full = withError(terms, {
      code: 'Not_Found',
      fault: 'user',
      message: 'one two three four five six seven eight nine ten eleven twelve',
      fix: null,
      errors: [],
    });
    expect(full).toHaveLength(MAX_TERMS);
    expect(full).toContain('not_found');
    expect(new Set(full).size).toBe(full.length);
    expect(Buffer.byteLength(JSON.stringify(full))).toBeLessThan(4_000);
  });

  it('takes as long for values that are nested without end', () => {
    let deep: JsonValue = 'bottom';
    for (let level = 0; level < 200; level++) deep = [deep, { a: deep }];
    expect(of({ deep })).toEqual([]);
  });
});
