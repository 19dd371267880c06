import { describe, expect, it } from 'vitest';
import type { Contract, ContractCondition } from '../../../../model/contract.ts';
import { facts } from '../facts.fixture.ts';
import { understand } from '../understand.ts';
import { PARAPHRASES } from './paraphrases.fixture.ts';

const rows = PARAPHRASES.trim()
  .split('\n')
  .map((row): [said: string, meant: string] => {
    const at = row.lastIndexOf(' => ');
    return [row.slice(0, at), row.slice(at + 4)];
  });

function inWords({ of, measure, operator, value, unit }: ContractCondition): string {
  const plain = `${of === null ? '' : `${of}: `}${measure} ${operator} ${value}`;
  return unit === 'none' || measure === 'rating' ? plain : `${plain} ${unit}`;
}

/** `members 0 9 * * 1 | amount > 100 currency`; an event tells by its name what it is of. */
function essence({ subject, triggers, conditions }: Contract): string {
  const when = triggers.map((one) =>
    one.type === 'event' ? one.eventName : one.type === 'schedule' ? one.cron : one.type,
  );
  const isEvent = triggers.every(({ type }) => type === 'event');
  return [`${isEvent ? '' : `${subject} `}${when.join(' + ')}`, ...conditions.map(inWords)].join(' | ');
}

describe('the words of people and money', () => {
  it.each(rows)('%s', (said, meant) => {
    const understood = understand(said, facts);
    expect(understood.kind === 'create' ? essence(understood.contract) : understood).toBe(meant);
  });

  it.each(
    `
    tell me when wholesale orders over $500 come in
    tell me when a VIP customer cancels an order
    email me when an order from Canada comes in
    email me when a member doesn't cancel
    email me when an order is not paid
    email me unless an order is refunded
    tell me when all members have paid
    email me when 10 orders come in within an hour
    email me when more than 5 members cancel in a week
    when a member's birthday is coming up email me
    when an employee quits, email me
    when an order is delayed email me
    email me when a review is deleted
    email me when an invoice is disputed
    email me if a lead has no phone number
    when a member upgrades their plan tell me
    tell me when revenue grows
    tell me about members over 60 years old
    email me when orders are large
    email me when a customer stays away for too long
    every Monday at 9 send me a list of new members
    every Monday at 9 email me paid invoices
  `
      .trim()
      .split('\n')
      .map((row) => row.trim()),
  )('what is not quite that is asked or told, never taken for it: %s', (said) => {
    expect(['ask', 'refuse', 'unknown']).toContain(understand(said, facts).kind);
  });

  it.each(
    `
    remind me to order towels every Friday at 9am
    remind me to pay the bills on the 1st of every month at 9am
    every day at 5pm remind me to review the schedule
    every Monday at 9 post "Review your orders" to #team
    every Friday at 4pm remind me to campaign for the election
  `
      .trim()
      .split('\n')
      .map((row) => row.trim()),
  )('is no word of theirs within a text: %s', (said) => {
    expect(understand(said, facts)).toMatchObject({ kind: 'create', contract: { subject: 'nothing', conditions: [] } });
  });
});
