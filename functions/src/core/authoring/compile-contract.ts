import type { Contract, ContractAction, ContractCondition } from '../../model/contract.ts';
import { type PlaybookDraft, playbookDraftSchema } from '../../model/playbook.ts';
import { allSteps } from '../../model/step.ts';
import type { TriggerDraft } from '../../model/trigger.ts';
import { parseCron } from '../triggering/cron.ts';
import type { AuthoringFacts } from './authoring-facts.ts';
import { nameOf } from './contract-name.ts';
import { calmOf, type News, newsOf } from './contract-news.ts';
import { ADDRESS_INPUT, asDraft, isSheetId, SHEET_INPUT, type StepWish, stepsFor } from './contract-steps.ts';
import { watchOf } from './contract-watch.ts';
import { isReport } from './subjects/competitor-prices.ts';
import { ContractError, overEvent, overLook } from './subjects/conditions.ts';
import { type Source, sourceOf, subjects } from './subjects/subjects.ts';
import { isFlow } from './walk-steps.ts';

export { ContractError };

/** The playbook that does what was asked for, as a draft. Throws `ContractError`, in words for people. */
export function compileContract(contract: Contract, facts: AuthoringFacts): PlaybookDraft {
  const source = sourceOf(contract);
  const compiling = { contract, source, facts };
  // Also where nothing hangs on them, they have to make sense.
  conditionOf(contract.conditions, contract, source);
  const said = contract.sentences.join('\n');
  return playbookDraftSchema.parse({
    name: nameOf(contract),
    description: said.slice(0, 2_000),
    category: subjects[contract.subject].category,
    agent: contract.agent,
    status: 'draft',
    triggers: isByFilter(contract, source) ? filtered(contract, source) : contract.triggers,
    inputs: inputsOf(contract),
    steps: [...lookSteps(compiling), ...actingSteps(compiling, isByFilter(contract, source))],
    sentence: said.slice(0, 4_000),
  });
}

/** How many of the acting steps are done where the conditions hold; they come first. */
export function countThen(contract: Contract, facts: AuthoringFacts): number {
  const source = sourceOf(contract);
  const steps = stepsWhen('then', { contract, source, facts }, null);
  return allSteps(steps.map(asDraft)).filter((step) => !isFlow(step)).length;
}

/** Whether nothing starts at all where the conditions do not hold. */
function isByFilter({ actions }: Contract, source: Source): source is Extract<Source, { by: 'event' }> {
  return source.by === 'event' && actions.every(({ when }) => when === 'then');
}

/** What only a person can fill in before it can work: "Paste the address of the Google sheet “Big Orders”." */
export function openPoints(contract: Contract): readonly string[] {
  return inputsOf(contract).map(({ help }) => help);
}

function inputsOf({ actions }: Contract) {
  const sheet = actions.find(({ action, details }) => action === 'append_sheet_row' && !isSheetId(details.sheet));
  const called = sheet?.details.sheet === undefined ? '' : ` “${sheet.details.sheet.slice(0, 80)}”`;
  const isNewsletter = actions.some(({ action }) => action === 'send_newsletter');
  return [
    ...(sheet === undefined
      ? []
      : [
          {
            name: SHEET_INPUT,
            label: `Google sheet${called}`,
            help: `Paste the address of the Google sheet${called}.`,
            required: true,
          },
        ]),
    ...(isNewsletter
      ? [
          {
            name: ADDRESS_INPUT,
            label: 'Postal address',
            help: 'Write the postal address of your business, which each newsletter has to name.',
            required: true,
          },
        ]
      : []),
  ];
}

/** Conditions over the event are its filter, so that nothing starts where they do not hold. */
function filtered(contract: Contract, source: Extract<Source, { by: 'event' }>): TriggerDraft[] {
  return contract.triggers.map((trigger, index) => {
    const event = source.events[index];
    if (trigger.type !== 'event' || event === undefined) return trigger;
    const own = overEvent(contract.conditions, event);
    if (own === null) return trigger;
    return { ...trigger, filter: trigger.filter === null ? own : `(${trigger.filter}) && ${own}` };
  });
}

interface Compiling {
  readonly contract: Contract;
  readonly source: Source;
  readonly facts: AuthoringFacts;
}

function lookSteps({ contract, source }: Compiling): StepWish[] {
  if (source.by !== 'look') return [];
  const { subject, competitors, urls } = contract;
  if (subject === 'competitor_prices' && competitors.length === 0) {
    throw new ContractError('Which competitors shall I look at?');
  }
  if (urls.length === 0 && ['website', 'web_page', 'feed'].includes(subject)) {
    throw new ContractError('Which page shall I look at?');
  }
  const { leastMinutes } = source.look;
  if (contract.triggers.some((trigger) => minutesBetween(trigger) < leastMinutes)) {
    throw new ContractError(`I look at pages of others every ${leastMinutes} minutes at most. Shall I do that?`);
  }
  const watch = watchOf(contract, source);
  const steps: StepWish[] = [...source.look.steps(contract), ...(watch === null ? [] : [watch.step])];
  if (subject !== 'competitor_prices' || !isReport(contract)) return steps;
  const condition = watch?.condition ?? conditionOf(contract.conditions, contract, source);
  return [...steps, withCondition({ action: 'generate_competitor_report' }, condition)];
}

/** The shortest time between two occurrences within an hour; an hour where there is one. */
function minutesBetween(trigger: TriggerDraft): number {
  const read = trigger.type === 'schedule' ? parseCron(trigger.cron) : null;
  if (read === null || !read.ok) return HOUR;
  const { minutes } = read.cron;
  return Math.min(HOUR, ...minutes.slice(1).map((minute, index) => minute - (minutes[index] ?? 0)));
}
const HOUR = 60;

/** What is done where the conditions hold, where they do not, and in any case. */
function actingSteps(compiling: Compiling, isFiltered: boolean): StepWish[] {
  const { contract, source } = compiling;
  const given = isFiltered ? [] : contract.conditions;
  const watch = watchOf(contract, source);
  if (watch !== null) {
    return stepsWhen('then', compiling, null).map((step) => withCondition(step, watch.condition));
  }
  const otherwise = stepsWhen('otherwise', compiling, []);
  const always = stepsWhen('always', compiling, []);
  if (otherwise.length === 0) return [...stepsWhen('then', compiling, given), ...always];
  const condition = conditionOf(contract.conditions, contract, source);
  if (condition === null) throw new ContractError('Otherwise than what? There is no condition.');
  const then = { id: 'then', condition, steps: stepsWhen('then', compiling, null).map(asDraft) };
  const other = { id: 'otherwise', condition: null, steps: otherwise.map(asDraft) };
  return [{ action: 'branch', branches: [then, other] }, ...always];
}

/** `given`: what has to hold for all of them; null where they stand in a branch that is taken only then. */
function stepsWhen(
  when: ContractAction['when'],
  { contract, source, facts }: Compiling,
  given: readonly ContractCondition[] | null,
): StepWish[] {
  return inOrder(contract.actions.filter((action) => action.when === when)).flatMap((action) => {
    const { also } = action;
    const isCalm = when === 'otherwise';
    const about = when === 'then' ? [...contract.conditions, ...also] : also;
    const plain = isCalm ? calmOf(contract, source, nameOf(contract)) : newsOf(contract, source, about);
    const made = stepsFor({ action, news: told(plain, contract, action), source, contract, facts });
    // Of a list, one and the same thing has to meet all of it.
    const inBranch = also.length === 0 ? [] : about;
    const condition = conditionOf(given === null ? inBranch : [...given, ...also], contract, source);
    return made.map((step) => withCondition(step, condition));
  });
}

const ORDER = ['summarize_text', 'generate_text', 'request_approval'];

/** What others tell of comes first, then approvals, before what they are for. */
function inOrder(actions: readonly ContractAction[]): ContractAction[] {
  const place = ({ action }: ContractAction) => (ORDER.indexOf(action) + ORDER.length + 1) % (ORDER.length + 1);
  return actions.toSorted((a, b) => place(a) - place(b));
}

/** Texts that were written by a step before are told instead of the plain news. */
function told(news: News, { actions }: Contract, { action, when }: ContractAction): News {
  const isWriter = (one: string) => one === 'summarize_text' || one === 'generate_text';
  const writer = actions.find((one) => isWriter(one.action) && one.when === when && one.also.length === 0);
  if (isWriter(action) || writer === undefined) return news;
  const field = writer.action === 'summarize_text' ? 'summary' : 'text';
  return { ...news, text: `{{steps.${writer.action}.${field}}}`, report: null };
}

function conditionOf(conditions: readonly ContractCondition[], contract: Contract, source: Source): string | null {
  if (conditions.length === 0 || source.by === 'time') return null;
  if (source.by === 'look') return overLook(conditions, source.look, contract);
  const [only = null, other] = new Set(source.events.map((event) => overEvent(conditions, event)));
  if (other === undefined) return only;
  throw new ContractError('These events cannot be told apart. Make a playbook for each of them.');
}

function withCondition(step: StepWish, condition: string | null): StepWish {
  return condition === null ? step : { ...step, condition };
}
