import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { playbookDraftSchema, playbookSchema } from '../../model/playbook.ts';
import { retryPolicySchema } from '../../model/step.ts';
import { defineStep, type StepCatalog } from '../engine/step-type.ts';
import { normalizePlaybook } from './validate-playbook.ts';

const common = {
  title: '',
  description: '',
  modelDescription: '',
  category: 'test',
  icon: 'circle',
  example: {},
  risk: 'safe',
  effect: 'none',
  timeoutMs: 1000,
  retry: retryPolicySchema.parse({}),
  run: () => Promise.reject(new Error('Validation must never do a step')),
} as const;

const competitor = z.object({ name: z.string(), url: z.url() });
const types = [
  defineStep({
    ...common,
    id: 'scan_competitors',
    params: z.strictObject({ competitors: z.array(z.union([z.url(), competitor])).min(1) }),
    output: z.object({ competitors: z.array(competitor), failed: z.array(z.string()) }),
  }),
  defineStep({
    ...common,
    id: 'analyze_pricing',
    params: z.strictObject({ competitors: z.array(competitor) }),
    output: z.object({
      price_gap: z.number(),
      worst: z.object({ competitor: z.string() }).nullable(),
      summary: z.string(),
    }),
    wires: { competitors: ['scan_competitors.competitors'] },
  }),
  defineStep({
    ...common,
    id: 'notify',
    params: z.strictObject({
      to: z.email(),
      subject: z.string().max(100),
      message: z.string(),
      times: z.int().optional(),
    }),
    output: z.object({ messageId: z.string() }),
    wires: { message: ['generate_text.text', 'analyze_pricing.summary'] },
  }),
  defineStep({
    ...common,
    id: 'set_variables',
    params: z.record(z.string(), z.json()),
    output: z.record(z.string(), z.json()),
  }),
];
const catalog: StepCatalog = { get: (action) => types.find(({ id }) => id === action), all: () => types };

const scan = { action: 'scan_competitors', params: { competitors: ['https://a.example'] } };
const analyze = { action: 'analyze_pricing', agent: 'money_mike' };
const notify = { action: 'notify', params: { to: '{{user.email}}', subject: 'Price Alert!' } };

function normalized(steps: object[], rest: object = {}) {
  return normalizePlaybook(playbookDraftSchema.parse({ name: 'Test', steps, ...rest }), catalog);
}

function problems(steps: object[], rest: object = {}) {
  const result = normalized(steps, rest);
  return 'problems' in result ? result.problems.map(({ path, message }) => `${path}: ${message}`) : [];
}

function content(steps: object[], rest: object = {}) {
  const result = normalized(steps, rest);
  if ('problems' in result) throw new Error(JSON.stringify(result.problems));
  return result.content;
}

describe('the worked example of the seeds', () => {
  const triggers = [{ type: 'schedule', cron: '0 9 * * *', timezone: 'America/New_York' }];
  const steps = [scan, analyze, { ...notify, condition: '{{money_mike.price_gap}} > 10' }];

  it('gets ids and has left-out params wired openly', () => {
    const made = content(steps, { triggers });
    expect(made.triggers.map(({ id }) => id)).toEqual(['schedule']);
    expect(made.steps.map(({ id }) => id)).toEqual(['scan_competitors', 'analyze_pricing', 'notify']);
    expect(made.steps[1]?.params).toEqual({ competitors: '{{steps.scan_competitors.competitors}}' });
    expect(made.steps[2]?.params.message).toBe('{{steps.analyze_pricing.summary}}');
  });

  it('has the same version id as a draft and as it is stored', () => {
    const draft = normalized(steps, { triggers });
    const stored = playbookSchema.parse({ name: 'Other', triggers, stepsJson: JSON.stringify(steps) });
    const again = normalizePlaybook(stored, catalog);
    expect('versionId' in draft && draft.versionId).toMatch(/^[a-z2-7]{20}$/);
    expect(again).toEqual(draft);
  });

  it('is not changed by being normalised twice', () => {
    const once = content(steps, { triggers });
    expect(content(once.steps, { triggers: once.triggers })).toEqual(once);
  });

  it('gives another version id when anything that is executed differs', () => {
    const ids = [steps, [scan, analyze, notify]].map((list) => JSON.stringify(normalized(list, { triggers })));
    expect(new Set(ids).size).toBe(2);
  });
});

describe('ids', () => {
  it('are kept, and new ones avoid them', () => {
    const triggers = [{ type: 'manual' }, { type: 'manual', id: 'manual' }, { type: 'manual' }];
    expect(content([scan], { triggers }).triggers.map(({ id }) => id)).toEqual(['manual_2', 'manual', 'manual_3']);
  });

  it('may not be used twice', () => {
    expect(
      problems([
        { ...scan, id: 'a' },
        { ...scan, id: 'a' },
      ]),
    ).toEqual(["steps.1.id: The id 'a' is used twice; leave it out to get a new one"]);
  });
});

describe('names in conditions and templates', () => {
  const cases: [string, object[], string][] = [
    [
      'a field that the output does not have',
      [scan, analyze, { ...notify, condition: '{{money_mike.price_gp}} > 10' }],
      "steps.2.condition: 'money_mike' has no 'price_gp'; did you mean 'price_gap'?",
    ],
    [
      'a field within a field',
      [scan, analyze, { ...notify, condition: 'steps.analyze_pricing.worst.shop == "x"' }],
      "steps.2.condition: 'steps.analyze_pricing.worst' has no 'shop'; there is competitor",
    ],
    [
      'a field of a number',
      [scan, analyze, { ...notify, condition: 'money_mike.price_gap.percent > 1' }],
      "steps.2.condition: 'money_mike.price_gap' has no fields, so no 'percent'",
    ],
    [
      'an agent who did nothing yet',
      [scan, { ...analyze, agent: null }, { ...notify, condition: 'money_mike.price_gap > 1' }],
      "steps.2.condition: No earlier step is done by money_mike; write agent: 'money_mike' at the step whose output is meant",
    ],
    [
      'a step that comes later',
      [{ ...scan, condition: 'steps.analyze_pricing.price_gap > 1' }, analyze],
      "steps.0.condition: Step 'analyze_pricing' comes later; only the output of earlier steps can be read",
    ],
    [
      'a step that is not there',
      [scan, analyze, { ...notify, params: { ...notify.params, subject: '{{steps.analyse_pricing.summary}}' } }],
      "steps.2.params.subject: There is no step 'analyse_pricing' before this one; did you mean 'analyze_pricing'?",
    ],
    [
      'an event without an event trigger',
      [scan, analyze, { ...notify, condition: 'event.quantity < 5' }],
      "steps.2.condition: There is no 'event': the playbook has no trigger of the type event or webhook",
    ],
    ['an input that is not declared', [{ ...scan, condition: 'inputs.go' }], "steps.0.condition: 'inputs' has no 'go'"],
    [
      'a misspelt fact',
      [scan, analyze, { ...notify, params: { ...notify.params, to: '{{user.emial}}' } }],
      "steps.2.params.to: 'user' has no 'emial'; did you mean 'email'?",
    ],
    [
      'an unknown root',
      [{ ...scan, condition: 'stepz.a > 1' }],
      "steps.0.condition: There is no 'stepz'; did you mean 'steps'?",
    ],
  ];
  it.each(cases)('refuses %s', (_, steps, problem) => {
    expect(problems(steps)).toEqual([problem]);
  });

  it('refuses a condition that cannot be read, and says where', () => {
    const [problem] = problems([{ ...scan, condition: 'user.id == ' }]);
    expect(problem).toMatch(/^steps\.0\.condition: In 'user\.id =='/);
  });

  it('accepts what will be there', () => {
    const steps = [
      scan,
      analyze,
      { action: 'set_variables', id: 'vars', params: { a: { b: 1 } } },
      {
        ...notify,
        condition: 'steps.vars.anything.goes == 1 && steps.scan_competitors.competitors[0].name != org.name',
      },
    ];
    const inputs = [{ name: 'go', type: 'boolean' }];
    expect(
      problems([...steps, { ...notify, condition: 'inputs.go && fallback(money_mike.worst.competitor, "") != ""' }], {
        inputs,
      }),
    ).toEqual([]);
  });
});

describe('params', () => {
  it('are checked where they are written out', () => {
    const bad = { action: 'notify', params: { to: 'sam', subject: 'Hi', message: 'x', times: 1.5 } };
    expect(problems([bad])).toEqual([
      'steps.0.params.to: Invalid email address',
      expect.stringMatching(/^steps\.0\.params\.times: /),
    ]);
  });

  it('are left to the engine where a template stands', () => {
    const templated = {
      action: 'notify',
      params: { to: '{{user.email}}', subject: '{{org.name}}', message: 'Hi {{user.name}}', times: '{{1 + 1}}' },
    };
    expect(problems([templated])).toEqual([]);
  });

  it('are checked beside a template in the same value', () => {
    const competitors = [{ name: '{{org.name}}', url: '{{user.email}}' }, 'no url', 'https://b.example'];
    const found = problems([{ action: 'scan_competitors', params: { competitors } }]);
    expect(found).toEqual([expect.stringMatching(/^steps\.0\.params\.competitors\.1: /)]);
  });

  it('that are missing and offered by no earlier step are named', () => {
    expect(problems([analyze])).toEqual([expect.stringMatching(/^steps\.0\.params\.competitors: /)]);
  });

  it('that are given are not wired over', () => {
    const own = { ...notify, params: { ...notify.params, message: 'Mine' } };
    expect(content([scan, analyze, own]).steps[2]?.params.message).toBe('Mine');
  });

  it('are wired from the latest earlier step of its kind, whatever its id', () => {
    const steps = [{ ...scan, id: 'first' }, { ...scan, id: 'second-one' }, analyze];
    expect(content(steps).steps[2]?.params.competitors).toBe('{{steps["second-one"].competitors}}');
  });
});

describe('an unknown action', () => {
  it('is refused with the nearest that there is', () => {
    expect(problems([{ action: 'scan_competitor' }])).toEqual([
      "steps.0.action: There is no step type 'scan_competitor'; did you mean 'scan_competitors'?",
    ]);
  });
});

describe('triggers', () => {
  const schedule = { type: 'schedule', cron: '0 9 * * *', timezone: 'Europe/Berlin' };
  const cases: [string, object, RegExp][] = [
    ['a cron with a bad hour', { cron: '0 25 * * *' }, /^triggers\.0\.cron: The hour .*'25'.*0 to 23/],
    ['a cron that never happens', { cron: '0 9 30 2 *' }, /^triggers\.0\.cron: .*never happens/],
    ['an unknown zone', { timezone: 'Mars/Base' }, /^triggers\.0\.timezone: 'Mars\/Base' is no time zone/],
    ['an abbreviated zone', { timezone: 'EST' }, /^triggers\.0\.timezone: .*write America\/New_York/],
    ['every other week without an anchor', { every: 2 }, /^triggers\.0\.anchor: /],
    ['an anchor that is no day', { every: 2, anchor: '2027-02-30' }, /^triggers\.0\.anchor: 2027-02-30/],
    ['the last day on a cron that leaves it out', { dayOfMonth: 'last' }, /^$/],
    ['a week of the month', { weekOfMonth: 1, cron: '0 9 * * 1' }, /^$/],
    ['a week of the month without a weekday', { weekOfMonth: 1 }, /^triggers\.0\.cron: .*'0 9 \* \* 1'/],
    ['a week of the month besides a day', { weekOfMonth: 2, cron: '0 9 1 * 1' }, /^triggers\.0\.cron: .*\*/],
    ['a last day that is none', { until: '2027-02-30' }, /^triggers\.0\.until: /],
    ['the last day of a cron for the first', { dayOfMonth: 'last', cron: '0 9 1 * *' }, /^triggers\.0\.cron: .*28-31/],
  ];
  it.each(cases)('answer for %s', (_, change, expected) => {
    expect(problems([scan], { triggers: [{ ...schedule, ...change }] }).join('|')).toMatch(expected);
  });

  it('have their cron written without names', () => {
    const made = content([scan], { triggers: [{ ...schedule, cron: '0 9 * jan MON-FRI,7' }] });
    expect(made.triggers[0]).toMatchObject({ cron: '0 9 * 1 0,1,2,3,4,5' });
  });

  it('filter by the event alone', () => {
    const event = { type: 'event', eventName: 'inventory.low_stock' };
    expect(problems([scan], { triggers: [{ ...event, filter: 'event.quantity < 5' }] })).toEqual([]);
    expect(problems([scan], { triggers: [{ ...event, filter: 'user.id == "x"' }] })).toEqual([
      "triggers.0.filter: A filter sees only 'event' and 'now', not 'user'; write for example event.quantity < 5",
    ]);
  });
});

describe('a stored playbook', () => {
  it('that is broken answers with problems instead of throwing', () => {
    const stored = (rest: object) => normalizePlaybook(playbookSchema.parse({ name: 'x', ...rest }), catalog);
    expect(stored({})).toEqual({ problems: [{ path: 'steps', message: 'A playbook needs at least one step' }] });
    expect(stored({ stepsJson: '[{' })).toEqual({ problems: [{ path: 'stepsJson', message: 'This is not JSON' }] });
    expect(stored({ stepsJson: '[{"params":{}}]' })).toMatchObject({ problems: [{ path: 'steps.0.action' }] });
  });
});
