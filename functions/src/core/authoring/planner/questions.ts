import type { ListArgs, Question } from './commands.ts';
import { both, longest, map, maybe, means, type Parser, phrase } from './grammar.ts';
import type { Token } from './tokens.ts';

/** A question about a playbook; `about` is what is left to name it. */
type Explanation =
  | { readonly verb: 'explain'; readonly question: Question; readonly about: readonly Token[] }
  | { readonly verb: 'simulate' | 'forecast'; readonly about: readonly Token[] };

const things = 'playbook|playbooks|automation|automations|alert|alerts|schedule|schedules|routine|routines';
const isThing = new Set(things.split('|'));
const aroundThings = new Set(
  'my our the all of i you do we are there set up me us now currently what which whats is have got everything that thats'.split(
    ' ',
  ),
);
const state: Parser<ListArgs['status']> = longest<ListArgs['status']>(
  means('active', 'active|armed|enabled|on'),
  means('paused', 'paused|stopped|disabled|off'),
  means('draft', 'draft|drafts'),
  means('running', 'running'),
);
const shows = longest(
  phrase('list|show'),
  phrase('show|give|tell me|us'),
  phrase('what|which is|are?'),
  phrase('whats'),
);
const past: Parser<'failed' | 'completed' | 'all'> = longest<'failed' | 'completed' | 'all'>(
  means(
    'failed',
    'failed|fail|failing|failures|failure|errors|error|broke|broken',
    'went wrong',
    'did not work',
    'didnt work',
  ),
  means('completed', 'succeeded|completed|finished'),
  means('all', 'ran', 'happened', 'was run', 'executions|runs|history'),
);

const someApproval = longest(
  phrase(
    'what|which|is|are|do|does|any|anything|there|i|we|have|has|something|show|list|me|open|pending* approval|approvals',
  ),
  phrase(
    'what|which|is|are|anything|there|something|things|else* waits|waiting|pending|needs|need|requires for|on? my|our|an? approval|ok|okay|decision|me',
  ),
  phrase('what|do|is|are|there|anything|something|things|i|we|have|must|need|else* to approve'),
);
/** "Is anything waiting for my approval?", and nothing that is to be done about it. */
function asksForApprovals(said: readonly Token[]): boolean {
  const read = someApproval(said, 0);
  const isAsked = ['what', 'which', 'is', 'are', 'do', 'does', 'any', 'anything', 'show', 'list'].includes(
    said[0]?.text ?? '',
  );
  return read !== null && isAsked && said.slice(read[1]).every(({ text }) => AROUND_APPROVAL.has(text));
}
const AROUND_APPROVAL = new Set(
  'are is there pending waiting open left now right today for me us please still to do'.split(' '),
);

/** `what failed`, `show my playbooks`, `what waits for approval`; the days were taken out before. */
export function asksForList(said: readonly Token[]): Omit<ListArgs, 'period'> | null {
  if (asksForApprovals(said)) return { what: 'approvals', status: null };
  const read = shows(said, 0);
  if (!read) return null;
  const rest = said.slice(read[1]);
  const has = (...list: readonly string[]) => rest.some(({ text }) => list.includes(text));
  if (has('approval', 'approvals') || (has('waits', 'waiting', 'pending') && rest.length <= 4)) {
    return { what: 'approvals', status: null };
  }
  const found = rest.map((_, at) => past(rest, at)).find((one) => one !== null);
  const isAboutPast = rest.every(
    ({ text }) =>
      AROUND_PAST.has(text) ||
      past([{ text, raw: text, number: null, kind: 'word', place: 0, gap: '', sort: null }], 0) !== null,
  );
  if (found && isAboutPast) return { what: 'executions', status: found[0] === 'all' ? null : found[0] };
  if (found === undefined && has('executions', 'runs')) return { what: 'executions', status: null };
  const states = rest.flatMap((_, at) => state(rest, at)?.[0] ?? []);
  const named = rest.some(({ text }) => isThing.has(text)) || (states.length > 0 && rest.length <= 4);
  const isAll = rest.every(({ text }, at) => isThing.has(text) || aroundThings.has(text) || state(rest, at) !== null);
  if (!named || !isAll) return null;
  const [only = null] = states;
  return { what: 'playbooks', status: only === 'running' ? 'active' : only };
}
const AROUND_PAST = new Set(
  'the all my our of me has have that did what which wrong went work not was run runs execution executions playbook playbooks automations recent last'.split(
    ' ',
  ),
);

const NOT = new Set('not didnt doesnt wasnt isnt hasnt havent never no dont wont'.split(' '));
/** What is said around the name in a question. */
const AROUND = new Set(
  'did didnt does doesnt do was wasnt is isnt has hasnt have havent will would wont not never no i we me us you it get got a an the mail email message run ran fire fired happen happened start started trigger triggered work send sent anything nothing to my our next time work done cost costs charge month per much week year a day for with of in actually exactly come been'.split(
    ' ',
  ),
);

function about(said: readonly Token[]): readonly Token[] {
  const at = said.findIndex(({ text }) => text === 'about' || text === 'from');
  const part = at >= 0 && at < said.length - 1 ? said.slice(at + 1) : said;
  const left = part.filter(({ text, kind }) => kind === 'name' || kind === 'quote' || !AROUND.has(text));
  return left;
}

const asks: Parser<'why' | 'when' | 'did'> = longest<'why' | 'when' | 'did'>(
  means('why', 'why', 'how come'),
  means('when', 'when do|does|did|is|will|was|should', 'at? what time do|does|will|is', 'whens'),
  means('did', 'did|has|was'),
);
const doing = longest(phrase('what do|does'), phrase('how do|does'));
const explain = longest(
  phrase('explain|describe'),
  phrase('show|open me|us?'),
  phrase('what is|whats'),
  phrase('tell me about'),
);
const would: Parser<unknown> = longest<unknown>(phrase('what would'), phrase('how often would'), phrase('would'));
const cost: Parser<unknown> = longest<unknown>(
  both(phrase('what|how much|expensive?'), maybe(phrase('do|does|will|would|is|are'))),
);

const IDLE = new Set(['please', 'me', 'to', 'exactly', 'actually', 'precisely']);
/** What somebody wants to know about a playbook; null where it is something else. */
export function explanation(said: readonly Token[]): Explanation | null {
  const last = said.filter(({ text }) => !IDLE.has(text)).at(-1)?.text ?? '';
  const has = (...list: readonly string[]) => said.some(({ text }) => list.includes(text));
  const isCost = cost(said, 0) !== null && has('cost', 'costs', 'expensive') && !has('if');
  if (isCost) return { verb: 'forecast', about: about(said.slice(1).filter(({ text }) => text !== 'expensive')) };
  const supposed = would(said, 0);
  if (supposed && has('happened', 'done', 'do', 'happen', 'sent', 'fired', 'found')) {
    return { verb: 'simulate', about: about(said.slice(supposed[1])) };
  }
  const asked = asks(said, 0);
  if (asked && (asked[0] !== 'did' || has('run', 'fire', 'work', 'ran', 'fail'))) {
    const question = asked[0] === 'why' && said.some(({ text }) => NOT.has(text)) ? 'why_not' : asked[0];
    const isOfPlaybook = asked[0] !== 'when' || has('run', 'fire', 'start', 'happen', 'next', 'come');
    return isOfPlaybook ? { verb: 'explain', question, about: about(said.slice(asked[1])) } : null;
  }
  const does = doing(said, 0);
  if (does && ['do', 'work', 'mean'].includes(last)) {
    return {
      verb: 'explain',
      question: 'what',
      about: about(said.slice(does[1]).filter(({ text }) => text !== last && !IDLE.has(text))),
    };
  }
  return explained(said);
}

const DATA =
  'item items product products price prices customer customers client clients member members order orders invoice invoices review reviews stock inventory revenue sales sell sold prospect prospects lead leads campaign campaigns metric metrics low due overdue owe owes units left competitor competitors refund refunds rating ratings feedback cancellation cancellations outstanding owed churn margin profit turnover earnings takings kpi kpis membership memberships figures dso';
const isData = new Set(DATA.split(' '));

function explained(said: readonly Token[]): Explanation | null {
  const read = explain(said, 0);
  // "Show me how much we have".
  if (!read || said[read[1]]?.text === 'how') return null;
  const left = about(said.slice(read[1])).filter(({ text }) => text !== 'playbook');
  const isNamed =
    said.some(({ kind, text }) => kind === 'name' || kind === 'quote' || isThing.has(text)) || said[0]?.text !== 'what';
  const isOfData =
    left.some(({ text }) => isData.has(text)) && !left.some(({ text }) => REPORTS.has(text) || isThing.has(text));
  if (left.length === 0 && said.length > read[1] + 1) return null;
  const word = said[0]?.text ?? '';
  if (word === 'explain' || word === 'describe') return { verb: 'explain', question: 'what', about: left };
  return isNamed && !isOfData ? { verb: 'explain', question: 'what', about: left } : null;
}
const REPORTS = new Set('report check watch reminder digest newsletter reflection summary'.split(' '));

const begins = longest(
  phrase('how many|much'),
  phrase('how is|are|was|were|did'),
  phrase('the? total? number|count of'),
  phrase('which|who|whose|what|whats|where'),
  phrase('do|does|is|are|have|has|did we|i|any|there|our|my|the'),
  phrase('show|list|give me|us? the|all|my|our?'),
);
const wishes = new Set('if when whenever every remind notify alert shout ping heads-up'.split(' '));

/** "Revenue last week": a few words about what has been, and nothing that is to be done with it. */
export function namesData(tokens: readonly Token[]): boolean {
  const isShort =
    tokens.length <= 8 && !tokens.some(({ kind }) => kind === 'email' || kind === 'channel' || kind === 'phone');
  return (
    isShort &&
    tokens[0]?.text !== 'order' &&
    tokens.some(({ text }) => isData.has(text)) &&
    !tokens.some(({ text }) => wishes.has(text) || ACTS.has(text))
  );
}
const ACTS = new Set(
  'email mail text post send message ping write save add put create report summary compare track watch check'.split(
    ' ',
  ),
);

/** "The past due list", and no more: it is to be shown. */
export function namesList(tokens: readonly Token[]): boolean {
  const isList = tokens.length <= 5 && tokens.at(-1)?.text === 'list' && tokens.some(({ text }) => isData.has(text));
  return isList && !tokens.some(({ text, kind }) => wishes.has(text) || ACTS.has(text) || kind !== 'word');
}

/** A question about the shop's own data: "how many customers do we have", "who is past due". */
export function asksForData(tokens: readonly Token[]): boolean {
  const start =
    map(phrase('please|can|could|you|hey|hi|and|so|tell|show|give|me|us*'), () => true)(tokens, 0)?.[1] ?? 0;
  const isAsked = begins(tokens, start) !== null;
  return (
    isAsked &&
    tokens.some(({ text, kind }) => isData.has(text) || kind === 'name') &&
    !tokens.some(({ text }) => wishes.has(text))
  );
}
