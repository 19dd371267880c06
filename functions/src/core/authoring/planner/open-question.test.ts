import { describe, expect, it } from 'vitest';
import type { Understanding } from '../understanding.ts';
import { facts } from './facts.fixture.ts';
import { understand } from './understand.ts';

/** The dialogue, turn by turn, as the chat keeps it. */
function after(...said: readonly string[]): Understanding {
  let open = null;
  let last: Understanding = { kind: 'unknown', message: '', examples: [] };
  for (const sentence of said) {
    last = understand(sentence, facts, open);
    open = last.kind === 'ask' ? last.open : null;
  }
  return last;
}

describe('an answer is put where it belongs', () => {
  it.each([
    [
      ['email me every morning if a competitor is cheaper by 10', 'percent'],
      { conditions: [{ value: 10, unit: 'percent' }] },
    ],
    [
      ['email me every morning if a competitor is cheaper by 10', '$10'],
      { conditions: [{ value: 10, unit: 'currency' }] },
    ],
    [['alert me if competitors undercut us', 'every morning'], { triggers: [{ cron: '0 9 * * *' }] }],
    [
      ['email me every day at 5 if competitors undercut us', 'in the afternoon'],
      { triggers: [{ cron: '0 17 * * *' }] },
    ],
    [['email me every day at 5 if competitors undercut us', '5pm'], { triggers: [{ cron: '0 17 * * *' }] }],
    [['email me a competitor report on Friday at 9am', 'every Friday'], { triggers: [{ cron: '0 9 * * 5' }] }],
    [
      ['email me a competitor report every day at 9am IST', 'India time'],
      { triggers: [{ cron: '0 9 * * *', timezone: 'Asia/Kolkata' }] },
    ],
    [
      ['email me a competitor report every day at 9am IST', 'India'],
      { triggers: [{ cron: '0 9 * * *', timezone: 'Asia/Kolkata' }] },
    ],
    [
      ['email me a competitor report every day at 9am IST', 'Ireland'],
      { triggers: [{ cron: '0 9 * * *', timezone: 'Europe/Dublin' }] },
    ],
    [
      ['email me when too many members are past due', 'more than 12, and look every Monday at 9'],
      { triggers: [{ cron: '0 9 * * 1' }], conditions: [{ measure: 'count', operator: '>', value: 12 }, {}] },
    ],
    [
      ['email me if a competitor is cheaper by more than 15', 'percent, every day at 7'],
      { triggers: [{ cron: '0 7 * * *' }], conditions: [{ value: 15, unit: 'percent' }] },
    ],
    [
      ['let me know when a big order comes in', 'over $600, and post it in #sales'],
      { conditions: [{ value: 600 }], actions: [{ action: 'notify' }, { to: ['#sales'] }] },
    ],
    [['text me when a member cancels', '+1 315 555 0101'], { actions: [{ action: 'send_sms', to: ['+13155550101'] }] }],
    [['tell Sam when an order is over $500', 'sam@x.com'], { actions: [{ action: 'send_email', to: ['sam@x.com'] }] }],
    [
      ['tell Sam when an order is over $500', '#sales'],
      { actions: [{ action: 'post_slack_message', to: ['#sales'] }] },
    ],
    [['when a member cancels', 'email me'], { subject: 'members', actions: [{ action: 'notify', to: ['user'] }] }],
    [
      ['every Friday at 16:00', 'remind me to count the till'],
      { subject: 'nothing', triggers: [{ cron: '0 16 * * 5' }] },
    ],
    [
      ['tell me when the website goes down', 'https://shop.example', 'every 10 minutes'],
      { urls: ['https://shop.example'], triggers: [{ cron: '*/10 * * * *' }] },
    ],
    [
      ['email me daily if competitors drop their prices by more than 10%', 'below ours'],
      { conditions: [{ measure: 'price_gap', base: 'our price' }] },
    ],
    [
      ['email me daily if competitors drop their prices by more than 10', 'percent', 'their price before'],
      { conditions: [{ measure: 'price_change', operator: '<', value: -10, base: 'price before' }] },
    ],
    [
      ['alert me when orders are unusually large', 'over $400'],
      { conditions: [{ measure: 'total', operator: '>', value: 400 }] },
    ],
    [
      ['when Blue Dream or Sour Diesel falls under 8 units e-mail me', 'Blue Dream'],
      { conditions: [{ of: 'Blue Dream', value: 8 }] },
    ],
  ])('%j', (said, contract) => {
    expect(after(...said)).toMatchObject({ kind: 'create', contract: { ...contract, sentences: said } });
  });

  it('and a new request takes the place of the open one', () => {
    expect(
      after('email me daily if competitors undercut us by 5', 'actually, email me when stock is low'),
    ).toMatchObject({
      kind: 'create',
      contract: { subject: 'stock', conditions: [] },
    });
  });

  it('and is no answer where it says nothing of what was asked', () => {
    const first = 'email me every morning if a competitor is cheaper by 10';
    expect(after(first, 'the blue one')).not.toMatchObject({ kind: 'create' });
  });
});

describe('yes and no', () => {
  const open = { sentences: ['x'], about: 'subject', offer: 'Email me when stock runs low' } as const;

  it.each(['yes', 'Yes, please!', 'ok do it', 'go ahead'])('takes the offer: %s', (answer) => {
    expect(understand(answer, facts, { ...open, sentences: ['x'] })).toMatchObject({
      kind: 'create',
      contract: { subject: 'stock' },
    });
  });

  it.each(['ok do it', 'yes', 'run it'])('asks again where there are several things to choose from: %s', (answer) => {
    const unclear = 'email me every morning if competitors undercut us by more than 10';
    expect(after(unclear, answer)).toEqual(understand(unclear, facts));
  });

  it.each(['cancel', 'stop', 'no', 'No, cancel that', 'never mind'])(
    'leaves it and touches no playbook: %s',
    (answer) => {
      expect(after('email me every morning if competitors undercut us by more than 10', answer)).toMatchObject({
        kind: 'unknown',
        message: 'I leave it at that; nothing was set up.',
      });
    },
  );

  it('still obeys an order that names a playbook', () => {
    expect(
      after('email me every morning if competitors undercut us by 10', 'please pause my price alert'),
    ).toMatchObject({
      kind: 'command',
    });
  });
});
