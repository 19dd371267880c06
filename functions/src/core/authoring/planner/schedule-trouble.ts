import type { ClockTime } from './clock.ts';
import { dayInWords } from './dates.ts';
import type { DayTrouble } from './days.ts';
import type { ZoneReading } from './zone.ts';

/** What a question about a schedule is about. */
export type TroubleAbout = 'time' | 'zone' | 'recipient';
/** A question with ready answers, or a refusal with what can be had instead. */
export type Trouble =
  | { readonly ask: string; readonly choices: readonly string[]; readonly about: TroubleAbout }
  | { readonly refuse: string; readonly examples: readonly string[]; readonly about: TroubleAbout };

export function askTime(ask: string, choices: readonly string[] = []): Trouble {
  return { ask, choices, about: 'time' };
}

export function refuseTime(refuse: string, examples: readonly string[]): Trouble {
  return { refuse, examples, about: 'time' };
}

const SO_OFTEN = /((a )?\w+ (of )?(times|x)|twice|thrice|several times|2x) (a|per|each|every) (week|month)/i;

export function troubleWithDays({ trouble, said }: DayTrouble, sentence: string): Trouble {
  switch (trouble) {
    case 'fifth_week':
      return refuseTime('A month has a fifth week only at times. I can do the first to the fourth, and the last.', [
        '… on the last Friday of the month',
      ]);
    case 'workday_of_month':
      return refuseTime('I do not know which day is the first or last working day of a month.', [
        '… on the first Monday of the month',
        '… on the last day of the month',
      ]);
    case 'every_third':
      return askTime('Every so many weeks, or once a month in that week?', [
        replaced(sentence, /every third/i, 'on the third') + (/month/i.test(sentence) ? '' : ' of the month'),
      ]);
    case 'biweekly':
      return askTime('Biweekly can mean every other week or twice a week. Which one is meant?', [
        replaced(sentence, /bi-?weekly/i, 'every other Monday'),
        replaced(sentence, /bi-?weekly/i, 'every Monday and Thursday'),
      ]);
    case 'late_day':
      return askTime(`Some months have no day ${said}. Is the last day of the month meant?`, [
        replaced(
          sentence,
          new RegExp(`(the )?${said}(st|nd|rd|th)( day)?( of (the|every|each) month)?`, 'i'),
          'the last day of every month',
        ),
        replaced(sentence, new RegExp(`${said}(st|nd|rd|th)`, 'i'), '28th'),
      ]);
    case 'so_often':
      return said === 'month'
        ? askTime('On which days of the month?', [replaced(sentence, SO_OFTEN, 'on the 1st and 15th of every month')])
        : askTime('On which days of the week?', [
            replaced(
              sentence,
              SO_OFTEN,
              /\b(three|3|thrice)\b/i.test(sentence)
                ? 'every Monday, Wednesday and Friday'
                : 'every Monday and Thursday',
            ),
          ]);
    case 'every_few_days':
      return askTime('On which days of the week? So many days do not fit into a week.', [
        replaced(sentence, /(every|each) [\w-]+ days?/i, 'every Monday, Wednesday and Friday'),
        replaced(sentence, /(every|each) [\w-]+ days?/i, 'every day'),
      ]);
    case 'odd_months':
      return refuseTime(`${said} months do not fit into a year.`, ['… every 3 months', '… every 6 months']);
    case 'next_period':
      return askTime(`On which day of next ${said}?`);
    case 'which_day':
      return askTime('On which day of the year?', [
        replaced(sentence, /yearly|annually|(every|each) year/i, 'every January 2nd'),
      ]);
  }
}

export function unclearTime({ minutes }: ClockTime, sentence: string): Trouble {
  const hour = Math.floor(minutes / 60);
  const past = minutes % 60 === 0 ? '' : `:${`${minutes % 60}`.padStart(2, '0')}`;
  const said = new RegExp(`\\b((?:at|@|around|by)\\s+)${hour}(:\\d{2})?\\b`, 'i');
  const choices = said.test(sentence)
    ? ['am', 'pm'].map((half) => sentence.replace(said, `$1${hour}${past}${half}`))
    : [];
  return askTime(`Is that ${hour}${past} in the morning or in the afternoon?`, choices);
}

export function unclearZone(reading: ZoneReading, sentence: string): Trouble {
  const { ask, said } = 'ask' in reading ? reading : { ask: [], said: 'that' };
  if (ask.length === 0) {
    return { ask: `Which city's time is “${said}”?`, choices: [], about: 'zone' };
  }
  const names = ask.map(({ name }) => name);
  const choices = names.map((name) => sentence.replace(new RegExp(`\\b${said}\\b( time)?`, 'i'), name));
  return { ask: `${said} can be ${names.join(', ')}. Which one is meant?`, choices, about: 'zone' };
}

/** "On Friday", "on the 15th": every one of them, or the coming one? */
export function onceOrAgain(again: string, coming: number): Trouble {
  return askTime(`${again}, or only once, on ${dayInWords(coming)}?`);
}

/** The sentence with one part said otherwise, so that the choice can be sent as it stands. */
export function replaced(sentence: string, part: RegExp, by: string): string {
  return part.test(sentence) ? sentence.replace(part, () => by) : `${sentence}, ${by}`;
}
