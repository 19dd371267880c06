import { describe, expect, it } from 'vitest';
import { stepCatalog } from '../../steps/registry.ts';
import { evaluateCondition } from '../engine/expression.ts';
import { conditionText, draftPlaybook } from './draft-playbook.ts';
import { answerText, confirmCreated } from './explain-intent.ts';
import type { Condition, Intent } from './intent.ts';
import { facts } from './planner/facts.fixture.ts';
import { understand } from './planner/understand.ts';
import { normalizePlaybook } from './validate-playbook.ts';

function intentOf(sentence: string): Intent {
  const understanding = understand(sentence, facts);
  if (understanding.kind !== 'create') throw new Error(JSON.stringify(understanding));
  return understanding.intent;
}

const SEED =
  "I want to track our top 3 competitors' prices every morning and get an email if they undercut us by more than 10%";

describe('the draft of the seeds’ sentence', () => {
  const draft = draftPlaybook(intentOf(SEED));

  it('is the playbook that the seeds print', () => {
    expect(draft).toMatchObject({
      name: 'Competitor Price Alert',
      agent: 'money_mike',
      category: 'intelligence',
      status: 'active',
      triggers: [{ type: 'schedule', cron: '0 9 * * *', timezone: 'America/New_York' }],
      sentence: SEED,
      steps: [
        { action: 'scan_competitors', params: { competitors: facts.competitors.slice(0, 3) } },
        { action: 'analyze_pricing', agent: 'money_mike' },
        {
          action: 'notify',
          condition: '{{money_mike.price_gap}} > 10',
          params: { to: '{{user.email}}', subject: 'Price Alert!' },
        },
      ],
    });
  });

  it('is told back with schedule, zone, next time, condition with base, and recipient', () => {
    expect(confirmCreated(intentOf(SEED), draft, facts)).toBe(
      "✅ Done! I've set up “Competitor Price Alert”. Every day at 9:00 AM Eastern Time, I'll scan your 3 competitors (Higher Level, Salt City and Lakeside) and e-mail you (demo@thrive.example) if one of them undercuts your price by more than 10% (measured against your price). The next time is Sat, Nov 21, 2026, 9:00 AM EST. You can view or pause it under Playbooks.",
    );
  });
});

describe('every draft', () => {
  it.each([
    SEED,
    'Monitor competitor prices daily and alert me if they drop below ours',
    'email me when stock runs low',
    'email me and sam@shop.example when Blue Dream runs low',
    'send me a competitor report every Monday at 8am',
    'send me a competitor report every Monday at 8am and save it to Google Drive',
    'every hour email me if at least 2 competitors undercut us',
    'email me daily if Salt City undercuts us by $5 or more on Blue Dream',
    'email me daily if we are more than 10% more expensive than them',
    'email me a competitor report every other Friday if they undercut us',
  ])('passes validation against the real step types: %s', (sentence) => {
    expect(normalizePlaybook(draftPlaybook(intentOf(sentence)), stepCatalog)).toMatchObject({
      versionId: expect.any(String),
    });
  });
});

describe('a condition as an expression', () => {
  const gaps = [
    { product: 'Blue Dream', our_price: 40, their_price: 32, gap_percent: 20 },
    { product: 'Cheap', our_price: 4, their_price: 3, gap_percent: 25 },
  ];
  const money_mike = { price_gap: 25, gaps, undercut_by: ['A', 'B'] };
  const base: Condition = {
    metric: 'price_gap',
    operator: '>',
    value: 10,
    unit: 'percent',
    base: 'our price',
    product: null,
  };
  const cases: [string, Partial<Condition>, boolean][] = [
    ['the worst gap is above', { value: 24.9 }, true],
    ['the worst gap is not above itself', { value: 25 }, false],
    ['the worst gap is at least itself', { value: 25, operator: '>=' }, true],
    ['an amount counts where the percentage is not the worst', { value: 7, unit: 'currency' }, true],
    ['an amount that nobody reaches', { value: 8, unit: 'currency' }, false],
    ['one product only', { value: 20, product: 'Blue Dream' }, false],
    ['one product, at least', { value: 20, operator: '>=', product: 'Blue Dream' }, true],
    ['against their price the gap is larger', { value: 33, base: 'their price' }, true],
    ['against their price, not above', { value: 34, base: 'their price' }, false],
    ['two competitors', { metric: 'undercutting', unit: 'count', value: 2, operator: '>=' }, true],
    ['more than two competitors', { metric: 'undercutting', unit: 'count', value: 2 }, false],
  ];
  it.each(cases)('%s', (_, change, expected) => {
    expect(evaluateCondition(conditionText({ ...base, ...change }), { money_mike })).toBe(expected);
  });
});

describe('an answer', () => {
  it('lists what could be said', () => {
    const asked = understand('email me every morning if competitors undercut us by more than 10', facts);
    expect(answerText(asked)).toBe(
      '10 percent, or $10?\n\nYou could say:\n- email me every morning if competitors undercut us by more than 10%\n- email me every morning if competitors undercut us by more than $10',
    );
  });
});
