import type { ClockTime } from './clock.ts';
import type { DayTrouble } from './days.ts';

/** A question with ready answers, or a refusal with what can be had instead. */
export type Trouble =
  | { readonly ask: string; readonly choices: readonly string[] }
  | { readonly refuse: string; readonly examples: readonly string[] };

export function troubleWithDays({ trouble, said }: DayTrouble, sentence: string): Trouble {
  switch (trouble) {
    case 'nth_weekday':
      return {
        refuse: 'I cannot keep to a certain weekday of the month yet. I can do a day of the month, or every week.',
        examples: ['… on the 1st of every month', '… every Monday'],
      };
    case 'biweekly':
      return {
        ask: 'Biweekly can mean every other week or twice a week. Which one is meant?',
        choices: [
          replaced(sentence, /bi-?weekly/i, 'every other Monday'),
          replaced(sentence, /bi-?weekly/i, 'every Monday and Thursday'),
        ],
      };
    case 'late_day':
      return {
        ask: `Some months have no day ${said}. Is the last day of the month meant?`,
        choices: [
          replaced(
            sentence,
            new RegExp(`(the )?${said}(st|nd|rd|th)( day)?( of (the|every|each) month)?`, 'i'),
            'the last day of every month',
          ),
          replaced(sentence, new RegExp(`${said}(st|nd|rd|th)`, 'i'), '28th'),
        ],
      };
    case 'twice_a_week':
      return {
        ask: 'On which days of the week?',
        choices: [replaced(sentence, /(twice|thrice) (a|per|each) week/i, 'every Monday and Thursday')],
      };
    case 'once':
      return {
        refuse: 'I set up what comes again and again; I cannot do something once at a later time yet.',
        examples: ['… every morning', '… every Monday at 8am'],
      };
    case 'yearly':
      return { refuse: 'The longest that I can wait is a month.', examples: ['… on the 1st of every month'] };
  }
}

export function unclearTime({ minutes }: ClockTime, sentence: string): Trouble {
  const hour = Math.floor(minutes / 60);
  const past = minutes % 60 === 0 ? '' : `:${`${minutes % 60}`.padStart(2, '0')}`;
  const said = new RegExp(`\\b((?:at|@|around|by)\\s+)${hour}(:\\d{2})?\\b`, 'i');
  const choices = said.test(sentence)
    ? ['am', 'pm'].map((half) => sentence.replace(said, `$1${hour}${past}${half}`))
    : [];
  return { ask: `Is that ${hour}${past} in the morning or in the afternoon?`, choices };
}

/** The sentence with one part said otherwise, so that the choice can be sent as it stands. */
export function replaced(sentence: string, part: RegExp, by: string): string {
  return part.test(sentence) ? sentence.replace(part, () => by) : `${sentence}, ${by}`;
}
