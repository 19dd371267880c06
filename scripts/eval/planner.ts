import type { AuthoringFacts } from '../../functions/src/core/authoring/authoring-facts.ts';
import type { Intent, Understanding } from '../../functions/src/core/authoring/intent.ts';
import { understand } from '../../functions/src/core/authoring/planner/understand.ts';
import { type Contract, contractSchema } from '../../functions/src/model/contract.ts';
import type { Outcome, Understander } from './outcome.ts';
import type { Facts, Row } from './row.ts';

/** The built-in planner. */
export const planner: Understander = {
  name: 'planner',
  understand: async ({ say, facts }: Row) => {
    let pending: string | null = null;
    let last: Understanding = { kind: 'unknown', message: 'Nothing was said', examples: [] };
    for (const sentence of say) {
      last = understand(sentence, authoringFacts(facts), pending);
      pending = last.kind === 'ask' ? last.about : null;
    }
    return outcome(last);
  },
  agrees: () => null,
};

function authoringFacts({
  orgName,
  timezone,
  currency,
  locale,
  now,
  user,
  competitors,
  products,
}: Facts): AuthoringFacts {
  const watched = competitors.flatMap(({ name, url }) => (url === undefined ? [] : [{ name, url }]));
  return {
    orgName,
    timezone,
    currency,
    locale,
    now,
    user,
    competitors: watched,
    products,
    connections: [],
    people: [],
    playbooks: [],
  };
}

function outcome(understood: Understanding): Outcome {
  switch (understood.kind) {
    case 'create':
      return { kind: 'create', contract: contractOf(understood.intent) };
    case 'command':
      return { kind: 'command', ...understood.command, contract: null };
    case 'ask':
      return { kind: 'ask', about: 'unknown', question: understood.question };
    case 'refuse':
    case 'unknown':
      return { kind: 'refuse', message: understood.message };
  }
}

const SUBJECT = { price_alert: 'competitor_prices', competitor_report: 'competitor_prices', low_stock_alert: 'stock' };

function contractOf({ sentence, goal, condition, product, actions, recipients, ...rest }: Intent): Contract {
  const { metric, product: of, ...formal } = condition ?? { metric: null, product };
  return contractSchema.parse({
    sentences: [sentence],
    subject: SUBJECT[goal],
    agent: rest.agent,
    triggers: rest.triggers,
    conditions: metric === null ? [] : [{ ...formal, measure: metric, of }],
    actions: actions.map((action) => (action === 'save_to_drive' ? { action } : { action: 'notify', to: recipients })),
    competitors: rest.competitors,
    assumptions: rest.assumptions,
  });
}
