import { z } from 'zod';
import { createEvent } from '../../connectors/calendar.ts';
import { googleAccount } from '../../connectors/google-account.ts';
import { mailAddressSchema } from '../../connectors/smtp.ts';
import { sha256Hex } from '../../core/derive-id.ts';
import { defineStep } from '../../core/engine/step-type.ts';
import { connectionParam } from '../connection-param.ts';
import { DAY_MINUTES, textOf, timesOf } from './event-times.ts';

const params = z.strictObject({
  connection: connectionParam,
  title: z.string().trim().min(1).max(300),
  /** A day for what lasts all day; a time without an offset is in the shop's time zone. */
  start: z.union([z.iso.date(), z.iso.datetime({ local: true, offset: true })], {
    error: 'Write a day such as 2026-12-24, or a time such as 2026-12-24T09:00',
  }),
  /** How long it lasts; an event of days lasts one day when this is left out. */
  durationMinutes: z
    .int()
    .min(1)
    .max(30 * DAY_MINUTES)
    .nullable()
    .default(null),
  description: z.string().max(8_000).nullable().default(null),
  location: z.string().max(1_000).nullable().default(null),
  /** Who is invited, by e-mail address. */
  attendees: z.array(mailAddressSchema).max(50).default([]),
  sendInvitations: z.boolean().default(true),
  /** The main calendar of the account when left out. */
  calendarId: z.string().trim().min(1).max(254).default('primary'),
});
type Given = z.infer<typeof params>;
const output = z.object({ eventId: z.string(), url: z.string(), start: z.string(), end: z.string() });

export const createCalendarEvent = defineStep<Given, z.infer<typeof output>>({
  id: 'create_calendar_event',
  title: 'Add to a calendar',
  description: 'Adds an event to a Google calendar and invites people to it.',
  modelDescription:
    "Creates a Google Calendar event. start is a day (all day) or a time (in the shop's time zone unless it has an offset); one hour unless durationMinutes says otherwise. attendees get an invitation by mail.",
  category: 'google',
  icon: 'calendar-plus',
  example: { title: 'Restock call', start: '2026-12-01T09:00', durationMinutes: 30 },
  params,
  output,
  risk: ({ attendees }) => (attendees.length > 0 ? 'moderate' : 'safe'),
  tally: { done: 'added', one: 'calendar event', many: 'calendar events' },
  effect: 'idempotent',
  connectors: ['google'],
  literals: ['connection'],
  blast: ({ attendees }) => ({ recipients: attendees.length, rows: 1 }),
  targets: ['attendees', 'calendarId'],
  timeoutMs: 90_000,
  retry: { maxAttempts: 4, baseDelayMs: 2_000, maxDelayMs: 60_000 },
  async run(given, context) {
    const { start, end } = timesOf(given, context.org.timezone);
    const { connection, title, description, location, attendees, sendInvitations, calendarId } = given;
    const made = await createEvent(await googleAccount(context, connection), context, {
      // Digits and the letters a to f: what Google takes as an id.
      id: sha256Hex(context.idempotencyKey),
      calendarId,
      summary: title,
      // Calendars show tags as such: a link could bear another face.
      description: description === null ? null : description.replaceAll(/<(?=[a-z/!])/gi, '‹'),
      location,
      attendees,
      sendsInvitations: sendInvitations && attendees.length > 0,
      start,
      end,
    });
    return { ...made, start: textOf(start), end: textOf(end) };
  },
  async dryRun(given, context) {
    const { start, end } = timesOf(given, context.org.timezone);
    const { length } = given.attendees;
    const guests = length === 0 ? '' : ` with ${length} ${length === 1 ? 'guest' : 'guests'}`;
    return {
      output: { eventId: 'dry_run', url: '', start: textOf(start), end: textOf(end) },
      wouldHave: `would have added '${given.title}' at ${textOf(start)}${guests}`,
    };
  },
});
