import { longest } from '../grammar.ts';
import { daysBound, moneyBound, vague } from './bounds.ts';
import { ARISES, AUX, alone, any, around, clause, DET, happens, mentions, optional, orAlso, saying } from './clause.ts';
import { isLate, lateAlone, lateKind } from './dues.ts';
import type { SubjectWords } from './subject-words.ts';

const NOUN = 'invoice|invoices|bill|bills|rechnung|rechnungen';
const whose = around('client|clients|customer|customers|us|ours');
const KIND = 'new|client|customer|customers|sales|outgoing|our|open*';
const bound = moneyBound('amount');
const size = any(
  saying(
    vague('amount'),
    'very|really|unusually|so|too* large|big|huge|high|major|hefty|massive|sizable|sizeable|valuable|important|significant|substantial|considerable|enormous|expensive',
  ),
  saying(vague('amount', '<'), 'very|really|unusually|so* small|tiny'),
);
const tail = optional(any(bound, clause('that|which|and? is|are', size)));
const invoice = any(clause(DET, KIND, optional(any(bound, size)), KIND, NOUN, whose, optional(bound)));
const PAYER = 'customer|customers|client|clients|debtor|debtors|company|companies|buyer|buyers|account|tenant';
const payer = any(clause(DET, PAYER, 'of|ours*'));

const made = any(
  ARISES,
  clause(
    AUX,
    'created|issued|sent|raised|generated|made|written|added|prepared|drafted|mailed|entered|out',
    'out|off|up?',
  ),
  clause('goes|go|went out'),
);
const paid = any(
  clause(AUX, 'paid|settled|cleared|covered off?', optional('in full'), whose),
  clause('payment|payments', AUX, 'comes|came|received|arrives|lands|clears|goes in|through?'),
);

const dueDate = clause(
  daysBound('days_past_due'),
  'past|after|beyond|over|since',
  'its|the|their|a|an? due',
  'date|day|dates?',
);

export const invoices: SubjectWords = {
  subject: 'invoices',
  mention: mentions(
    'invoices',
    'all|our|the|my|open|unpaid|outstanding|what|is|are|still* invoices|receivables|rechnungen',
    'accounts receivable',
    'unpaid|outstanding|open bills|invoices',
    'still? unpaid|outstanding',
  ),
  happening: longest(
    happens(
      'invoices',
      'invoice.created',
      clause(invoice, made, tail),
      clause(DET, KIND, 'new|every|each|any|another', optional(any(bound, size)), KIND, NOUN, whose, tail),
      clause('every|each|any|another', KIND, optional(any(bound, size)), NOUN, whose, tail),
      clause(optional(DET), KIND, any(bound, size), NOUN),
      clause(optional(DET), KIND, 'invoice|invoices', whose, bound),
      orAlso(NOUN, made),
      clause(
        'we|i|someone|somebody',
        AUX,
        'send|sent|issue|raise|create|write|make|bill',
        'out|off?',
        invoice,
        'out|off?',
        tail,
      ),
      clause('we|i|someone invoice|bill|invoices|bills', 'a|an|any|the* client|customer', tail),
      clause('theres|there is', 'a|an?', 'new', NOUN, tail),
    ),
    happens(
      'invoices',
      'invoice.paid',
      clause(invoice, paid, tail),
      orAlso(NOUN, clause(paid, tail)),
      clause(DET, KIND, 'paid|settled', NOUN, whose, tail),
      clause(
        payer,
        AUX,
        'pays|paid|settles|settled|clears',
        optional(clause('us|off|up|for*', DET, 'his|her|their|outstanding|open*', NOUN)),
        'us|me?',
        tail,
      ),
      clause(
        'someone|somebody|anyone|anybody|they',
        AUX,
        'pays|paid|settles|settled|clears',
        'us|off|up|for*',
        DET,
        'his|her|their|outstanding*',
        NOUN,
        tail,
      ),
      clause(
        'a|the|any|every|each|new? payment|payments|money',
        'for|on|of|against',
        invoice,
        AUX,
        'comes|came|arrives|arrived|made|received|lands|landed|clears|goes in|through?',
        tail,
      ),
      clause(
        DET,
        'payment|payments|money',
        AUX,
        'comes|came|arrives|arrived|made|received|lands|landed|clears|goes in|through?',
        'for|on|against',
        invoice,
        tail,
      ),
      clause(
        'we|i',
        AUX,
        'paid|receive|get|collect',
        'a|the|any|payment|money* for|on|from',
        any(invoice, payer),
        tail,
      ),
      clause(DET, 'invoice|invoices payment|payments', 'comes|arrives|received|in*', tail),
    ),
    happens(
      'invoices',
      'invoice.past_due',
      clause(invoice, 'which|that|it?', isLate, tail),
      clause(DET, optional(bound), lateKind, KIND, NOUN, whose, optional(any(isLate, bound))),
      clause(DET, KIND, 'unpaid|outstanding|open', NOUN, any(dueDate, isLate)),
      clause(DET, KIND, NOUN, dueDate, tail),
      clause(daysBound('days_past_due'), 'past|after|beyond', invoice, 'is|was|became|becomes|falls due'),
      clause(dueDate, 'of|on', invoice),
      clause(payer, 'which|that|who|is|are*', isLate, tail),
      clause(DET, lateKind, PAYER, tail),
      clause('who|whoever|anyone|anybody|somebody|someone|those|people', 'who|that*', isLate, tail),
      clause(DET, lateKind, 'customer|client|invoice? payment|payments|accounts|balances|debts', tail),
      orAlso(NOUN, clause(isLate, tail)),
    ),
  ),
  condition: alone(lateAlone),
};
