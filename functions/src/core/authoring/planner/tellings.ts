import type { AuthoringFacts } from '../authoring-facts.ts';
import { beginning, longest, map, type Parser, type Placed } from './grammar.ts';
import type { Token } from './tokens.ts';
import type { SaidDoing, SubjectCondition } from './wish.ts';
import { competitorMoves } from './words/competitor-moves.ts';
import { muchLess } from './words/competitor-prices.ts';
import { rival } from './words/competitors.ts';
import { signsUp } from './words/customers.ts';
import { subjectWords } from './words/every-subject.ts';
import type { Happening, Mention, SubjectWords } from './words/subject-words.ts';
import { saysText } from './words/web-page.ts';

/** Marks after which another thought begins. */
const ENDS = new Set(['.', '?', ';']);

/** In which of the thoughts of the sentence something stands. */
export function thoughtOf(tokens: readonly Token[], place: number): number {
  return tokens.filter(({ gap }, index) => index > 0 && index <= place && ENDS.has(gap)).length;
}

/** What the sentence is about at large, which decides how some words are read ("down", "says", "a price drops"). */
interface Context {
  /** What happens, and on what condition: the longest reading of any subject. */
  readonly telling: Parser<Happening | SubjectCondition>;
  readonly mention: Parser<Mention>;
  readonly rivals: boolean;
  readonly site: boolean;
  readonly page: boolean;
}

const RIVALS = new Set('competitor competitors rival rivals competition they their theirs them others'.split(' '));
const SITES = new Set('site sites website websites server servers webshop homepage uptime'.split(' '));
const PAGES = new Set('page webpage feed rss inbox mailbox blog entry'.split(' '));
const MAILS = new Set('mail mails email emails message messages'.split(' '));

const CLUB = /\b(?:gym|fitness|club|studio|dojo|yoga|crossfit|pilates|academy|athletics?|box)\b/i;

export function contextOf(left: readonly Token[], hasUrl: boolean, reminds: boolean, facts: AuthoringFacts): Context {
  const has = (words: ReadonlySet<string>) => left.some(({ text, kind }) => kind === 'word' && words.has(text));
  const rivals = has(RIVALS) || left.some((_, at) => rival(left, at) !== null);
  const isOfRivals = has(RIVAL_NOUNS) || left.some(({ sort }) => sort === 'competitor');
  const mails = hasAny(left, MAILS);
  const club = CLUB.test(facts.orgName) || facts.playbooks.some(({ contract }) => contract?.subject === 'members');
  const isOfMembers = has(MEMBER_NOUNS);
  return parsersFor({
    own: !isOfRivals,
    members: !reminds || isOfMembers,
    membersFirst: (club && !has(INVOICES)) || isOfMembers,
    club,
    rivals,
    site: hasUrl || has(SITES),
    page: hasUrl || has(PAGES) || mails,
  });
}

/** What has to do with how words are read. */
interface Meant {
  readonly own: boolean;
  readonly members: boolean;
  /** "Who owes us money" is a member where there are members. */
  readonly membersFirst: boolean;
  /** Whoever signs up there is a member. */
  readonly club: boolean;
  readonly rivals: boolean;
  readonly site: boolean;
  readonly page: boolean;
}

const made = new Map<string, Context>();
/** Parsers are costly to make, and there are few sorts of sentences. */
function parsersFor(meant: Meant): Context {
  const key = Object.values(meant).map(Number).join('');
  const known = made.get(key);
  if (known !== undefined) return known;
  const isLast = ({ subject }: SubjectWords) => Number(!meant.membersFirst && subject === 'members');
  const words = subjectWords
    .filter(({ subject }) => (subject !== 'own_prices' || meant.own) && (subject !== 'members' || meant.members))
    .sort((a, b) => isLast(a) - isLast(b));
  const { rivals, site, page } = meant;
  const mention = longest(...words.map((one) => one.mention));
  const context = { telling: tellings(words, meant), mention, rivals, site, page };
  made.set(key, context);
  return context;
}

/** A reminder to pay is of an invoice, unless members are spoken of. */
export const isReminder = ({ value }: Placed<SaidDoing>) => value.action === 'send_payment_reminder';
const INVOICES = new Set('invoice invoices bill bills'.split(' '));
const MEMBER_NOUNS = new Set('member members membership memberships dues'.split(' '));
const RIVAL_NOUNS = new Set('competitor competitors rival rivals competition'.split(' '));

function hasAny(left: readonly Token[], words: ReadonlySet<string>): boolean {
  return left.some(({ text, kind }) => kind === 'word' && words.has(text));
}

function tellings(
  words: readonly SubjectWords[],
  { rivals, site, page, club }: Meant,
): Parser<Happening | SubjectCondition> {
  const meant = words.filter(({ subject }) => subject !== 'website' || site);
  return longest<Happening | SubjectCondition>(
    map(signsUp, () => (club ? JOINED : REGISTERED)),
    ...meant.flatMap(({ happening }) => (happening ? [inOneThought(happening)] : [])),
    ...meant.flatMap(({ subject, condition }) =>
      condition ? [inOneThought(map(condition, (read): SubjectCondition => ({ ...read, subject })))] : [],
    ),
    ...(rivals ? [map(muchLess, (read): SubjectCondition => ({ ...read, subject: 'competitor_prices' }))] : []),
    ...(rivals ? [map(competitorMoves, (read): SubjectCondition => ({ ...read, subject: 'competitor_prices' }))] : []),
    ...(page ? [map(saysText, (read): SubjectCondition => ({ ...read, subject: null }))] : []),
  );
}

const JOINED: Happening = { subject: 'members', eventName: 'member.joined', conditions: [] };
const REGISTERED: Happening = { subject: 'customers', eventName: 'customer.created', conditions: [] };

/** "Compare prices. Cheaper by 5%?": what stands in two sentences is not one clause. */
function inOneThought<T>(parser: Parser<T>): Parser<T> {
  const read: Parser<T> = (tokens, at) => {
    const found = parser(tokens, at);
    return found === null || tokens.slice(at + 1, found[1]).some(({ gap }) => ENDS.has(gap)) ? null : found;
  };
  return beginning(read, parser.begins, parser.mayBeEmpty);
}
