import { Environment } from '@marcbachmann/cel-js';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../model/json.ts';
import {
  ExpressionError,
  escapeHtml,
  evaluateCondition,
  parseCondition,
  parseTemplate,
  parseTemplatesIn,
  renderTemplate,
  renderValue,
} from './expression.ts';

const facts = {
  steps: {
    scan: {
      competitors: [
        { name: 'Salt City', price: 27.5, inStock: true },
        { name: 'Lakeside', price: 31, inStock: false },
      ],
      count: 2,
      note: null,
    },
    skipped: null,
  },
  money_mike: { price_gap: 12.5 },
  trigger: { type: 'schedule' },
  event: { data: { quantity: 3, tags: ['vip', 'new'], 'odd key': 'x' } },
  inputs: { threshold: '10' },
  user: { email: 'ada@example.com', name: 'Ada <b>' },
  org: { name: 'Higher Level', timezone: 'America/New_York', currency: 'USD' },
  now: new Date('2026-11-20T03:30:00Z'),
};

const value = (expression: string): JsonValue => renderTemplate(`{{${expression}}}`, facts);
const messageOf = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    if (error instanceof ExpressionError) return error.message;
    throw error;
  }
  return '(no error)';
};

describe('evaluateCondition', () => {
  it.each([
    ['{{money_mike.price_gap}} > 10', true],
    ['money_mike.price_gap > 10', true],
    ['{{money_mike.price_gap}} > 20 || {{steps.scan.count}} == 2', true],
    ['steps.scan.count % 2 == 0 && steps.scan.count * 1.5 == 3', true],
    ['5 % 2 == 1', true],
    ['event.data.quantity <= 3.0', true],
    ['trigger.type == "schedule"', true],
    ['"vip" in event.data.tags', true],
    ['event.data["odd key"] == "x"', true],
    ['steps.scan.competitors.exists(c, c.inStock && c.price < 28)', true],
    ['steps.scan.competitors.all(c, c.inStock)', false],
    ['steps.scan.competitors.exists_one(c, c.price > 30)', true],
    ['size(steps.scan.competitors) == 2', true],
    ['double(inputs.threshold) < money_mike.price_gap', true],
    ['has(steps.scan.price_gap) && steps.scan.price_gap > 10', false],
    ['has(steps.skipped.x)', false],
    ['has(craig.draft)', false],
    ['has(steps.scan.note)', false],
    ['steps.scan.note == null', true],
    ['fallback(craig.score, 0) > 1', false],
    ['steps.scan.?missing.orValue(7) == 7', true],
    ['steps.?nothing.below.orValue("d") == "d"', true],
    ['now > timestamp("2026-11-19T00:00:00Z") && now - timestamp("2026-11-19") < duration("48h")', true],
    ['now.getHours(org.timezone) == 22 && now.getDate() == 20', true],
    ['1 == "1"', false],
    ['false && craig.score > 1', false],
    ['craig.score > 1 || true', true],
    ['!(steps.scan.count > 5)', true],
    ['-steps.scan.count == -2', true],
    ['user.email.endsWith("@example.com") && user.email.startsWith("ada")', true],
  ])('%s is %s', (condition, expected) => {
    expect(evaluateCondition(condition, facts)).toBe(expected);
  });

  it('never puts a value into the text of an expression', () => {
    const hostile = { event: { name: '" == "" || true || "' }, ok: '1) || (true' };
    expect(evaluateCondition('{{event.name}} == "x"', hostile)).toBe(false);
    expect(messageOf(() => evaluateCondition('{{ok}} > 10', hostile))).toContain('Cannot compare a text with a number');
  });

  it('refuses placeholders that are no expression by themselves', () => {
    expect(messageOf(() => evaluateCondition('{{a) || (true}}', { a: false }))).toContain('at character 4');
    expect(messageOf(() => evaluateCondition('"{{trigger.type}}" == "x"', facts))).toContain('Leave out the quotes');
  });

  it.each([
    ['steps.scan.note > 10', 'fallback(x, 0) > 10'],
    ['inputs.threshold > 10', 'double(x)'],
    ['steps.scan.price_gap > 10', "There is no field 'price_gap'"],
    ['steps.skipped.count > 1', 'was its step skipped?'],
    ['craig.score > 1', "There is no 'craig'"],
    ['money_mike.price_gap', 'A condition is true or false; this gives a number'],
    ['steps.scan.count && true', 'True or false is needed here'],
    ['steps.scan.competitors > 1', 'Cannot compare a list with a number'],
    ['"a" + 1 == "a1"', 'string(x)'],
    ['1 / 0 > 1', 'division by zero'],
    ['steps.scan.competitors[2].price > 1', 'no item of that number'],
    ['steps.scan.count.x == 1', 'has no fields'],
    ['money_mike.price_gap >', 'Something is missing at its end'],
    ['', 'It is empty'],
    ['user.email.matches("a+")', "There is no function '.matches'"],
    ['size(1, 2) > 1', "'size' takes 1 argument, not 2"],
    ['{{money_mike.price_gap > 10', 'This {{ is not closed'],
  ])('%s fails with the fix: %s', (condition, message) => {
    expect(messageOf(() => evaluateCondition(condition, facts))).toContain(message);
  });

  it('says where in the condition the fault is, counted from 1', () => {
    expect(messageOf(() => evaluateCondition('{{steps.scan.count}} > 1 && {{user.phone}} == 1', facts))).toContain(
      "In '{{steps.scan.count}} > 1 && {{user.phone}} == 1', at character 31:",
    );
  });

  it('keeps values out of messages', () => {
    const secret = { s: { token: 'hunter2' }, l: ['hunter2'], n: 4711 };
    for (const text of [
      's.token > 1',
      's > 1',
      'l + 1 == l',
      's[s.token] == 1',
      'n.x == 1',
      'timestamp(s.token) == now',
      'money(n, s.token) == ""',
    ]) {
      const message = messageOf(() => evaluateCondition(text, secret));
      expect(message).toMatch(/^In '/);
      expect(message).not.toMatch(/hunter2|4711/);
    }
  });
});

describe('renderTemplate', () => {
  it('keeps the type of a lone placeholder', () => {
    expect(value('steps.scan.count')).toBe(2);
    expect(value('steps.scan.competitors')).toEqual(facts.steps.scan.competitors);
    expect(value('steps.skipped')).toBeNull();
    expect(value('steps.scan.competitors.map(c, c.name)')).toEqual(['Salt City', 'Lakeside']);
    expect(value('steps.scan.competitors.map(c, c.inStock, c.price * 2)')).toEqual([55]);
    expect(value('steps.scan.competitors.filter(c, c.price > 30)[0].name')).toBe('Lakeside');
    expect(value(' {"shop": org.name, "list": [1, 2.5, {"deep": true}]} ')).toEqual({
      shop: 'Higher Level',
      list: [1, 2.5, { deep: true }],
    });
  });

  it('writes values into the text around them', () => {
    expect(renderTemplate('Gap {{money_mike.price_gap}} % at {{org.name}}{{steps.skipped}}.', facts)).toBe(
      'Gap 12.5 % at Higher Level.',
    );
    expect(renderTemplate('Tags: {{event.data.tags}}', facts)).toBe('Tags: ["vip","new"]');
    expect(renderTemplate("It's {{now}}", facts)).toBe("It's 2026-11-20T03:30:00.000Z");
    expect(renderTemplate('No placeholder } here {', facts)).toBe('No placeholder } here {');
    expect(renderTemplate('{{"a }} b"}}!', facts)).toBe('a }} b!');
    expect(renderTemplate('', facts)).toBe('');
  });

  it.each<[string, JsonValue]>([
    ['money(1234.5, org.currency)', '$1,234.50'],
    ['money(1234.5, "EUR", "de-DE")', '1.234,50\u00a0€'],
    ['round(money_mike.price_gap / 7, 2)', 1.79],
    ['7 / 2', 3.5],
    ['json(event.data.tags)', '["vip","new"]'],
    ['fallback(steps.scan.note, "none")', 'none'],
    ['date(now, org.timezone)', '2026-11-19'],
    ['time(now, org.timezone)', '22:30'],
    ['date(now + duration("1d12h"))', '2026-11-21'],
    ['now - timestamp("2026-11-20T03:00:00Z")', 1800],
    ['user.name.lowerAscii().substring(0, 99)', 'ada <b>'],
    ['"a,b".split(",").join(" + ")', 'a + b'],
    ['"x" + string(3)', 'x3'],
    ['size("naïve 👍")', 7],
    ['sum(steps.scan.competitors.map(c, c.price))', 58.5],
    ['min([3, 1, 2]) + max([3, 1, 2]) + abs(-1) + int("7")', 12],
    ['true ? "yes" : "no"', 'yes'],
    ['event.data.tags.contains("vip") && "haystack".contains("stack")', true],
    ['"abc".indexOf("c")', 2],
    ['steps.scan.?note', null],
  ])('%s is %j', (expression, expected) => {
    expect(value(expression)).toEqual(expected);
  });

  it('escapes values for HTML, but neither the text around them nor raw(…)', () => {
    expect(renderTemplate('<p title="{{user.name}}">{{user.name}}</p>', facts, escapeHtml)).toBe(
      '<p title="Ada &lt;b&gt;">Ada &lt;b&gt;</p>',
    );
    expect(renderTemplate('{{user.name}}', facts, escapeHtml)).toBe('Ada &lt;b&gt;');
    expect(renderTemplate('{{raw(user.name)}}', facts, escapeHtml)).toBe('Ada <b>');
    expect(renderTemplate('<i>{{raw(user.name)}}</i>', facts, escapeHtml)).toBe('<i>Ada <b></i>');
    expect(escapeHtml(`<a href='x' title="y">&</a>`)).toBe(
      '&lt;a href=&#39;x&#39; title=&quot;y&quot;&gt;&amp;&lt;/a&gt;',
    );
  });
});

describe('renderValue', () => {
  it('renders texts at every depth and leaves names of fields alone', () => {
    const params = { to: '{{user.email}}', '{{x}}': [1, { n: '{{steps.scan.count}}', plain: 'a' }, null, true] };
    expect(renderValue(params, facts)).toEqual({
      to: 'ada@example.com',
      '{{x}}': [1, { n: 2, plain: 'a' }, null, true],
    });
  });

  it('gives a copy: a later change of the params leaves the outputs alone', () => {
    const rendered = renderValue({ list: '{{event.data.tags}}' }, facts);
    expect(rendered).toEqual({ list: ['vip', 'new'] });
    expect(rendered !== null && typeof rendered === 'object' && Reflect.get(rendered, 'list')).not.toBe(
      facts.event.data.tags,
    );
  });
});

describe('the paths that are read', () => {
  it('are found in conditions, templates and values', () => {
    expect(parseCondition('{{steps.scan.price_gap}} > 10 && has(craig.x) && inputs["limit"] < 2')).toEqual([
      ['steps', 'scan', 'price_gap'],
      ['craig', 'x'],
      ['inputs', 'limit'],
    ]);
    expect(parseTemplate('{{user.name}} and {{user.name}}: {{steps.a.list[0].price}}')).toEqual([
      ['user', 'name'],
      ['user', 'name'],
      ['steps', 'a', 'list'],
    ]);
    expect(parseTemplatesIn({ a: ['{{x.y}}'], b: { c: '{{steps.?z.orValue(now)}}' }, d: 1, e: 'plain' })).toEqual([
      ['x', 'y'],
      ['steps'],
      ['now'],
    ]);
  });

  it('leave out the item of a list function, unless it is read outside of it', () => {
    expect(parseCondition('steps.scan.list.exists(c, c.price < org.limit) && c.x == 1')).toEqual([
      ['steps', 'scan', 'list'],
      ['org', 'limit'],
      ['c', 'x'],
    ]);
  });
});

describe('agreement with CEL', () => {
  const cel = new Environment({ unlistedVariablesAreDyn: true, homogeneousAggregateLiterals: false });
  it.each([
    '1 + 2 * 3 - 4 == 3',
    '(1 + 2) * 3 == 9',
    '2.5 * 2.0 == 5.0',
    '"a" + "b" == "ab"',
    '"b" > "a" && !("a" > "b")',
    'true || false && false',
    '1 < 2 ? "x" == "x" : false',
    '[1, 2, 3].exists(x, x > 2)',
    '[1, 2, 3].all(x, x > 0)',
    '[1, 2, 3].exists_one(x, x == 2)',
    '[1, 2] + [3] == [1, 2, 3]',
    '[1, 2, 3].filter(x, x > 1) == [2, 3]',
    '{"a": {"b": [1]}} == {"a": {"b": [1]}}',
    '{"a": 1} != {"a": 2}',
    '"a" in {"a": 1}',
    '!(4 in [1, 2, 3])',
    '"abc".contains("b") && "abc".startsWith("a") && "abc".endsWith("c")',
    'size("abc") == 3 && size([1]) == 1 && size({"a": 1}) == 1',
    '"A-b".lowerAscii() == "a-b" && " x ".trim() == "x"',
    '7 % 3 == 1 && -7 % 3 == -1',
    'timestamp("2026-11-20T00:00:00Z") < timestamp("2026-11-21T00:00:00Z")',
    'r"\\d" == "\\\\d"',
    '[[1, 2], [3]][1][0] == 3',
  ])('%s', (expression) => {
    expect(evaluateCondition(expression, {})).toBe(cel.evaluate(expression));
  });
});
