import { z } from 'zod';
import type { Thresholds } from '../../../model/agent-config.ts';
import type { JsonObject } from '../../../model/json.ts';
import type { TriggerDraft } from '../../../model/trigger.ts';
import type { TemplateFacts } from './template.ts';

// The questions that templates ask, each said in one way, and the triggers that their answers make.

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;

/** What is answered goes into texts as it is: it is no place for expressions. */
function plain(max: number) {
  return z
    .string('Please answer this')
    .trim()
    .min(1, 'Please answer this')
    .max(max)
    .refine((text) => !text.includes('{{'), 'Write it without curly brackets');
}

export const text = (title: string, help?: string) => plain(200).meta(told(title, help));
/** A paragraph. */
export const words = (title: string, help?: string) => plain(2_000).meta(told(title, help));
export const email = (title = 'Who should hear of it?', help = 'An e-mail address') =>
  z.email('Write an e-mail address, such as you@example.com').max(254).meta(told(title, help));
export const page = (title: string, help = 'The whole address, such as https://example.com') =>
  z
    .url({ protocol: /^https?$/, error: 'Write a whole web address, such as https://example.com' })
    .max(2_000)
    .refine((url) => !/[{}]/.test(url), 'Write it without curly brackets')
    .meta(told(title, help));
export const competitors = () =>
  z
    .array(page('Address'), 'Name at least one page')
    .min(1, 'Name at least one page')
    .max(20)
    .meta(told('Whose prices?', 'The pages of competitors where prices stand, one address per line'));
export const at = (time: string, title = 'At what time?') =>
  z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Write a time as 09:00')
    .default(time)
    .meta(told(title, 'By the clock of your business, such as 09:00'));
export const weekday = (day: (typeof WEEKDAYS)[number], title = 'On which day?') =>
  z.enum(WEEKDAYS, 'Choose a day').default(day).meta(told(title));
export const number = (title: string, value: number, [min, max]: readonly [number, number], help?: string) =>
  z
    .number('Write a number')
    .min(min, `At least ${min}`)
    .max(max, `At most ${max}`)
    .default(value)
    .meta(told(title, help));
export const yes = (title: string, help?: string) => z.boolean('Say yes or no').default(true).meta(told(title, help));
export const days = (title: string, value: number, max = 365, help?: string) =>
  z.int('Write a whole number').min(1, 'At least 1').max(max, `At most ${max}`).default(value).meta(told(title, help));

function told(title: string, description?: string) {
  return description === undefined ? { title } : { title, description };
}

/** What is known before anybody is asked, by the name that a question has. */
export function knownAnswers({ tenant, user, thresholds = {} }: TemplateFacts): JsonObject {
  const urls = tenant.competitors.map(({ url }) => url);
  const competitors = urls.length > 0 && { competitors: urls.slice(0, 20) };
  const set = Object.entries(OF_THRESHOLDS).flatMap(([name, threshold]) => {
    const value = thresholds[threshold];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { email: user.email, ...competitors, signature: withoutBraces(tenant.name), ...Object.fromEntries(set) };
}

/** The questions whose answers a business may set once for all templates. */
const OF_THRESHOLDS = {
  pastDueDays: 'past_due_days',
  escalationDays: 'escalation_days',
  doorDays: 'door_days',
  campaignLimit: 'campaign_limit',
  confirm: 'confirmations',
} as const satisfies Readonly<Record<string, keyof Thresholds>>;

/** In place of what is known, where that cannot be taken. */
export const MADE_UP: JsonObject = { email: 'you@example.com', signature: 'Your business' };

/** What the settings say goes into texts as it is, too. */
const withoutBraces = (name: string) => name.replaceAll(/[{}]+/g, ' ').trim();

/** Pages of competitors by the names under which the business knows them. */
export function namedCompetitors(urls: readonly string[], { tenant }: TemplateFacts) {
  return urls.map((url) => {
    const known = tenant.competitors.find((one) => one.url === url);
    return { name: withoutBraces(known?.name ?? '') || new URL(url).hostname.replace(/^www\./, ''), url };
  });
}

type Clock = Pick<TemplateFacts, 'tenant'>;

function schedule(cron: string, { tenant }: Clock): TriggerDraft[] {
  const { timezone } = tenant;
  const rest = { every: 1, anchor: null, dayOfMonth: null, weekOfMonth: null, until: null } as const;
  return [{ type: 'schedule', cron, timezone, ...rest, catchUpPolicy: 'latest' }];
}

function minuteAndHour(time: string): string {
  const [hour = '9', minute = '0'] = time.split(':');
  return `${Number(minute)} ${Number(hour)}`;
}

export const daily = (time: string, clock: Clock) => schedule(`${minuteAndHour(time)} * * *`, clock);
export const onWorkdays = (time: string, clock: Clock) => schedule(`${minuteAndHour(time)} * * 1-5`, clock);
export const weekly = (day: (typeof WEEKDAYS)[number], time: string, clock: Clock) =>
  schedule(`${minuteAndHour(time)} * * ${(WEEKDAYS.indexOf(day) + 1) % 7}`, clock);
export const monthly = (day: number, time: string, clock: Clock) =>
  schedule(`${minuteAndHour(time)} ${day} * *`, clock);
export const hourly = (clock: Clock) => schedule('0 * * * *', clock);
/** Every second week, counted from this one. */
export const everyOtherWeek = (
  day: (typeof WEEKDAYS)[number],
  time: string,
  clock: Clock & Pick<TemplateFacts, 'now'>,
) => weekly(day, time, clock).map((one) => ({ ...one, every: 2, anchor: clock.now.toISOString().slice(0, 10) }));
export const everyMinutes = (minutes: number, clock: Clock) => schedule(`*/${minutes} * * * *`, clock);

export function event(eventName: string, filter: string | null = null): TriggerDraft[] {
  return [{ type: 'event', eventName, filter, debounce: null, batch: null }];
}
export function webhook(scheme: 'hmac' | 'stripe' | 'shopify', filter: string | null = null): TriggerDraft[] {
  return [{ type: 'webhook', scheme, filter, debounce: null, batch: null }];
}
