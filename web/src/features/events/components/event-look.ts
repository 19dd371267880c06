import { WEBHOOK_RECEIVED } from '@model/hook.ts';
import {
  Database,
  Gauge,
  Hourglass,
  type LucideIcon,
  Megaphone,
  Package,
  Radio,
  Receipt,
  ShoppingBag,
  Star,
  Tag,
  TrendingUp,
  User,
  Webhook,
  X,
} from 'lucide-react';
import type { Tone } from '../../../lib/status.ts';

interface EventLook {
  readonly icon: LucideIcon;
  readonly tone: Tone;
}

/** What people have to look at, by the whole name. */
const named: ReadonlyMap<string, EventLook> = new Map([
  ['execution.failed', { icon: X, tone: 'bad' }],
  ['approval.requested', { icon: Hourglass, tone: 'warn' }],
  ['usage.threshold', { icon: Gauge, tone: 'warn' }],
  [WEBHOOK_RECEIVED, { icon: Webhook, tone: 'neutral' }],
]);

/** The other ones, by the first word of their name. */
const kinds: ReadonlyMap<string, LucideIcon> = new Map([
  ['inventory', Package],
  ['product', Package],
  ['price', Tag],
  ['competitor', Tag],
  ['order', ShoppingBag],
  ['invoice', Receipt],
  ['review', Star],
  ['customer', User],
  ['member', User],
  ['prospect', User],
  ['metric', TrendingUp],
  ['campaign', Megaphone],
  ['record', Database],
]);

/** By what an event is told from the others at a glance. */
export function eventLook(eventName: string): EventLook {
  const [kind = ''] = eventName.split('.');
  return named.get(eventName) ?? { icon: kinds.get(kind) ?? Radio, tone: 'neutral' };
}
