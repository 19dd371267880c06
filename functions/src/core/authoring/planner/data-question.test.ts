import { describe, expect, it } from 'vitest';
import { queryData } from '../tools/query-data.ts';
import { readDataQuestion } from './data-question.ts';
import { facts } from './facts.fixture.ts';
import { understand } from './understand.ts';

const read = (question: string) => readDataQuestion(question, facts);
/** What is asked for in one line: `orders total>500 count`. */
function asked(question: string): string {
  const found = read(question);
  if (found?.kind !== 'query') return found === null ? 'nothing' : `no: ${found.message}`;
  const { collection, where = [], orderBy, limit, aggregate } = found.params;
  const tests = where.map(({ field, op, value }) => `${field} ${op} ${String(value)}`).join(' & ');
  const figure = aggregate === undefined ? '' : typeof aggregate === 'string' ? aggregate : `sum ${aggregate.sum}`;
  const order = orderBy === undefined ? '' : `by ${orderBy.field} ${orderBy.direction} ${limit}`;
  return [collection, tests, figure, order].filter((part) => part !== '').join(' | ');
}
const yesterday = 'createdAt >= 2026-11-19T05:00:00.000Z & createdAt < 2026-11-20T05:00:00.000Z';
const unpaid =
  'status != paid & paidAt exists false & status != draft & status != void & status != canceled & status != cancelled';
const kept = 'status != canceled & status != cancelled & status != refunded';

describe('a question about the shop’s data', () => {
  it.each([
    'how many orders did we have yesterday',
    'revenue last week',
    'sales yesterday',
    'how are sales today',
    'any new orders today?',
    'how much is outstanding',
    'what is our stock of Blue Dream',
    'who cancelled their membership',
    'number of members',
    "what's our churn?",
    'did we get any reviews today',
  ])('is known for one: %s', (sentence) => {
    expect(understand(sentence, facts)).toMatchObject({ kind: 'command', command: { verb: 'query' } });
    expect(read(sentence)).toMatchObject({ kind: 'query' });
  });

  it.each([
    'email me our revenue last week',
    'order more Blue Dream today',
    'every morning at 9 email me the sales of yesterday',
    'remind me today at 5 to call the customers',
  ])('is not an order: %s', (sentence) => {
    expect(understand(sentence, facts)).not.toMatchObject({ command: { verb: 'query' } });
  });

  it.each([
    ['how many orders did we have yesterday', `orders | ${yesterday} | count`],
    ['How many orders came in yesterday?', `orders | ${yesterday} | count`],
    ['what did we sell for yesterday in total?', `orders | ${kept} & ${yesterday} | sum total`],
    ["yesterday's revenue", `orders | ${kept} & ${yesterday} | sum total`],
    ['how many orders were refunded yesterday', `orders | status in refunded & ${yesterday} | count`],
    ['show me orders between $100 and $200', 'orders | total >= 100 & total <= 200 | by createdAt desc 20'],
    ['what was the biggest order yesterday', `orders | ${yesterday} | by total desc 20`],
    ['orders from ada@example.com', 'orders | email == ada@example.com | by createdAt desc 20'],
    ['who are my top 5 customers', 'customers | by totalSpent desc 5'],
    ['how many customers do we have?', 'customers | count'],
    [
      "which customers haven't ordered for 60 days",
      'customers | lastOrderAt <= 2026-09-21T15:00:00.000Z | by lastOrderAt asc 20',
    ],
    ['how many active members do we have', 'members | status in active,Active | count'],
    ['show me invoices over $500', 'invoices | amount > 500 | by dueAt asc 20'],
    ['how much is outstanding', `invoices | ${unpaid} | sum amount`],
    ['how much do clients owe us', `invoices | ${unpaid} | sum amount`],
    [
      'which invoices are more than 14 days overdue',
      `invoices | ${unpaid} & dueAt < 2026-11-06T15:00:00.000Z | by dueAt asc 20`,
    ],
    ['show me the last 5 reviews', 'reviews | by createdAt desc 5'],
    ['reviews below 3 stars', 'reviews | rating < 3 | by createdAt desc 20'],
    ['which leads are won', 'prospects | status contains won | by createdAt desc 20'],
    ['which campaigns are running', 'campaigns | status in running,active,sending | by name asc 20'],
    ['what is our churn', 'metrics | name contains churn | by name asc 20'],
    ['what is our stock of Blue Dream', 'inventory | name contains Blue Dream | sum quantity'],
    ['do we have any Blue Dream left?', 'inventory | name contains Blue Dream | sum quantity'],
    ['what is out of stock', 'inventory | quantity <= 0 | by quantity asc 20'],
    ['which items are low right now', 'inventory | by quantity asc 20'],
    ['what do we charge for Sour Diesel', 'products | name contains Sour Diesel | by name asc 20'],
    ['which products cost more than $50', 'products | price > 50 | by name asc 20'],
    [
      'what does Higher Level charge for Blue Dream',
      'competitor_prices | competitor contains Higher Level & product contains Blue Dream | by price asc 20',
    ],
  ])('%s', (question, expected) => {
    expect(asked(question)).toBe(expected);
    const found = read(question);
    // The tool takes it as it is.
    if (found?.kind === 'query') expect(queryData.params.safeParse(found.params).error).toBeUndefined();
  });

  it.each([
    ['who is past due at the moment?', 'members who owe something'],
    ['top 3 customers', 'top 3 customers'],
    ['invoices more than 14 days overdue', 'invoices past due over 14 days'],
    ['how many orders were canceled yesterday', 'orders canceled, 2026-11-19'],
    ['how many bad reviews did we get last week', 'reviews of two stars or less, 2026-11-09 to 2026-11-15'],
  ])('has a title: %s', (question, title) => {
    expect(read(question)).toMatchObject({ title });
  });

  it.each([
    ['show me wholesale orders', '“wholesale”'],
    ['what is the average order value', 'count, add up and list'],
    ['what are our best sellers', 'which products'],
    ['how many members canceled last month', 'when that was'],
    ['invoices over 500 €', 'EUR'],
    ['how many large orders do we have', 'a figure'],
    ['orders for Blue Dream', 'nothing of Blue Dream'],
  ])('that the data does not answer is told with the nearest that it does: %s', (question, reason) => {
    const found = read(question);
    expect(found).toMatchObject({ kind: 'refuse', message: expect.stringContaining(reason) });
    const examples = found?.kind === 'refuse' ? found.examples : [];
    expect(examples.map((one) => read(one)?.kind)).toEqual(examples.map(() => 'query'));
    expect(examples.length).toBeGreaterThan(0);
  });

  it.each(["what's the weather", 'who won the match', 'how are you'])('is none: %s', (question) => {
    expect(read(question)).toBeNull();
  });
});
