import { describe, expect, it } from 'vitest';
import { facts } from './facts.fixture.ts';
import { understand } from './understand.ts';

describe('after a question', () => {
  const about = 'alert me when stock drops below 5';

  it.each(['yes', 'Yes, please!', 'ok do it', 'go ahead'])('takes the offer: %s', (answer) => {
    expect(understand(answer, facts, about)).toMatchObject({ kind: 'create', intent: { goal: 'low_stock_alert' } });
  });

  it.each(['ok do it', 'yes', 'run it'])('asks again where there are several things to choose from: %s', (answer) => {
    const unclear = 'email me every morning if competitors undercut us by more than 10';
    expect(understand(answer, facts, unclear)).toEqual(understand(unclear, facts));
  });

  it.each(['cancel', 'stop', 'no', 'No, cancel that', 'never mind'])(
    'leaves it and touches no playbook: %s',
    (answer) => {
      expect(understand(answer, facts, about)).toMatchObject({
        kind: 'unknown',
        message: 'I leave it at that; nothing was set up.',
      });
    },
  );

  it('still obeys an order that names a playbook', () => {
    expect(understand('pause my price alert', facts, about)).toMatchObject({ kind: 'command' });
  });

  it('offers what was said with its unit, also where the number was a word', () => {
    const asked = understand('email me daily if competitors undercut us by more than ten', facts);
    expect(asked).toMatchObject({
      choices: [
        'email me daily if competitors undercut us by more than 10%',
        'email me daily if competitors undercut us by more than $10',
      ],
    });
  });
});
