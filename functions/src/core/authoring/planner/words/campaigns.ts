import { longest } from '../grammar.ts';
import { AUX, any, around, clause, DET, happens, mentions, orAlso } from './clause.ts';
import type { SubjectWords } from './subject-words.ts';

const NOUN = 'campaign|campaigns';
const campaign = any(
  clause(
    DET,
    'new|marketing|email|mail|newsletter|ad|ads|sms|social|media|promo|client|clients|running|whole*',
    NOUN,
    around('us|ours|client|clients'),
  ),
);
const starts = any(
  clause(
    AUX,
    'starts|start|started|starting|begins|begin|began|launches|launch|launched|running|sending|live',
    'running|sending|up|out?',
  ),
  clause('goes|go|went|is|gets|kicks|kicked|takes|fires|fired live|out|off|up'),
  clause(AUX, 'activated|sent-out|underway|online'),
);
const ends = any(
  clause(
    AUX,
    'ends|end|ended|ending|finishes|finish|finished|completes|complete|completed|concludes|concluded|over|done|closed|closes|stops|sent',
    'sending|running|out?',
  ),
  clause(AUX, 'through|wrapped|wraps|winds|runs|ran', 'up|out|its|course|down?'),
  clause('comes|came to an|its end'),
);

/** How people speak of campaigns. */
export const campaigns: SubjectWords = {
  subject: 'campaigns',
  mention: mentions(
    'campaigns',
    'all|our|the|my|running|marketing|current* campaigns',
    'campaign results|figures|numbers|performance',
  ),
  happening: longest(
    happens(
      'campaigns',
      'campaign.started',
      clause(campaign, starts),
      orAlso(NOUN, starts),
      clause('we|i|somebody|someone start|launch|begin|run|kick off|out?', 'a|an|the|any|new* campaign'),
      clause('a|an|any|every|each|the|new* campaign start|starts|launch|launches'),
    ),
    happens(
      'campaigns',
      'campaign.completed',
      clause(campaign, ends),
      orAlso(NOUN, ends),
      clause('we|i|somebody|someone finish|complete|end|close|wrap up?', 'a|an|the|any* campaign'),
      clause('the? end of', campaign),
      clause('a|an|any|every|each|the* completed|finished campaign|campaigns'),
    ),
  ),
  condition: null,
};
