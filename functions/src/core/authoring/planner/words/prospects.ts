import { longest, map, type Parser } from '../grammar.ts';
import { says } from './bounds.ts';
import {
  ARISES,
  AUX,
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
  saying,
} from './clause.ts';
import type { SubjectWords } from './subject-words.ts';

const NOUN = 'prospect|prospects|deal|deals|lead|leads|inquiry|inquiries|enquiry|enquiries';
const KIND = 'new|fresh|hot|warm|potential|incoming|sales|web|website|online|our|qualified?';
const prospect = any(
  clause(DET, 'new|fresh|incoming|sales|web|website|online|inbound*', NOUN, 'of|ours|us*'),
  clause(
    DET,
    'new? potential|prospective|would-be|interested',
    'new? customer|customers|client|clients|member|members|buyer|buyers',
  ),
);
const pipeline = around('us|pipeline|crm|funnel|list|website|site|system|form|here|database');

const comes = any(
  clause(AUX, 'comes|come|came|coming|rolls|pops|flows in|through|along|up', pipeline),
  clause(AUX, 'arrives|arrive|arrived|appears|lands|registers|registered|inquires|enquires|submits', pipeline),
  clause(AUX, 'added|created|captured|entered|recorded|received|registered|generated|submitted|logged|in', pipeline),
  clause('signs|signed|sign up', pipeline),
  clause('enters|hits|reaches', pipeline),
  clause('fills|filled|completes|submits', 'in|out|a|the|our|contact|web|inquiry* form'),
  clause('gets|get|reaches in|out', 'touch|to|us|with*'),
);

/** Stages as most people call them; what is stored may say more ("tour booked"). */
const STAGES: readonly (readonly [string, readonly string[]])[] = [
  ['won', ['won|win|closed-won', 'closed? won', 'converts|converted|converting']],
  ['lost', ['lost|dead|closed-lost', 'closed? lost']],
  ['qualified', ['qualified|qualifies']],
  ['contacted', ['contacted']],
  [
    'booked',
    [
      'booked|books|booking',
      'books|booked|schedules|scheduled a|an|their|the* tour|call|trial|meeting|appointment|session|visit|class|demo|consultation',
    ],
  ],
  ['showed', ['shows|showed|turns|turned up', 'showed']],
  ['no-show', ['no-show', 'no show']],
  ['member', ['a|an|our|new* member']],
  ['customer', ['a|an|our|new|paying* customer|client']],
  ['interested', ['interested']],
  ['negotiation', ['negotiation|negotiating']],
  ['proposal', ['proposal']],
  ['trial', ['trial|trialing']],
  ['closed', ['closed']],
  ['cold', ['cold']],
  ['hot', ['hot']],
];
const stage: Parser<Said> = longest(
  ...STAGES.map(([text, notations]) => saying(says(text), ...notations)),
  map(
    (tokens, at) => {
      const token = tokens[at];
      return token?.kind === 'quote' ? [token, at + 1] : null;
    },
    ({ raw }) => [says(raw)],
  ),
);
const MARKED =
  'status|stage|changes|changed|change|is|are|was|gets|get|got|set|marked|moved|moves|move|moving|turns|turned|becomes|become|became|goes|went|switches|switched|advances|progresses|flips|reaches|reached|enters|hits|has|have|been|just|being|it|they|as|to|into|in|the|a|from|new';
const visit = 'a|an|their|the|our|free* tour|call|trial|meeting|appointment|visit|demo|consultation';
const booksVisit = clause(AUX, saying(says('booked'), 'books|booked|schedules|scheduled'), visit);
const reaches = any(
  clause(`${MARKED} ${MARKED}*`, stage),
  clause(
    AUX,
    saying(says('booked'), 'books|booked|schedules|scheduled'),
    'a|an|their|the* tour|call|trial|meeting|appointment|session|visit|class|demo|consultation',
  ),
  clause(AUX, saying(says('booked'), 'books|booked')),
  clause(
    AUX,
    saying(says('showed'), 'shows|showed|turns|turned up'),
    'for|to|at|a|an|their|the|tour|call|trial|appointment*',
  ),
  clause(AUX, saying(says('no-show'), 'no-shows|ghosts'), 'us?'),
  clause(AUX, saying(says('won'), 'converts|converted|closes')),
);
const moves = any(
  clause(AUX, 'status|stage changes|changed|change|is|gets|updated|changes*'),
  clause(
    'changes|changed|change|switches|moves|advances|progresses|updates',
    'its|their|the|his|her|to|into|a|an|another|next|new|in|through* status|stage|stages|phase|pipeline|funnel',
  ),
  clause('moves|moved|advances|progresses|goes|proceeds|steps on|forward|along|ahead|up|further'),
  clause(AUX, 'moves|moved|advances|updated|progressed'),
  clause('has|gets|get a|an', 'new|different|another', 'status|stage'),
);
const STATUS = 'a|the|any|every* status|stage|stages|statuses|state of|for|on|from';

export const prospects: SubjectWords = {
  subject: 'prospects',
  mention: mentions(
    'prospects',
    `all|our|the|my|open|new* ${NOUN}`,
    'sales|lead|our|the* pipeline|funnel',
    'potential|prospective clients|customers|members',
  ),
  happening: longest(
    happens(
      'prospects',
      'prospect.created',
      clause(prospect, comes),
      clause(DET, 'new|fresh|incoming|inbound', 'sales|web|website|online?', NOUN, ARISES, pipeline),
      clause(
        DET,
        'hot|warm*',
        'new|fresh|incoming|hot|warm|inbound',
        'sales|web|website|online?',
        NOUN,
        optional(any(comes, 'in|into our|the|my? pipeline|crm|funnel|system|list')),
      ),
      clause(DET, 'new? potential|prospective', 'customer|client|member|buyer', optional(comes)),
      clause('every|each|any|another', KIND, NOUN),
      orAlso(NOUN, comes),
      clause(
        'we|i|shop|site|gym|team just|have|has|had|ever* get|gets|got|receive|receives|have|capture|generate|catch',
        'a|an|another|any|new|one|more|fresh|hot|sales|qualified* prospect|prospects|lead|leads|inquiry|inquiries|enquiry|enquiries',
        pipeline,
      ),
      clause('theres|there is|are? a|another|any?', 'new', NOUN),
    ),
    happens(
      'prospects',
      'prospect.status_changed',
      clause(prospect, reaches),
      clause(prospect, moves),
      clause(DET, NOUN, 'status|stage', any(moves, clause('changes|changed|change|updates'))),
      clause(DET, NOUN, 'status|stage change|changes|update|updates'),
      clause(STATUS, prospect, 'changes|changed|change|moves|is|gets', optional(any(stage, 'to|set|changed|updated*'))),
      clause(STATUS, prospect, 'changes|becomes|is|turns|gets|moves', 'to|set|into|changed*', stage),
      clause(DET, stage, NOUN),
      clause(prospect, stage),
      clause(DET, `${SOMEBODY}|visitor|person`, booksVisit),
      clause('we|i', saying(says('won'), 'win|won|close|convert'), prospect),
      clause('we|i', saying(says('lost'), 'lose|lost'), prospect),
      orAlso(NOUN, any(reaches, moves)),
    ),
  ),
  condition: null,
};
