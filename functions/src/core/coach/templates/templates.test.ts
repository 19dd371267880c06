import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyFigures, figuresOf } from '../../../../test/kit/figures-kit.ts';
import { exampleAnswers, templateFacts } from '../../../../test/kit/template-kit.ts';
import { domainSchemas } from '../../../model/domain.ts';
import { FIGURE_WORDS } from '../../../model/figure-words.ts';
import { figureNames } from '../../../model/figures.ts';
import type { DomainCollection } from '../../../model/paths.ts';
import { recommendationCategorySchema } from '../../../model/recommendation.ts';
import { stepCatalog } from '../../../steps/registry.ts';
import { sampleDocuments } from '../../authoring/sample/documents.ts';
import { templateOf } from '../../authoring/templates/registry.ts';
import { fillTemplate } from '../../authoring/templates/template.ts';
import { queryData } from '../../authoring/tools/query-data.ts';
import { normalizePlaybook } from '../../authoring/validate-playbook.ts';
import { lookParams } from '../answer-question.ts';
import { coachTemplates } from './registry.ts';
import { judge, priorityOf } from './template.ts';

const sampleDays = fc.sample(anyFigures, { numRuns: 400, seed: 9 });
/** Whatever is a figure stands in braces. */
const NUMBERS = /\d|\b(?:two|three|half|twice|dozen|hundred)\b/i;
const now = new Date('2026-11-23T09:00:00Z');
const making = { now, currency: 'EUR' };
const samples = [...sampleDocuments('shop', making), ...sampleDocuments('gym', making)];

/** The fields of a collection that events and steps read, those that the sample data has, and what the figures read besides. */
function known(collection: DomainCollection): string[] {
  const own = samples.flatMap((one) => (one.collection === collection ? Object.keys(one.data) : []));
  const read = { orders: ['discount'], inventory: ['expiresAt'] }[collection as string] ?? [];
  return ['id', ...Object.keys(domainSchemas[collection].shape), ...own, ...read];
}

const LEAST = { cash_flow: 5, inventory: 4, revenue: 4, profitability: 4, operations: 5, growth: 4 };

describe('the templates of recommendations', () => {
  it('are many in each category, and each of its own', () => {
    for (const category of recommendationCategorySchema.options) {
      const own = coachTemplates.filter((one) => one.category === category);
      expect(own.length, category).toBeGreaterThanOrEqual(LEAST[category]);
    }
    for (const of of ['id', 'title', 'text'] as const) {
      expect(new Set(coachTemplates.map((one) => one[of])).size).toBe(coachTemplates.length);
    }
  });

  it('can each be said of some day, and say nothing of a day of which nothing is known', () => {
    const said = coachTemplates.filter((template) => sampleDays.some((figures) => judge(template, figures) !== null));
    expect(said).toEqual(coachTemplates);
    const unknown = figuresOf({});
    expect(coachTemplates.filter((template) => judge(template, unknown) !== null)).toEqual([]);
  });
});

describe.each(coachTemplates.map((template) => [template.id, template] as const))('%s', (_, template) => {
  const { needs, works = {}, scale, title, text, tasks, questions, outcome } = template;

  it('states no figure but those it rests on', () => {
    const known: readonly string[] = [...needs, ...Object.keys(works)];
    const named = [...`${title} ${text}`.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    expect(known).toEqual(expect.arrayContaining([...named, scale.by, outcome]));
    expect(`${title} ${text}`.replaceAll(/\{\w+\}/g, '')).not.toMatch(NUMBERS);
    expect(figureNames.filter((name) => Object.hasOwn(works, name))).toEqual([]);
    expect(FIGURE_WORDS[outcome].better).not.toBeNull();
  });

  it('says what to do first, and what may be asked', () => {
    expect(title.length).toBeLessThanOrEqual(70);
    expect(text).toMatch(/^[A-Z{].{100,400}\.$/);
    expect(tasks.length).toBeGreaterThanOrEqual(2);
    expect(tasks.length).toBeLessThanOrEqual(3);
    expect(questions.every(({ ask }) => /^[A-Z].*\?$/.test(ask))).toBe(true);
    expect(questions).toHaveLength(3);
  });

  it.each(questions.map((question) => [question.ask, question] as const))('answers “%s”', (_, { answer }) => {
    const words = typeof answer === 'string' ? answer : answer.words;
    const [least, most] = typeof answer === 'string' ? [2, 5] : [1, 3];
    const sentences = words.split(/(?<=[.?:])\s/).length;
    expect(words).toMatch(/^[A-Z].{15,420}\.$/);
    expect(sentences).toBeGreaterThanOrEqual(least);
    expect(sentences).toBeLessThanOrEqual(most + 1);
    const named = [...words.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    expect([...needs, ...Object.keys(works)]).toEqual(expect.arrayContaining(named));
    expect(words.replaceAll(/\{\w+\}/g, '')).not.toMatch(NUMBERS);
    if (typeof answer === 'string' || answer.kind === 'tasks') return;
    const { collection, filter, order, limit, columns } = answer;
    const read = [
      ...filter.map(({ field }) => field),
      order.field,
      order.times ?? order.field,
      order.per ?? order.field,
      ...columns,
    ];
    expect(known(collection)).toEqual(expect.arrayContaining(read));
    expect(limit).toBeLessThanOrEqual(10);
    expect(queryData.params.safeParse(lookParams(answer, now)).error).toBeUndefined();
  });

  it('is the more urgent the worse it is, from 0 to 100', () => {
    const { mild, grave } = scale;
    const value = fc.double({ min: 0, max: 2, noNaN: true }).map((way) => mild + (grave - mild) * way);
    fc.assert(
      fc.property(value, value, (one, other) => {
        const isWorse = grave > mild ? one >= other : one <= other;
        const [worse, better] = isWorse ? [one, other] : [other, one];
        const priorities = [priorityOf(scale, worse) ?? -1, priorityOf(scale, better) ?? -1] as const;
        expect(priorities[0]).toBeGreaterThanOrEqual(priorities[1]);
        expect(priorities[0]).toBeLessThanOrEqual(100);
      }),
      { numRuns: 30 },
    );
    expect(priorityOf(scale, mild)).toBe(scale.priority[0]);
    expect(priorityOf(scale, grave)).toBe(scale.priority[1]);
    expect(priorityOf(scale, mild - (grave - mild) / 100)).toBeNull();
  });
});

const suggesting = coachTemplates.flatMap((template) => {
  return template.playbook === null ? [] : [[template.id, template, template.playbook] as const];
});

describe.each(suggesting)('the playbook of %s', (_, template, { template: id, answers: answersOf }) => {
  it('can be made of its figures', () => {
    const suggested = templateOf(id);
    if (suggested === undefined) throw new Error(`There is no template ${id}`);
    const judged = sampleDays.map((figures) => judge(template, figures)).filter((one) => one !== null);
    for (const { values } of judged.slice(0, 5)) {
      const answers = answersOf?.(values) ?? {};
      const filled = fillTemplate(suggested, { ...exampleAnswers(suggested), ...answers }, templateFacts);
      if ('problems' in filled) throw new Error(JSON.stringify([answers, filled.problems]));
      expect(normalizePlaybook(filled.draft, stepCatalog)).not.toHaveProperty('problems');
    }
  });
});
