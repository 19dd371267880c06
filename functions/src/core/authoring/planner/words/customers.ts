import { longest } from '../grammar.ts';
import { daysBound, tooLong } from './bounds.ts';
import {
  ARISES,
  AUX,
  alone,
  any,
  around,
  clause,
  DET,
  happens,
  mentions,
  optional,
  orAlso,
  SOMEBODY,
} from './clause.ts';
import type { SubjectWords } from './subject-words.ts';

const NOUN = 'customer|customers|client|clients|buyer|buyers|shopper|shoppers|patron|patrons|regular|regulars';
const KIND = 'old|existing|regular|loyal|former|returning|repeat';
const customer = any(
  clause(DET, 'new|old|existing|regular|loyal|former|returning|repeat|paying*', NOUN, 'of|ours|us*'),
);
const shop = any(
  around('us|shop|store|website|site|webshop|crm|system|database|books|program|list'),
  'as a new? customer|client',
  'here',
);

const joins = any(
  clause(AUX, 'signs|sign|signed|signing up|on', shop),
  clause(AUX, 'registers|register|registered|enrolls|enrols|joins|joined|join', shop),
  clause(AUX, 'added|created|entered|recorded|onboarded|imported|acquired|saved', shop),
  clause(AUX, 'comes|come|came|arrives|appears|shows|walks in|along|aboard|up|on?', 'board?'),
  clause('creates|created|opens|opened|makes|sets up?', 'an|a|their* account', shop),
  clause(ARISES, shop),
);
const becomes = any(
  clause('signs|sign|signed|registers up?', 'as', 'a|an|new* customer|client'),
  clause(AUX, 'becomes|become|became', 'a|our|new* customer|client'),
  clause('creates|created|opens|opened|makes an|a|their? account', shop),
);

/** Of whom it is not said what he becomes by that. */
export const signsUp = clause('a|new* somebody|someone|anyone|anybody|people|visitor|person new? signs|sign|signed up');

const days = any(daysBound('days_inactive'), tooLong('days_inactive'));
const long = optional(days);
const thing = optional(
  clause(
    'anything|something|stuff|any|an|a|another|again|back|order|orders|purchase|session|once|here|online*',
    around('us|shop|store|site|website'),
  ),
);
const HAS_NOT =
  'hasnt|havent|hadnt|didnt|doesnt|dont|isnt|arent|wasnt|not|never|no|longer|yet|been|still|even|stopped|stops|stop';
/** "Hasn't bought anything for 60 days". */
const stays = any(
  clause(
    'still|has|have|had|is|are|was|were|do|does|did|which|that|who|they*',
    `${HAS_NOT} ${HAS_NOT}*`,
    'ordered|order|orders|ordering|bought|buy|buying|buys|purchased|purchase|purchasing|shopped|shop|shopping|spent|booked|booking|placed|made|returned|return|visited|visit|visiting|come|coming|came|shown|show|showed|back|up|seen|around|active|in|interacted|engaged',
    'up|back|in|by?',
    thing,
    long,
  ),
  clause(AUX, 'been|gone|stays|stayed|turned?', long, 'inactive|dormant|lapsed|silent|quiet|cold|absent|away', long),
  clause(AUX, 'gone|missing|lost', days),
  clause(AUX, 'goes|go|went|falls|gone inactive|dormant|silent|quiet|cold|dark|asleep', 'on|us*', long),
  clause('stays|stay|stayed|keeps away', 'from|us*', long),
  clause(
    'has|have|with|shows|had',
    'had|made|placed|been*',
    'no|without|zero orders|order|purchases|purchase|activity',
    long,
  ),
  clause('without an|a|any? orders|order|purchases|purchase|activity', long),
  clause(
    'with|whose|has|their|the|where|and* last|latest|most',
    'recent? order|purchase|visit is|was|lies|being?',
    days,
    'ago|old|back|in|the|past*',
  ),
  clause('is|are|has|have* we|i havent|didnt|not', 'heard|seen|hear|sold', 'from|to|of*', long),
  clause('we|i havent heard|seen', 'from|of?', long),
  clause(AUX, 'lapses|lapsed|disappears|vanishes|churns|churned', long),
);

const happening = longest(
  happens(
    'customers',
    'customer.created',
    clause(customer, joins),
    clause(DET, 'new|first-time|brand-new', NOUN, optional(joins)),
    clause(DET, `${SOMEBODY}|person|visitor new?`, becomes),
    clause(DET, 'new? customer|client? account|accounts', AUX, 'opened|created|registered|made'),
    orAlso(NOUN, joins),
    clause(
      'we|i|shop|store just|have|has|had|ever|finally* get|gets|got|gain|win|won|have|land|acquire|sign|onboard|welcome up?',
      'a|an|another|any|new|one|more* customer|customers|client|clients',
    ),
    clause('theres|there is|are? a|another|any?', 'new', NOUN),
    clause(
      DET,
      'new',
      'customer|client|account|shop sign-up|signup|signups|sign-ups|registration|registrations|account|accounts',
    ),
    clause(DET, 'customer|client sign-up|signup|signups|sign-ups|registration|registrations'),
  ),
  happens(
    'customers',
    'customer.inactive',
    clause(customer, 'which|that|who|whos?', stays),
    clause(
      'who|whos|whoever|anyone|anybody|everyone|everybody|someone|somebody|those|people',
      'who|that|whos|in|the*',
      stays,
    ),
    clause(DET, long, 'inactive|dormant|lapsed|sleeping|lost', NOUN, optional(long)),
    clause(
      days,
      'pass|passes|go|goes|by*',
      'without|with|no',
      'an|a|any|no|new* order|purchase|orders|purchases',
      'from|by|of',
      customer,
    ),
    clause(days, 'after|since a|the|their? customer|customers|clients|client', 'last|latest', 'order|purchase|visit'),
    clause(days, 'after|since', 'a|the|their|his|her* last|latest', 'order|purchase', 'of', customer),
    clause(customer, 'inactivity', long),
    clause('we|nobody|noone|none|one', 'no|havent|hears|hear|heard|seen|sees', 'from|of*', customer, long),
    clause('no order|orders|purchase|purchases|sign|word from|by|of', customer, long),
    clause('we|i havent|not|didnt', 'heard|seen|hear', 'from|of*', customer, long),
    orAlso(NOUN, stays),
  ),
);

/** How people speak of customers, and of clients, whom they sell to. */
export const customers: SubjectWords = {
  subject: 'customers',
  mention: mentions('customers', `all|our|the|my|top|best|biggest* ${NOUN}`, `${KIND} customers|clients`),
  happening,
  condition: alone(
    clause('it|they|is|are|been|for|with*', 'inactive|dormant', days),
    clause('days|time since last', 'order|purchase', days),
    clause(days, 'of inactivity'),
    clause(days, 'without|since', 'a|an|any|the|their|last* order|purchase'),
  ),
};
