import { describe, expect, it } from 'vitest';
import { explainContract } from '../explain-contract.ts';
import type { Understanding } from '../understanding.ts';
import { facts } from './facts.fixture.ts';
import { understand } from './understand.ts';

function told(understood: Understanding): string {
  if (understood.kind === 'create') return explainContract(understood.contract, facts);
  return 'question' in understood ? understood.question : understood.kind;
}

/** What becomes of a sentence and of the answers to what is asked. */
function talk(sentence: string, ...answers: readonly string[]): string {
  let now = understand(sentence, facts);
  for (const answer of answers) now = understand(answer, facts, now.kind === 'ask' ? now.open : null);
  return told(now);
}

describe('what is told on several days', () => {
  it.each([
    ['Overdue invoices → #finance', 'Whenever an invoice is 1 day past due', 'on day 1'],
    ['email me when an invoice over $500 is overdue', 'Whenever an invoice is 1 day past due', 'more than $500'],
    ['tell me when a customer goes inactive', 'Whenever a customer has stayed away for 30 days', 'after 30'],
  ])('is told once where no number of days was said, and that is said: %s', (sentence, first, more) => {
    expect(talk(sentence)).toContain(first);
    expect(talk(sentence)).toContain(more);
    expect(talk(sentence)).toContain('no number of days was said');
  });

  it('is told on the day that was said', () => {
    const words = talk('email me when an invoice is 7 days past due');
    expect(words).toBe("Whenever an invoice is 7 days past due, I'll e-mail you (demo@thrive.example).");
  });
});

describe('a list', () => {
  it.each([
    ['email me a list of all members every month', 'list your members'],
    ['every Monday email me past due members', 'look for members who are past due'],
    ['every Friday email me unpaid invoices', 'look for invoices that are not paid yet'],
    [
      'every Friday email me unpaid invoices over $500',
      'not paid yet and e-mail you (demo@thrive.example) if an invoice',
    ],
    ['every Friday email me the overdue invoices', 'look for invoices that are past due'],
    ['every morning email me what is low on stock', 'look for what is low or out of stock'],
  ])('is of what was asked for: %s', (sentence, words) => {
    expect(talk(sentence)).toContain(words);
  });

  it('of which only a part can be given is asked about', () => {
    const stock = 'email me the stock every morning';
    expect(talk(stock)).toMatch(/low or out of stock.*\?$/);
    expect(talk(stock, 'Only what is low or out of stock')).toContain('look for what is low or out of stock');
    expect(talk(stock, 'Fewer than 10 left')).toContain('if fewer than 10 are left');
    const invoices = 'email me the invoices every morning';
    expect(talk(invoices)).toMatch(/not paid yet.*overdue\?$/);
    expect(talk(invoices, 'The unpaid invoices')).toContain('not paid yet');
    expect(talk(invoices, 'The overdue invoices')).toContain('past due');
  });

  it.each([
    ['every morning email me if more than 5 invoices are overdue', 'there are more than 5'],
    ['every morning email me if more than 20 orders came in', 'there are more than 20'],
  ])('is counted, and not taken for money: %s', (sentence, words) => {
    expect(talk(sentence)).toContain(words);
  });
});
