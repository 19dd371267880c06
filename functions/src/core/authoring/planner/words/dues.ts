import { map, type Parser } from '../grammar.ts';
import { condition, daysBound, moneyBound, tooLong, vague } from './bounds.ts';
import { AUX, any, clause, optional, type Said, saying } from './clause.ts';

/** Late at all: what is said where no number of days is. */
const LATE = condition('days_past_due', '>=', { value: 1, unit: 'days', currency: null });

const days = any(daysBound('days_past_due'), tooLong('days_past_due'));
const soFar = 'still|yet|currently|already|now|as|of|with*';
const late = any(
  'past|over due',
  'past-due|overdue|delinquent|late|behind|owing|in-arrears',
  'in|into arrears|default',
  'past|beyond|over|after its|the|their due? date|deadline',
  'past|beyond|over terms',
);
const OWED =
  'payment|payments|paying|dues|fee|fees|bill|bills|rent|membership|money|account|accounts|balance|contribution|contributions|subscription|invoice|invoices|installment|tab';
const owed = any(
  clause('on|with|in|for|their|his|her|its|the|our|my|a|an|any|us|monthly|gym|membership|last|latest|this*', OWED),
);
const onIt = optional(owed);
const amount = moneyBound('amount');
const much = optional(amount);
const long = optional(days);
const lateBy = saying(vague('days_past_due'), 'too|very|really|seriously|badly|far|way|awfully late|behind|overdue');

const unpaid =
  'hasnt|havent|hadnt|didnt|doesnt|dont|isnt|arent|wasnt|never|not|wont yet|been|be|gotten|got|getting|get|actually|still*';
/** "Hasn't paid", "not been settled", "still has not paid for a month". */
const notPaid = clause(
  'still|has|have|had|is|are|was|were|do|does|did|will|which|that|who|it|they*',
  unpaid,
  'paid|pay|pays|settled|settle|cleared|paying',
  optional(any(owed, 'us|me|up|off|for')),
  'yet|still?',
  optional(any('on time', 'in full', 'by then', 'by the due date', 'by the deadline', 'when due')),
  long,
  optional('past|after|beyond|of its|it|they|the|that? was|were|is|became|came|fell? due date|day?'),
);

/**
 * Somebody, or a bill, is late: "is past due", "goes two weeks behind with paying", "hasn't paid for a month", "owes us
 * more than $100". It comes behind a noun; without a number of days it is any.
 */
export const isLate: Parser<Said> = map(
  any(
    clause(AUX, soFar, long, late, onIt, long, much),
    clause(
      AUX,
      'falls|fall|fell|goes|go|went|runs|gets|turns|becomes|comes|stays|remains',
      long,
      late,
      onIt,
      long,
      much,
    ),
    clause(AUX, soFar, lateBy, onIt, much),
    clause(notPaid, much),
    clause(AUX, 'goes|go|went|remains|stays|sits unpaid', long, much),
    clause(
      AUX,
      soFar,
      'remains|stays|is|still* unpaid|outstanding|owed',
      days,
      'past|after|beyond? it|they|that|the? was|were|is|became|fell|came|due? due|date?',
      much,
    ),
    clause(AUX, 'misses|missed|skips|skipped', owed),
    clause(AUX, 'stops|stopped|quits paying', onIt),
    clause('with|has|have|having|whose', 'a|an|the|open|outstanding|unpaid* balance|debt|debts', amount),
    clause(AUX, 'passes|passed|crosses its|the|their due? date', long, much),
    clause(AUX, 'owes|owe|owing|owed us|me|you? money', long),
    clause(AUX, 'owes|owe|owing|owed us|me|you?', amount, long),
    clause(AUX, 'owes|owe|owing us|me|you?', amount, 'and? is|are', days, late),
    clause(AUX, 'with', 'an|a*', late, OWED, much),
  ),
  (said): Said =>
    said.some(({ measure }) => measure === 'days_past_due' || measure === 'amount') ? said : [LATE, ...said],
);

/** "Overdue" before a noun: "past due members", "30 days overdue invoices". */
export const lateKind: Parser<Said> = map(
  any(clause(long, 'past|over due'), clause(long, 'past-due|overdue|delinquent|late')),
  (said): Said => (said.length > 0 ? said : [LATE]),
);

/** The same without a noun, in words that can be of nothing else: "more than 14 days overdue", "owing over $100". */
export const lateAlone = any(
  clause('it|they|is|are|still|already|been*', days, 'past|over due'),
  clause('it|they|is|are|still|already|been*', days, 'past-due|overdue|delinquent|behind|late', onIt),
  clause('overdue|past-due', 'by|for?', days),
  clause(days, 'past|after|beyond|over', 'its|the|their|a|an? due', 'date|day|dates?'),
  clause('who|that|which|they*', 'owe|owes|owing us|me?', amount),
);
