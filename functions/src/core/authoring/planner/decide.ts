import { type Contract, type ContractCondition, contractSchema, type SubjectId } from '../../../model/contract.ts';
import type { AuthoringFacts } from '../authoring-facts.ts';
import { editDistance } from '../nearest.ts';
import { agentFor } from '../subjects/subjects.ts';
import type { Understanding } from '../understanding.ts';
import { type Answer, ask, EXAMPLES, isAnswer, refuse, unknown } from './answers.ts';
import { askWhere } from './channels.ts';
import { chooseCompetitors } from './competitors.ts';
import { askAction, decideActions } from './decide-actions.ts';
import { decideConditions, type PlacedCondition } from './decide-conditions.ts';
import { type DecidedTriggers, decideTriggers } from './decide-triggers.ts';
import { idleIn } from './fillers.ts';
import type { Hints } from './hints.ts';
import { chooseSubject } from './subject-choice.ts';
import { thoughtOf } from './tellings.ts';
import { joinedWishes, otherWish, textBesideList, withOpenTarget, wordOrPage } from './two-wishes.ts';
import type { Wish } from './wish.ts';

/** What is to be done with what was read: a contract, or one question, or a plain no. Nothing is filled in in silence. */
export function decide(read: Wish, hints: Hints, facts: AuthoringFacts): Understanding {
  const wish = withOpenTarget(read);
  const subject = chooseSubject(wish);
  if (isAnswer(subject)) return subject;
  const odd =
    allAtOnce(subject, wish) ??
    twoWishes(subject, wish) ??
    otherWish(subject, wish) ??
    joinedWishes(wish) ??
    textBesideList(wish) ??
    wordOrPage(wish) ??
    troubleWithTime(wish) ??
    onlyOnDays(subject, wish) ??
    notUnderstood(subject, wish, hints) ??
    nothingToSay(subject, wish);
  if (odd) return odd;
  const conditions = decideConditions(subject, wish, hints, facts);
  if (isAnswer(conditions)) return conditions;
  return contractOf(subject, wish, conditions, hints, facts);
}

function contractOf(
  subject: SubjectId,
  wish: Wish,
  placed: readonly PlacedCondition[],
  hints: Hints,
  facts: AuthoringFacts,
): Understanding {
  const competitors =
    subject === 'competitor_prices' ? chooseCompetitors(wish, facts) : { competitors: [], assumptions: [] };
  if (isAnswer(competitors)) return competitors;
  const pages = pagesOf(subject, wish);
  if (isAnswer(pages)) return pages;
  const acting = decideActions(subject, wish, placed, hints, facts);
  if (isAnswer(acting)) return acting;
  const unused = hints.product === undefined ? unusedName(subject, wish, placed) : null;
  if (unused !== null)
    return ask(wish.sentence, 'subject', `What shall I do about “${unused}”? I understood the rest.`);
  const all = placed.map(({ condition }) => condition);
  const when = decideTriggers(subject, wish, all, facts);
  if (isAnswer(when)) return when;
  const made = contractSchema.safeParse({
    sentences: [wish.sentence],
    subject,
    agent: agentFor(subject, all),
    triggers: when.triggers,
    conditions: [...acting.conditions, ...when.conditions]
      .filter((one) => !isSaidBy(when.triggers, one))
      .map((one) => standing(when.triggers, one)),
    actions: acting.actions,
    competitors: competitors.competitors,
    urls: pages,
    assumptions: [...slips(wish), ...when.assumptions, ...competitors.assumptions],
  } satisfies Partial<Record<keyof Contract, unknown>>);
  if (made.success) return { kind: 'create', contract: made.data };
  return unknown('I understood that only in part, and I would rather ask than guess. Please say it in other words.');
}

/** "Who hasn't paid for 30 days": at the event it is the 30th day, and at a time whoever is that late or later. */
function standing(triggers: DecidedTriggers['triggers'], condition: ContractCondition): ContractCondition {
  const isDays = condition.measure === 'days_past_due' || condition.measure === 'days_inactive';
  const isLook = triggers.every(({ type }) => type === 'schedule');
  return isDays && isLook && condition.operator === '==' ? { ...condition, operator: '>=' } : condition;
}

function allAtOnce(subject: SubjectId, wish: Wish): Answer | null {
  if (subject === 'competitor_prices' && wish.everyOne && wish.conditions.length > 0) {
    return refuse('I can watch for any one of them, or for at least so many of them, not for “all” or “most”.', [
      '… if any competitor undercuts us',
      '… if at least 3 competitors undercut us',
    ]);
  }
  const isOfAll = wish.tokens.some(({ text }, at) => ALL.has(text) && ONCE.has(wish.tokens[at - 1]?.text ?? ''));
  if (subject !== 'nothing' && isOfAll) {
    return ask(wish.sentence, 'which', 'I tell you of each one, not of all at once. Shall I do that?');
  }
  return null;
}
const ALL = new Set(['all', 'both', 'half', 'most']);
const ONCE = new Set(['if', 'when', 'whenever', 'once']);

/** "Tell me when an invoice is paid. Also every Monday at 9 post …": one by an event, one by the clock. */
function twoWishes(
  subject: SubjectId,
  { tokens, sentence, doings, happenings, conditions, when }: Wish,
): Answer | null {
  if (subject === 'nothing' || when.length === 0 || doings.length < 2) return null;
  const thought = ({ from }: { from: number }) => thoughtOf(tokens, from);
  const told = new Set([...happenings, ...conditions].map(thought));
  const timed = new Set(when.map(thought));
  const acting = new Set(doings.map(thought));
  const isApart =
    told.size > 0 &&
    [...timed].every((one) => !told.has(one) && acting.has(one)) &&
    [...told].some((one) => acting.has(one));
  return isApart
    ? ask(
        sentence,
        'which',
        'Those are two playbooks: one when something happens, one at a time. Tell me one of them first.',
      )
    : null;
}

/** "… when an order comes in, but only on weekdays": an event comes on the day that it comes. */
function onlyOnDays(
  subject: SubjectId,
  { happenings, schedule, sentence, tokens, watches, when }: Wish,
): Answer | null {
  const kinds = new Set(when.map(({ value }) => value.kind));
  const isTimed = kinds.has('times') || kinds.has('part') || kinds.has('interval') || kinds.has('window');
  const isLimited = when.some(
    ({ value, from }) =>
      value.kind === 'days' && tokens.some(({ text, place }) => text === 'only' && place >= from - 1 && place <= from),
  );
  const isCued = happenings.length > 0 || tokens.some(({ text }) => text === 'when' || text === 'whenever');
  if (subject === 'nothing' || schedule?.kind !== 'schedule' || isTimed || !isLimited || !isCued || watches)
    return null;
  return ask(sentence, 'time', 'What is told when it happens is told on any day. Shall I look at a time instead?', [
    `${sentence.trim().replace(/[.!?]+$/, '')}, at 9am`,
  ]);
}

function troubleWithTime({ schedule, sentence }: Wish): Answer | null {
  if (schedule?.kind !== 'trouble') return null;
  if ('refuse' in schedule) return refuse(schedule.refuse, schedule.examples.length > 0 ? schedule.examples : EXAMPLES);
  return ask(sentence, schedule.about, schedule.ask, schedule.choices);
}

/** What is left over could change the meaning: it is told, and nothing is made. */
function notUnderstood(subject: SubjectId, wish: Wish, hints: Hints): Answer | null {
  const idle = idleIn[subject];
  const isIdle = (text: string) => idle?.has(text) === true || (subject !== 'nothing' && ANYTHING.has(text));
  const words = wish.leftover
    .filter(({ text, kind }) => kind !== 'word' || !isIdle(text))
    .map(({ raw }) => raw)
    .join(' ');
  if (words === '') {
    const isEmpty = subject === 'nothing' && wish.doings.length === 0 && wish.schedule === null;
    return isEmpty ? ask(wish.sentence, 'subject', 'What shall I look at, and what shall I do then?') : null;
  }
  if (subject === 'nothing' && wish.doings.length === 0 && !wish.watches) {
    return unknown(
      `I did not understand “${words}”. I can watch what you sell, what is owed, who comes and goes, and pages, and tell you.`,
    );
  }
  const vague = wish.leftover.some(({ text }) => VAGUE.has(text));
  if (subject !== 'nothing' && vague && hints.limit !== undefined) {
    return refuse('I can tell you each time that it happens; I cannot count yet how often it did.', EXAMPLES);
  }
  if (subject !== 'nothing' && vague) return ask(wish.sentence, 'threshold', 'From how many, or how much, on?');
  if (subject !== 'nothing' && wish.doings.length === 0) return askAction(wish.sentence);
  const open = wish.doings.find(({ value }) => value.who !== null);
  if (open && hints.recipient === undefined) return ask(wish.sentence, 'recipient', askWhere(open.value));
  const isShop =
    wish.leftover.some(({ text }) => SHOPS.has(text)) && wish.names.length === 0 && wish.pages.length === 0;
  if (subject === 'competitor_prices' && isShop) {
    return ask(wish.sentence, 'competitors', `Which one is that: “${words}”? Send me the address of its price page.`);
  }
  return ask(
    wish.sentence,
    'subject',
    `I did not understand “${words}”, and I would rather ask than guess. Can you say it in other words?`,
  );
}

/** "Every Monday email me": what? */
function nothingToSay(subject: SubjectId, { sentence, doings }: Wish): Answer | null {
  const isEmpty = doings.every(({ value }) => SAYING.has(value.action) && !TEXTS.some((one) => one in value.details));
  if (subject !== 'nothing' || doings.length === 0 || !isEmpty) return null;
  return ask(sentence, 'subject', 'What shall it say, or be about?');
}
const SAYING: ReadonlySet<string> = new Set([
  'notify',
  'send_email',
  'send_sms',
  'send_push',
  'send_telegram_message',
  'post_slack_message',
  'post_discord_message',
  'post_teams_message',
  'raise_alert',
  'create_task',
  'create_calendar_event',
]);
const TEXTS = ['text', 'title', 'message', 'subject', 'body'];

const ANYTHING = new Set(['anything', 'everything', 'something', 'whatever']);
const VAGUE = new Set(
  'many much lot lots large big huge unusually unusual significantly substantially badly few long often high abnormal abnormally'.split(
    ' ',
  ),
);
const SHOPS = new Set(
  'shop shops store stores gym gyms studio studios dispensary dispensaries place places guy guys seller sellers restaurant cafe agency'.split(
    ' ',
  ),
);

const OF_PAGES: ReadonlySet<SubjectId> = new Set(['website', 'web_page', 'feed']);

function pagesOf(subject: SubjectId, wish: Wish): readonly string[] | Answer {
  if (!OF_PAGES.has(subject)) return [];
  const urls = [...new Set([...wish.pages.map(({ url }) => url), ...wish.urls])];
  const wrong = urls.find((url) => !URL.canParse(url));
  if (wrong !== undefined) return refuse(`“${wrong}” is no address that I can open.`);
  return urls.length > 0
    ? urls
    : ask(wish.sentence, 'which', 'Which page? Send me its address, such as https://shop.example.');
}

/** "Past due" is what the event says by itself. */
function isSaidBy(triggers: DecidedTriggers['triggers'], { measure, operator, value }: ContractCondition): boolean {
  const isDue = measure === 'days_past_due' && operator === '>=' && value === 1;
  return isDue && triggers.every((one) => one.type === 'event' && one.eventName.endsWith('.past_due'));
}

/** A name that nothing was made of: it would be passed over. */
function unusedName(
  subject: SubjectId,
  { names, happenings }: Wish,
  placed: readonly PlacedCondition[],
): string | null {
  const of = new Set<string | null>([
    ...placed.map(({ condition }) => condition.of),
    ...happenings.flatMap(({ value }) => value.conditions.map((one) => one.of)),
  ]);
  const left = names
    .map(({ value }) => value)
    .find(({ raw, sort }) => !of.has(raw) && !(sort === 'competitor' && subject === 'competitor_prices'));
  return left?.raw ?? null;
}

/** "Otherwise" that was read as "if not" is no slip. */
function isSlip(raw: string, text: string): boolean {
  return editDistance(raw.toLowerCase(), text, 4) < 4;
}

/** Words that were put right. */
function slips({ tokens }: Wish): readonly string[] {
  return tokens
    .filter(
      ({ kind, raw, text }) =>
        kind === 'word' &&
        raw.toLowerCase() !== text &&
        raw.toLowerCase().replace(/-+$/, '') !== text &&
        isSlip(raw, text),
    )
    .map(({ raw, text }) => `“${raw}” was read as “${text}”`)
    .slice(0, 10);
}
