import type { JsonObject } from '../../model/json.ts';
import { type PlaybookDraft, playbookDraftSchema } from '../../model/playbook.ts';
import type { Condition, Goal, Intent } from './intent.ts';

/** A step as a person would write it; ids and wires come with `normalizePlaybook`. */
interface StepText {
  readonly action: string;
  readonly agent?: 'money_mike' | 'ezal';
  readonly params?: JsonObject;
  readonly condition?: string;
}

const NAMES: Readonly<Record<Goal, string>> = {
  price_alert: 'Competitor Price Alert',
  competitor_report: 'Competitor Report',
  low_stock_alert: 'Low Stock Alert',
};
const CATEGORIES: Readonly<Record<Goal, string>> = {
  price_alert: 'intelligence',
  competitor_report: 'intelligence',
  low_stock_alert: 'operations',
};

/** The playbook that does what was asked for. Active, as the seeds have it: what was asked for is wanted. */
export function draftPlaybook(intent: Intent): PlaybookDraft {
  const { goal, agent, triggers, sentence, product } = intent;
  return playbookDraftSchema.parse({
    name: product === null ? NAMES[goal] : `${NAMES[goal]}: ${product}`.slice(0, 120),
    description: sentence.slice(0, 2000),
    category: CATEGORIES[goal],
    agent,
    status: 'active',
    triggers,
    steps: stepsFor(intent),
    sentence,
  });
}

function stepsFor(intent: Intent): StepText[] {
  switch (intent.goal) {
    case 'price_alert':
      return [...watchSteps(intent), alertStep(intent)];
    case 'competitor_report':
      return reportSteps(intent);
    case 'low_stock_alert':
      return [lowStockStep(intent)];
  }
}

function watchSteps({ competitors }: Intent): StepText[] {
  const scanned = competitors.map(({ name, url }) => ({ name, url }));
  return [
    { action: 'scan_competitors', params: { competitors: scanned } },
    { action: 'analyze_pricing', agent: 'money_mike' },
  ];
}

function alertStep(intent: Intent): StepText {
  return { action: 'notify', ...when(intent.condition), params: { to: addressOf(intent), subject: 'Price Alert!' } };
}

function reportSteps(intent: Intent): StepText[] {
  const only = when(intent.condition);
  const drive = { action: 'save_to_drive', ...only, params: { name: 'Competitor report' } };
  return [
    ...watchSteps(intent),
    { action: 'generate_competitor_report', ...only },
    ...(intent.actions.includes('save_to_drive') ? [drive] : []),
    {
      action: 'send_email',
      ...only,
      params: {
        to: addressOf(intent),
        subject: 'Competitor report for {{org.name}}',
        body: '{{steps.generate_competitor_report.markdown}}',
        html: '{{raw(steps.generate_competitor_report.html)}}',
      },
    },
  ];
}

function lowStockStep(intent: Intent): StepText {
  return {
    action: 'notify',
    params: {
      to: addressOf(intent),
      subject: 'Low stock: {{event.name}}',
      message:
        '{{event.name}} is running low: {{event.quantity}} left, and the reorder point is {{event.reorderPoint}}.',
    },
  };
}

function addressOf({ recipients }: Intent): string | string[] {
  const addresses = recipients.map((recipient) => (recipient === 'user' ? '{{user.email}}' : recipient));
  const [only = '{{user.email}}', ...more] = addresses;
  return more.length === 0 ? only : addresses;
}

function when(condition: Condition | null): { condition?: string } {
  return condition === null ? {} : { condition: conditionText(condition) };
}

/**
 * The condition as an expression over what `analyze_pricing` found. `price_gap` is the worst gap in percent of our
 * price; every other unit, base or product is looked for among all gaps.
 */
export function conditionText({ metric, operator, value, unit, base, product }: Condition): string {
  if (metric === 'undercutting') return `size(money_mike.undercut_by) ${operator} ${value}`;
  if (unit === 'percent' && product === null && (base === 'our price' || value === 0)) {
    return `{{money_mike.price_gap}} ${operator} ${value}`;
  }
  const lower = 'gap.our_price - gap.their_price';
  const measure =
    unit === 'currency'
      ? lower
      : base === 'our price'
        ? 'gap.gap_percent'
        : `gap.their_price > 0 ? (${lower}) / gap.their_price * 100 : 100`;
  const isFar =
    base === 'their price' && unit === 'percent'
      ? `(${measure}) ${operator} ${value}`
      : `${measure} ${operator} ${value}`;
  const isProduct = product === null ? '' : `gap.product == ${JSON.stringify(product)} && `;
  return `money_mike.gaps.exists(gap, ${isProduct}${isFar})`;
}
