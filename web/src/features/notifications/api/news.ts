import type { Notification } from '@model/notification.ts';

/** What pops up while the app is open. */
export interface Toast {
  /** The notification that it is about; null where it stands for several. */
  readonly id: string | null;
  readonly title: string;
  readonly message: string;
  readonly type: Notification['type'];
  readonly href: string | null;
}

const MOST_AT_ONCE = 3;
const MOST_LETTERS = 160;

/** The worst first; what is none of these is of no hurry. */
const BY_WEIGHT: readonly Notification['type'][] = ['error', 'coach_alert', 'warning'];

/** Where a notification leads; null where nowhere. What the coach has to say leads to it, whoever has said it for it. */
export function hrefOf({
  link,
  executionId,
  type,
}: Pick<Notification, 'link' | 'executionId' | 'type'>): string | null {
  if (link !== null) return link;
  if (type === 'coach_alert') return '/coach';
  return executionId === null ? null : `/executions/${executionId}`;
}

/** A few new ones each for itself, more than that as one. */
export function toastsOf(news: readonly { readonly id: string; readonly data: Notification }[]): readonly Toast[] {
  if (news.length <= MOST_AT_ONCE) {
    return news.map(({ id, data }) => ({
      id,
      title: data.title,
      message: cut(data.message),
      type: data.type,
      href: hrefOf(data),
    }));
  }
  const [worst] = BY_WEIGHT.flatMap((type) => news.find(({ data }) => data.type === type) ?? []);
  const first = worst ?? news[0];
  const message = first === undefined ? '' : `${first.data.title}, and ${news.length - 1} more`;
  const type = first?.data.type ?? 'info';
  return [{ id: null, title: `${news.length} new notifications`, message, type, href: null }];
}

function cut(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > MOST_LETTERS ? `${line.slice(0, MOST_LETTERS - 1)}…` : line;
}
