import { both, longest, map, number, type Parser, phrase } from '../grammar.ts';
import { behind, condition } from './bounds.ts';
import {
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
  type Said,
  SOMEBODY,
} from './clause.ts';
import { isLate, lateAlone, lateKind } from './dues.ts';
import type { SubjectWords } from './subject-words.ts';

const NOUN = 'member|members|membership|memberships|gym-goer|gym-goers|subscriber|subscribers';
const club = around('us|gym|club|studio|box|center|centre|programme|program|group|community|dojo|academy|here');
const KIND = 'new|fresh|active|current|existing|gym|club|studio|paying|long-term*';
const member = any(clause(DET, KIND, NOUN, 'of|ours|us*'));
/** Whoever can only be a member by what is said of him. */
const anybody = any(
  member,
  clause(DET, 'new|existing*', `${SOMEBODY}|who|person|client|customer|athlete|student|guy|lady|man|woman`),
);
const PLAN =
  'his|her|their|the|a|an|our|my|gym|yearly|annual|monthly* membership|memberships|plan|contract|subscription|agreement';

const joins = any(
  clause(AUX, 'joins|joined|joining|join', 'up?', club),
  clause(AUX, 'enrolls|enrols|enroll|enrol|enrolled|registers|register|registered|subscribes|subscribed', 'in?', club),
  clause(AUX, 'signs|sign|signed|signing up', club),
  clause(AUX, 'added|created|active|activated|entered|started|enrolled|sold|taken'),
  clause('starts|begins|comes|came', 'in|aboard', club),
  clause('comes|came on board'),
);
/** What makes a member of anybody: the words themselves say so. */
const becomes = any(
  clause(AUX, 'joins|joined|joining', 'up?', club),
  clause(AUX, 'becomes|become|became|turns|turned', 'into?', 'a|an|our|new* member', 'of?', club),
  clause('signs|sign|signed|enrolls|enrols|registers up?', 'as', 'a|an|new* member'),
  clause('signs|sign|signed up', 'for|to', PLAN),
  clause(
    'signs|sign|signed|enrolls|enrols|enroll|enrolled|registers up?',
    'at|with|in',
    'our|the|my? gym|club|studio|program|programme|academy',
  ),
  clause('buys|bought|takes|took|gets|purchases|starts|begins|opens out?', 'a|an|our|new|gym* membership'),
);

const leaves = any(
  clause(AUX, 'cancels|cancel|canceled|cancelled|canceling|cancelling', optional(PLAN), 'on?', club),
  clause(
    AUX,
    'quits|quit|quitting|leaves|leave|left|leaving|resigns|resigned|churns|churned|departs',
    optional(PLAN),
    club,
  ),
  clause(AUX, 'drops|dropped|drop|dropping|signs|signed|bailed|bails|bows|backs|opts out|off', 'of?', club),
  clause(AUX, 'ends|ended|end|terminates|terminated|terminate|stops|stopped|drops|closes|gives|gave up?', PLAN),
  clause(AUX, 'terminated|canceled|cancelled|ended|gone|lost|inactive'),
  clause('is|are no longer a? member|members', 'of?', club),
  clause('says goodbye', 'to?', club),
  clause(AUX, 'hands|handed|gives|gave|puts|put in', 'their|his|her|the* notice|cancellation|resignation'),
);
/** What only a member can do. */
const leavesPlan = any(
  clause(
    AUX,
    'cancels|cancel|canceled|cancelled|quits|quit|ends|end|terminates|terminate|leaves|leave|stops|drops|gives up?',
    PLAN,
  ),
  clause(
    AUX,
    'quits|quit|leaves|leave|left|cancels|cancel|cancelled|canceled',
    'us|with|at?',
    'the|our|my gym|club|studio|programme|program|box',
  ),
  clause(
    AUX,
    'drops|dropped|drop|signs|bails|resigns|withdraws out|off?',
    'of|from',
    'the|our|my gym|club|studio|programme|program|box|membership',
  ),
);
const isOver = clause(AUX, 'ends|ended|terminated|canceled|cancelled|terminates|closed');

const soon = any(
  'ends|end|ending|expires|expire|expiring|finishes|finishing soon|shortly?',
  'runs|running out|over soon?',
  'is|are ending|expiring|finishing|closing soon|shortly|today|tomorrow?',
  'is|are|comes|coming* up|over|almost|nearly|done to? soon|an? end?',
  'is|are? about|going|set|due to end|expire|finish|run out?',
  'is|are almost|nearly over|up|finished|done',
);
const trial = any(
  clause(
    DET,
    'free|gym|member|members|membership|new* trial|trials',
    'membership|memberships|period|periods|of|a|the|member|members*',
  ),
  clause(member, 'free? trial|trials period?'),
  clause(`a|an|the|some|our|their|his|her|${SOMEBODY}*`, 'free? trial|trials period|membership?'),
  clause(DET, 'trial member|members|user|users', 'free? trial|trials'),
);
const inDays = (value: number): Said => [condition('value', '==', { value, unit: 'days', currency: null })];
/** How many days of a trial are left, which is what `member.trial_ending` tells as a value. */
const daysLeft: Parser<Said> = behind(
  'in|within|with|only|just|left|the|next|about|there|are|is',
  longest(
    map(both(number, phrase('day|days')), ([count]) => inDays(count)),
    map(phrase('the|a|one day'), () => inDays(1)),
    map(phrase('tomorrow'), () => inDays(1)),
  ),
);
const beforeEnd = clause(
  daysLeft,
  'before|until|till|ahead',
  'of|the|end*',
  any(clause(trial, soon), clause('end of?', trial), trial),
);

const happening = longest(
  happens(
    'members',
    'member.joined',
    clause(member, joins),
    clause(anybody, becomes),
    orAlso(NOUN, joins),
    clause(
      'we|i|gym|club|studio just|have|has|had|ever* get|gets|got|gain|gained|win|have|sign|signed|welcome|sell|sold up?',
      'a|an|any|another|new|one|more* member|members|membership|memberships',
    ),
    clause('a|an|any|every|each|our|all|the|another* new|fresh', 'gym*', NOUN, 'in|there?'),
    clause('theres|there is|are? a|another|any?', 'new', NOUN),
    clause('every|each|any|another', 'gym?', 'new? member|membership sign-up|signup|signups|sign-ups?'),
    clause(
      'a|an|any|new|every|each* membership|member|gym sign-up|signup|signups|sign-ups|enrollment|enrolment|registration|registrations',
    ),
  ),
  happens(
    'members',
    'member.canceled',
    clause(member, leaves),
    clause(anybody, leavesPlan),
    clause(DET, 'membership|memberships', isOver),
    orAlso(NOUN, leaves),
    clause(
      'we|i|gym|club|studio just|have|has|had|ever* lose|loses|lost',
      'a|an|any|another|one|of|our* member|members|membership|memberships',
    ),
    clause(DET, 'canceled|cancelled|lost|departing|leaving|quitting', NOUN),
    clause(DET, 'membership|member|memberships cancellation|cancellations|cancelation'),
    clause(
      'a|any|every|each|the? cancellation|cancellations of|from|by a|the|any? membership|member|memberships|members',
    ),
  ),
  happens(
    'members',
    'member.past_due',
    clause(member, 'which|that|who?', isLate),
    clause(
      'who|whos|whoever|anyone|anybody|everyone|everybody|someone|somebody|those|people',
      'who|that|whos|in|the|gym*',
      isLate,
    ),
    clause(DET, lateKind, KIND, NOUN, optional(clause('who|that|which|with|owing|owe*', isLate))),
    clause(DET, 'someone|somebody|their|members|membership|member|monthly* payment|payments|dues|fee|fees', isLate),
    clause(DET, lateKind, 'membership payment|payments|dues|fee|fees'),
    clause(DET, lateKind, 'dues|memberships'),
    orAlso(NOUN, isLate),
  ),
  happens(
    'members',
    'member.trial_ending',
    clause(trial, soon, optional(daysLeft)),
    beforeEnd,
    clause(trial, 'with|has|have|that', 'only|just*', daysLeft, 'left|remaining|to|go*'),
    clause(DET, 'expiring|ending trial|trials'),
    clause(DET, 'trial member|members|user|users', soon, optional(daysLeft)),
  ),
);

/** How people speak of the members of a gym or club. */
export const members: SubjectWords = {
  subject: 'members',
  mention: mentions(
    'members',
    'all|our|the|my|active|new|current|gym* members|memberships|subscribers',
    'membership roster|list|numbers|figures|dues',
  ),
  happening,
  condition: alone(lateAlone),
};
