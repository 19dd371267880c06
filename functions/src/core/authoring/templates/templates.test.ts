import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { orgId } from '../../../../test/kit/engine-kit.ts';
import {
  createTemplateKit,
  exampleAnswers,
  type TemplateKit,
  templateFacts,
} from '../../../../test/kit/template-kit.ts';
import { BUSINESSES } from '../../../model/business.ts';
import type { StepResult } from '../../../model/execution.ts';
import { playbookSchema } from '../../../model/playbook.ts';
import { disagreements } from '../contract-check.ts';
import { forecastPlaybook } from '../forecast.ts';
import { normalizePlaybook } from '../validate-playbook.ts';
import { templateOf, templates, templatesFor } from './registry.ts';
import { skillTemplates } from './skills.ts';
import { fillTemplate, questionsOf, sketchTemplate, type Template } from './template.ts';

let kit: TemplateKit;
beforeAll(async () => {
  kit = await createTemplateKit();
});
afterAll(() => kit.close());

function draftOf(template: Template) {
  const filled = fillTemplate(template, exampleAnswers(template), templateFacts);
  if ('problems' in filled) throw new Error(JSON.stringify(filled.problems));
  return filled.draft;
}

describe('the templates', () => {
  it('are many, each of its own, and some for every kind of business', () => {
    expect(templates.length).toBeGreaterThanOrEqual(28);
    for (const of of [(one: Template) => one.id, (one: Template) => one.title, (one: Template) => one.sentence]) {
      expect(new Set(templates.map(of)).size).toBe(templates.length);
    }
    const does = templates.map((template) => {
      const { triggers, steps } = draftOf(template);
      return JSON.stringify([triggers, steps]);
    });
    expect(new Set(does).size).toBe(templates.length);
    for (const business of BUSINESSES) {
      const own = templates.filter(({ businesses }) => businesses.includes(business));
      expect(own.length, business).toBeGreaterThanOrEqual(8);
      expect(templatesFor(business)[0]?.businesses[0], business).toBe(business);
    }
  });

  it('say what they are in a sentence each, and hold no secrets', () => {
    for (const { id, title, description, sentence } of templates) {
      expect(title.length, id).toBeLessThanOrEqual(48);
      expect(description, id).toMatch(/^[A-Z].{20,139}\.$/);
      expect(sentence.length, id).toBeGreaterThan(10);
    }
    expect(JSON.stringify(templates.map(draftOf))).not.toMatch(/sk-|xox[bp]-|pbk_live|password|-----BEGIN/i);
  });

  it('take answers that are right, and say which is wrong', () => {
    const template = templateOf('price-alert');
    if (template === undefined) throw new Error('There is no price alert');
    const wrong = { competitors: ['not an address'], percent: 200, time: '25:00', email: 'nobody', colour: 'red' };
    const filled = fillTemplate(template, wrong, templateFacts);
    const paths = 'problems' in filled ? filled.problems.map(({ path }) => path).sort() : [];
    const named = ['colour', 'competitors.0', 'email', 'percent', 'time'];
    expect(paths).toEqual(named.map((name) => `answers.${name}`));
    expect(sketchTemplate(template, wrong, templateFacts).name).toBe('Competitor price alert');
  });

  it('take no expressions for answers', () => {
    for (const template of templates) {
      for (const name of Object.keys(template.questions.shape)) {
        const filled = fillTemplate(template, { ...exampleAnswers(template), [name]: '{{org.name}}' }, templateFacts);
        expect('problems' in filled, `${template.id}.${name}`).toBe(true);
      }
    }
  });

  it('can be shown, and hold no expression of strange names, whatever the settings say', () => {
    const url = 'https://shop.example/menu';
    const names = { name: '{{event.secret}}', competitors: [{ name: '{{event.secret}}', url }] };
    for (const tenant of [names, { ...names, name: '{}' }]) {
      const facts = { ...templateFacts, tenant: { ...templateFacts.tenant, ...tenant } };
      for (const template of templates) {
        expect(JSON.stringify(sketchTemplate(template, {}, facts)), template.id).not.toMatch(/\{\{event\.secret/);
      }
    }
  });

  it('ask with titles, and with what is known of the business', () => {
    for (const template of templates) {
      const { properties = {} } = questionsOf(template, templateFacts);
      for (const [name, property] of Object.entries(Object(properties))) {
        expect(property, `${template.id}.${name}`).toHaveProperty('title');
      }
    }
    const alert = templates.find(({ id }) => id === 'price-alert');
    expect(alert && questionsOf(alert, templateFacts)).toMatchObject({
      properties: {
        email: { default: 'owner@thrive.example' },
        competitors: { default: ['https://shop.example/menu'] },
      },
    });
  });
});

const hasNote = ({ note }: StepResult) => /would have/i.test(note ?? '');

describe.each(templates.map((template) => [template.id, template] as const))('the template %s', (_, template) => {
  it('is valid against the real catalogue, and does what its contract says', () => {
    const draft = draftOf(template);
    const normalized = normalizePlaybook(draft, kit.engine.catalog);
    if ('problems' in normalized) throw new Error(JSON.stringify(normalized.problems, null, 1));
    if (draft.contract) expect(disagreements(normalized.content, draft.contract, kit.engine.catalog)).toEqual([]);
  });

  it('forecasts', async () => {
    const forecast = await forecastPlaybook(
      kit.engine,
      orgId,
      'template',
      playbookSchema.parse({ ...draftOf(template) }),
    );
    expect(forecast.problems).toEqual([]);
    expect(forecast.triggers).toHaveLength(1);
  });

  it('runs through on sample data without a failed step', async () => {
    const execution = await kit.rehearse(template, draftOf(template));
    const failed = execution.stepResults.filter(({ status }) => status === 'failed');
    const told = failed.map(({ path, error }) => `${path}: ${error?.message} ${JSON.stringify(error?.errors ?? '')}`);
    expect({ status: execution.status, told, wait: execution.stepResults.at(-1)?.wait ?? null }).toMatchObject({
      status: 'completed',
      told: [],
    });
    // A skill of ours does nothing to the world: what it has come to is what it is for.
    const isSkill = skillTemplates.includes(template);
    const result = execution.stepResults.find(({ path }) => path === 'result');
    expect(
      isSkill
        ? result?.outputStored || /"markdown":"/.test(result?.outputJson ?? '')
        : execution.stepResults.some(hasNote),
      'it does something',
    ).toBe(true);
  });
});
