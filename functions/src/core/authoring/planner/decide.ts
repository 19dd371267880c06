import type { TriggerDraft } from '../../../model/trigger.ts';
import { agentFor } from '../agents.ts';
import type { AuthoringFacts, CompetitorRef } from '../authoring-facts.ts';
import { type Goal, type Intent, intentSchema, recipientSchema, type Understanding } from '../intent.ts';
import { type Answer, ask, EXAMPLES, refuse, unknown } from './answers.ts';
import { decideCondition } from './decide-condition.ts';
import type { Read } from './read.ts';

const MAX_COMPETITORS = 20;
const MAX_RECIPIENTS = 20;

/** What is to be done with what was read: a playbook, or one question, or a plain no. Nothing is filled in in silence. */
export function decide(read: Read, facts: AuthoringFacts): Understanding {
  return (
    withoutSubject(read) ??
    notPossible(read) ??
    notUnderstood(read) ??
    (read.stock === null ? aboutCompetitors(read, facts) : aboutStock(read, facts))
  );
}

function withoutSubject(read: Read): Answer | null {
  if (aboutPrices(read) || read.stock !== null) return null;
  const what = read.leftover.length > 0 ? `I did not understand “${read.leftover.join(' ')}”. ` : '';
  return unknown(`${what}I can watch competitors' prices, tell you when stock runs low, and send reports.`);
}

function notUnderstood(read: Read): Answer | null {
  if (read.somebody !== null) {
    return ask(read.sentence, `To which e-mail address, for “${read.somebody.replace(/^to /i, '')}”?`);
  }
  if (read.leftover.length > 0) {
    const words = read.leftover.join(' ');
    return unknown(`I did not understand “${words}”, and I would rather ask than guess. Please say it in other words.`);
  }
  if (aboutPrices(read) && read.stock !== null) {
    return ask(read.sentence, 'That is about stock and about competitors: two playbooks. Tell me one of them first.');
  }
  return null;
}

function aboutPrices(read: Read): boolean {
  return (
    read.comparison !== null ||
    read.competitors !== null ||
    read.prices ||
    read.report ||
    read.unclearDrop ||
    read.pages.length > 0
  );
}

function notPossible({ otherChannel, schedule, sentence, emails }: Read): Answer | null {
  const wrong = emails.find((email) => !recipientSchema.safeParse(email).success);
  if (wrong !== undefined) return refuse(`“${wrong}” is no e-mail address that I can send to.`);
  if (emails.length >= MAX_RECIPIENTS) return refuse(`I can write to ${MAX_RECIPIENTS} addresses in one playbook.`);
  if (otherChannel !== null)
    return refuse(`I cannot use ${otherChannel} yet; I can send an e-mail, and show a notification in the app.`);
  if (schedule?.kind !== 'trouble') return null;
  if ('refuse' in schedule) return refuse(schedule.refuse, schedule.examples.length > 0 ? schedule.examples : EXAMPLES);
  return ask(sentence, schedule.ask, schedule.choices);
}

function aboutStock(read: Read, facts: AuthoringFacts): Understanding {
  const nearest = ['Email me when stock runs low'];
  if (read.stock === 'empty' || read.thresholds.length > 0 || read.counts.length > 0) {
    return ask(
      read.sentence,
      'I can tell you at the moment when an item falls below its own reorder point, but not at another number. Shall I do that?',
      nearest,
    );
  }
  if (read.stock === 'mentioned')
    return ask(
      read.sentence,
      'What shall I do about the stock? I can tell you when an item falls below its reorder point.',
      nearest,
    );
  if (read.schedule !== null) {
    return ask(
      read.sentence,
      'I hear of an item at the moment when it falls below its reorder point, so nothing has to be checked at a fixed time. Shall I tell you then?',
      nearest,
    );
  }
  if (read.doing.length === 0) return ask(read.sentence, 'Shall I e-mail you when that happens?', nearest);
  const product = read.names.find((name) => facts.products.includes(name)) ?? null;
  const filter = product === null ? null : `event.name == ${JSON.stringify(product)}`;
  return create(read, 'low_stock_alert', {
    triggers: [{ type: 'event', eventName: 'inventory.low_stock', filter, debounce: null, batch: null }],
    actions: ['alert'],
    product,
  });
}

function aboutCompetitors(read: Read, facts: AuthoringFacts): Understanding {
  const condition = decideCondition(read, facts);
  if (condition && 'kind' in condition) return condition;
  const wantsReport = read.report || (condition === null && read.doing.includes('send'));
  if (condition === null && !wantsReport) {
    return ask(
      read.sentence,
      'What shall I do with what I find: e-mail you when they are cheaper than you, or send a report each time?',
      [
        `${trimmed(read.sentence)}, and email me if they undercut us by more than 10%`,
        `${trimmed(read.sentence)}, and email me a report`,
      ],
    );
  }
  if (read.schedule === null || read.schedule.kind !== 'schedule') {
    const why = read.atOnce ? 'Their pages do not call me when a price changes; I have to look. ' : '';
    return ask(read.sentence, `${why}How often shall I look?`, [
      `${withoutHaste(read.sentence)} every morning`,
      `${withoutHaste(read.sentence)} every hour`,
    ]);
  }
  const chosen = chooseCompetitors(read, facts);
  if ('kind' in chosen) return chosen;
  return create(read, wantsReport ? 'competitor_report' : 'price_alert', {
    triggers: read.schedule.triggers,
    actions: [
      wantsReport ? 'report' : 'alert',
      ...(read.doing.includes('save_to_drive') ? (['save_to_drive'] as const) : []),
    ],
    product: condition?.product ?? null,
    condition,
    competitors: chosen.competitors,
    assumptions: [...read.schedule.assumptions, ...chosen.assumptions],
  });
}

function chooseCompetitors(
  read: Read,
  facts: AuthoringFacts,
): { competitors: readonly CompetitorRef[]; assumptions: string[] } | Answer {
  const named = facts.competitors.filter(({ name }) => read.names.includes(name));
  const given = [...read.pages, ...named.filter(({ name }) => !read.pages.some((page) => page.name === name))];
  if (given.length > MAX_COMPETITORS)
    return refuse(`I can watch ${MAX_COMPETITORS} competitors in one playbook; you named ${given.length}.`);
  if (given.length > 0) return { competitors: given, assumptions: [] };
  const top = read.competitors?.top ?? null;
  if (top !== null && (!Number.isInteger(top) || top < 1 || top > MAX_COMPETITORS))
    return ask(read.sentence, `How many competitors? I can watch 1 to ${MAX_COMPETITORS}.`);
  if (facts.competitors.length === 0) {
    return ask(
      read.sentence,
      'I do not know your competitors yet. Send me the addresses of their price pages, such as: Higher Level https://higher-level.example/menu, Salt City https://saltcity.example/prices',
    );
  }
  const competitors = facts.competitors.slice(0, top ?? MAX_COMPETITORS);
  const assumptions =
    top !== null && competitors.length < top
      ? [`you asked for ${top} competitors, and I know of ${competitors.length}`]
      : [];
  return { competitors, assumptions };
}

function create(
  read: Read,
  goal: Goal,
  given: { triggers: readonly TriggerDraft[]; actions: readonly string[] } & Partial<
    Pick<Intent, 'condition' | 'product' | 'assumptions'>
  > & { competitors?: readonly CompetitorRef[] },
): Understanding {
  const intent = intentSchema.parse({
    sentence: read.sentence,
    goal,
    agent: agentFor(goal).id,
    condition: null,
    recipients: read.emails.length === 0 ? ['user'] : [...(read.alsoMe ? ['user'] : []), ...read.emails],
    competitors: [],
    product: null,
    ...given,
    assumptions: [...read.slips, ...(given.assumptions ?? [])],
  });
  return { kind: 'create', intent };
}

function trimmed(sentence: string): string {
  return sentence.trim().replace(/[.!?]+$/, '');
}

/** The sentence without "at once", so that "every hour" can be put in its place. */
function withoutHaste(sentence: string): string {
  return trimmed(sentence)
    .replace(
      /,? (as soon as (it|they|that) (happens?|do|does)|immediately|instantly|right away|at once|in real[- ]time|constantly|continuously|always|asap)/gi,
      '',
    )
    .replace(/\b(as soon as|whenever|the (moment|second|minute|instant))\b/i, 'if');
}
