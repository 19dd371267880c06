import type { TriggerDraft } from '@model/trigger.ts';
import { CalendarClock, Hand, type LucideIcon, Radio, Webhook } from 'lucide-react';

export const triggerIcons: Readonly<Record<TriggerDraft['type'], LucideIcon>> = {
  schedule: CalendarClock,
  event: Radio,
  webhook: Webhook,
  manual: Hand,
};
