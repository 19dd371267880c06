import { z } from 'zod';
import { commonJs } from '../core/common-js.ts';
import type { CallContext } from '../core/engine/connector.ts';
import { type GoogleAccount, SCOPES, withGoogle } from './google-account.ts';
import { unreadableAnswer } from './refusals.ts';

const TITLE = 'Google Calendar';

/** A day (`2026-12-24`) for what lasts all day, or a local time in a zone, or an instant. */
export type EventTime = { readonly date: string } | { readonly dateTime: string; readonly timeZone: string };
export interface NewEvent {
  /** Ours: letters a to v and digits. The same id is the same event. */
  readonly id: string;
  readonly calendarId: string;
  readonly summary: string;
  readonly description: string | null;
  readonly location: string | null;
  readonly start: EventTime;
  readonly end: EventTime;
  readonly attendees: readonly string[];
  readonly sendsInvitations: boolean;
}

const eventSchema = z.object({ id: z.string(), htmlLink: z.string().default('') });

/** Puts an event into a calendar, once per id. */
export async function createEvent(
  account: GoogleAccount,
  context: CallContext,
  { calendarId, sendsInvitations, attendees, ...event }: NewEvent,
): Promise<{ eventId: string; url: string }> {
  const { calendar: calendarOf } = commonJs(await import('@googleapis/calendar'));
  return withGoogle(account, context, { title: TITLE, scopes: [SCOPES.events] }, async (options) => {
    const { events } = calendarOf({ version: 'v3', ...options });
    const answer = await events
      .insert({
        calendarId,
        sendUpdates: sendsInvitations ? 'all' : 'none',
        requestBody: { ...event, attendees: attendees.map((email) => ({ email })) },
      })
      .catch((error: unknown) => {
        if (!isThere(error)) throw error;
        return events.get({ calendarId, eventId: event.id });
      });
    const parsed = eventSchema.safeParse(answer.data);
    if (!parsed.success) throw unreadableAnswer(TITLE);
    return { eventId: parsed.data.id, url: parsed.data.htmlLink };
  });
}

/** Google refuses an id that it has: the event was made before, and its answer got lost. */
function isThere(error: unknown): boolean {
  return error instanceof Error && 'status' in error && error.status === 409;
}
