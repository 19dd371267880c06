import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Contract, contractSchema } from '../../../model/contract.ts';
import type { AuthoringFacts } from '../authoring-facts.ts';
import type { Understanding } from '../understanding.ts';
import { EXAMPLES } from './answers.ts';
import { facts } from './facts.fixture.ts';
import { understand } from './understand.ts';

function created(sentence: string, given: AuthoringFacts = facts): Contract {
  const understanding = understand(sentence, given);
  if (understanding.kind !== 'create') throw new Error(`${sentence}: ${JSON.stringify(understanding)}`);
  expect(contractSchema.parse(understanding.contract)).toEqual(understanding.contract);
  return understanding.contract;
}

function condition(sentence: string): string {
  const [made, more] = created(sentence).conditions;
  if (made === undefined || more !== undefined) return more ? 'more than one' : 'none';
  return `${made.measure} ${made.operator} ${made.value} ${made.unit} of ${made.base}${made.of ? ` on ${made.of}` : ''}`;
}

describe('the sentence of the seeds', () => {
  it.each([
    "I want to track our top 3 competitors' prices every morning and get an email if they undercut us by more than 10%",
    'track our top 3 competitors’ prices every morning and email me if they undercut us by more than 10 %',
    'Every morning, please check the prices of our top three competitors and send me an e-mail if they are more than ten percent cheaper than us.',
    'Trak our top 3 competiters prices every morning and email me if they undercutt us by more than 10 per cent',
    'email me every morning if our top 3 rivals drop more than 10% below our prices',
  ])('is understood as: %s', (sentence) => {
    const intent = created(sentence);
    expect(intent).toMatchObject({
      subject: 'competitor_prices',
      agent: 'money_mike',
      triggers: [{ type: 'schedule', cron: '0 9 * * *', timezone: 'America/New_York' }],
      conditions: [{ measure: 'price_gap', operator: '>', value: 10, unit: 'percent', base: 'our price' }],
      actions: [{ action: 'notify', to: ['user'] }],
    });
    expect(intent.competitors.map(({ name }) => name)).toEqual(['Higher Level', 'Salt City', 'Lakeside']);
  });
});

describe('on what condition', () => {
  const cases: [string, string][] = [
    ['if they drop below ours', 'price_gap > 0 percent of our price'],
    ['if they are cheaper than us', 'price_gap > 0 percent of our price'],
    ['if anyone beats our prices', 'price_gap > 0 percent of our price'],
    ['if someone is selling cheaper than me', 'price_gap > 0 percent of our price'],
    ['if they have lower prices than us', 'price_gap > 0 percent of our price'],
    ['if they drop their prices below ours', 'price_gap > 0 percent of our price'],
    ['if we get undercut by more than 10%', 'price_gap > 10 percent of our price'],
    ['if they undercut us by at least 5%', 'price_gap >= 5 percent of our price'],
    ['if they are 15 percent below our prices', 'price_gap >= 15 percent of our price'],
    ['if they undercut us by 10% or more', 'price_gap >= 10 percent of our price'],
    ['if they undercut us by over 7.5 %', 'price_gap > 7.5 percent of our price'],
    ['if they are more than 20% cheaper than us', 'price_gap > 20 percent of our price'],
    ['if they undercut us by more than $5', 'price_gap > 5 currency of our price'],
    ['if they undercut us by 50 cents or more', 'price_gap >= 0.5 currency of our price'],
    ['if they undercut us by more than 3 dollars', 'price_gap > 3 currency of our price'],
    ['if we are more than 10% more expensive than them', 'price_gap > 10 percent of their price'],
    ['if at least 2 competitors undercut us', 'undercutting >= 2 count of none'],
    ['if they undercut us on Blue Dream by more than 10%', 'price_gap > 10 percent of our price on Blue Dream'],
  ];
  it.each(cases)('%s', (said, expected) => {
    expect(condition(`Check competitor prices every morning and alert me ${said}`)).toBe(expected);
    expect(condition(`Alert me every day at 9 ${said}`)).toBe(expected);
  });
});

describe('whose prices, and to whom', () => {
  it('takes pages from the sentence', () => {
    const intent = created(
      'Track Hill Top https://hill.example/menu and https://www.saltcity.example daily and email me if they undercut us',
    );
    expect(intent.competitors).toEqual([
      { name: 'Hill Top', url: 'https://hill.example/menu' },
      { name: 'saltcity.example', url: 'https://www.saltcity.example' },
    ]);
  });

  it('takes competitors by name', () => {
    expect(created('email me daily if Salt City is cheaper than us').competitors.map(({ name }) => name)).toEqual([
      'Salt City',
    ]);
  });

  it('asks for pages where none are known, and goes on with the answer', () => {
    const none = { ...facts, competitors: [] };
    const first = "Track our competitors' prices every morning and email me if they undercut us by more than 10%";
    const asked = understand(first, none);
    if (asked.kind !== 'ask') throw new Error(JSON.stringify(asked));
    expect(asked.question).toMatch(/addresses of their price pages/);
    const then = understand('Hill Top https://hill.example/menu, Salt City https://salt.example', none, asked.open);
    expect(then).toMatchObject({
      kind: 'create',
      contract: { conditions: [{ value: 10 }], competitors: [{ name: 'Hill Top' }, { name: 'Salt City' }] },
    });
  });

  it('says when fewer are known than were asked for', () => {
    expect(created('email me daily if our top 9 competitors undercut us').assumptions).toContain(
      'you asked for 9 competitors, and I know of 4',
    );
  });

  it('writes to whom it was told', () => {
    const to = (who: string) => created(`${who} daily if competitors undercut us`).actions.flatMap((one) => one.to);
    expect(to('email sam@shop.example')).toEqual(['sam@shop.example']);
    expect(to('email me and sam@shop.example')).toEqual(['user', 'sam@shop.example']);
    expect(to('notify us')).toEqual(['user']);
  });
});

describe('stock', () => {
  it.each([
    'email me when stock runs low',
    'alert me when inventory is low',
    "let me know when we're running low on stock",
    'notify me if any product falls below its reorder point',
    'send me a low stock alert',
    'tell me when items need restocking',
  ])('%s', (sentence) => {
    expect(created(sentence)).toMatchObject({
      subject: 'stock',
      agent: 'pops',
      triggers: [{ type: 'event', eventName: 'inventory.low_stock', filter: null }],
    });
  });

  it('of one product', () => {
    expect(created('email me when Blue Dream runs low').triggers[0]).toMatchObject({
      filter: 'event.name == "Blue Dream"',
    });
  });
});

describe('orders', () => {
  it.each([
    ['run competitor scan', 'run', 'competitor scan'],
    ['run my price alert now', 'run', 'price alert'],
    ['Can you please run the competitor price alert again?', 'run', 'competitor price alert'],
    ['scan competitors now', 'run', 'scan competitors'],
    ['pause my price alert', 'pause', 'price alert'],
    ['turn off the price alert', 'pause', 'price alert'],
    ['turn the price alert off', 'pause', 'price alert'],
    ['stop it', 'pause', null],
    ['resume the competitor report', 'resume', 'competitor report'],
    ['turn my price alert back on', 'resume', 'price alert'],
    ['pause everything', 'pause', 'all'],
    ['list my playbooks', 'list', null],
    ['what playbooks do I have?', 'list', null],
    ['show me all my alerts', 'list', null],
  ])('%s', (sentence, verb, target) => {
    expect(understand(sentence, facts)).toMatchObject({ kind: 'command', command: { verb, target } });
  });
});

it('pauses until a day where one was said', () => {
  expect(understand('pause my price alert until Monday', facts)).toMatchObject({
    kind: 'command',
    command: { verb: 'pause', args: { until: '2026-11-23' } },
  });
});

function kindOf(understanding: Understanding): string {
  const text =
    understanding.kind === 'ask' ? understanding.question : 'message' in understanding ? understanding.message : '';
  return `${understanding.kind}: ${text}`;
}

describe('it asks rather than guesses', () => {
  it.each([
    ['email me every morning if competitors undercut us by more than 10', /^ask: 10 percent, or \$10\?/],
    ['email me every day at 5 if competitors undercut us', /^ask: .*morning or in the afternoon/],
    ['email me a competitor report biweekly', /^ask: Biweekly/],
    ['email me a competitor report on the 31st of every month', /^ask: Some months have no day 31/],
    ['alert me if competitors undercut us', /^ask: How often/],
    ['track competitor prices daily', /^ask: And what shall I do then/],
    ['email me daily if competitor prices drop by more than 10%', /^ask: Below your prices, or/],
    ['tell my manager every morning if competitors undercut us', /^ask: To which e-mail address/],
    ['email me wholesale orders over $500', /^ask: I did not understand “wholesale”/],
    ['tell me when the website goes down', /^ask: Which page/],
    ['warn me when too many members leave', /^ask: From how many/],
    ['email me daily except holidays if competitors undercut us', /^ask: I did not understand “except holidays”/],
    ['do not email me every morning if competitors undercut us', /^ask: .*“not”/],
    ['Never email me every morning if competitors undercut us', /^ask: .*“Never”/],
    ['email me every morning if competitors undercut us, unless it rains', /^ask: .*“unless rains”/],
    [
      'Tell me when an order is paid. Also every Monday at 9 post "Week planning" to #general.',
      /^ask: Those are two playbooks/,
    ],
    ['email me a competitor report every day at 9am IST', /^ask: IST can be/],
    ['alert me every morning or evening if competitors undercut us', /^ask: .*choice of times/],
    ['alert me at 8am or 6pm if competitors undercut us', /^ask: .*choice of times/],
    ['email me a competitor report on Friday at 9am', /^ask: Every Friday, or only once/],
    ['email me every day between 9 and 5 if competitors undercut us', /^ask: How often between/],
    ['email me every hour at 9am if competitors undercut us', /^ask: .*certain times/],
    ['email me every morning at 6pm if competitors undercut us', /^ask: In the morning, or/],
    ['email me when stock is low and every morning if competitors undercut us', /^ask: .*two playbooks/],
  ])('%s', (sentence, expected) => {
    const understanding = understand(sentence, facts);
    expect(kindOf(understanding)).toMatch(expected);
    if (understanding.kind !== 'ask') throw new Error('not asked');
    for (const choice of understanding.choices) {
      const answer = understand(choice, facts, understanding.open);
      expect(`${choice} → ${answer.kind === 'ask' ? answer.question : answer.kind}`).not.toBe(
        `${choice} → ${understanding.question}`,
      );
      expect(['create', 'ask']).toContain(answer.kind);
    }
  });
});

describe('it says no, with the reason', () => {
  it.each([
    ['email me every morning if competitors undercut us by more than -5%', /^refuse: The limit must be above zero/],
    ['email me every morning if competitors undercut us by more than 0%', /^refuse: The limit must be above zero/],
    ['email me every morning if competitors undercut us by more than 150%', /^refuse: Nobody can be 150% cheaper/],
    ['email me every morning if competitors undercut us by more than €5', /^refuse: Your prices are in USD/],
    ['email me a competitor report on the fifth Monday of the month', /^refuse: .*fifth week/],
    ['email me a competitor report yesterday at 9am', /^refuse: .*passed/],
    ['email me every 7 minutes if competitors undercut us', /^refuse: .*come out even/],
    ['email me every minute if competitors undercut us', /^refuse: Every 5 minutes/],
    ['alert me every morning if we undercut our competitors', /^refuse: .*cheaper than you/],
    ['alert me daily if our prices are lower than theirs', /^refuse: .*cheaper than you/],
    ['make me a sandwich', /^(refuse|unknown): /],
    ['email me every morning if all our competitors undercut us', /^refuse: .*not for “all”/],
    ['email me every morning if they all undercut us by 10%', /^refuse: .*not for “all”/],
    ['email me every morning if most of them undercut us', /^refuse: .*not for “all” or “most”/],
    ['email me every morning if competitors undercut us by more than −10%', /^refuse: The limit must be above zero/],
    ['email me every morning if competitors undercut us by more than - 10%', /^refuse: The limit must be above zero/],
    ['email me every morning if competitors undercut us by more than – 10%', /^refuse: The limit must be above zero/],
    ['email me every morning if competitors undercut us by more than -$10', /^refuse: The limit must be above zero/],
    ['', /^(ask|unknown): /],
    ['x'.repeat(1001), /^unknown: That is longer than/],
  ])('%s', (sentence, expected) => {
    expect(kindOf(understand(sentence, facts))).toMatch(expected);
  });
});

describe('the examples that it gives', () => {
  it.each(EXAMPLES)('are understood: %s', (sentence) => {
    expect(['create', 'command']).toContain(understand(sentence, facts).kind);
  });
});

describe('any text', () => {
  it('is answered without an error, and a word that means nothing is never passed over', () => {
    const parts = fc.constantFrom(
      'email me',
      'every morning',
      'at',
      '9',
      '10%',
      'competitors',
      'undercut us',
      'by more than',
      '$',
      'on the',
      '15th',
      'twice a day',
      'stock',
      'low',
      'every',
      'other',
      'Monday',
      'in Berlin time',
      'report',
      'https://a.example',
      'run',
      'between',
      'and',
      ':',
      '@',
      '-3',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(parts, fc.string({ maxLength: 8 })), { maxLength: 14 }), (words) => {
        const sentence = words.join(' ');
        const understood = understand(sentence, facts);
        if (understood.kind === 'create') expect(contractSchema.safeParse(understood.contract).success).toBe(true);
        expect(understood.kind).toMatch(/create|command|edit|ask|refuse|unknown|talk/);
        // Unless it is the text of a message, as in "#team: zzyzx".
        const odd = understand(`email me every morning if competitors undercut us by 10% ${sentence} zzyzx`, facts);
        if (odd.kind === 'create') {
          expect(odd.contract.actions.some(({ details }) => JSON.stringify(details).includes('zzyzx'))).toBe(true);
        }
      }),
      { numRuns: 150 },
    );
  });
});
