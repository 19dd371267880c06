import type { Role } from '@model/tenant.ts';
import {
  Bot,
  CalendarClock,
  CalendarDays,
  ChartColumn,
  LayoutTemplate,
  ListChecks,
  ListTodo,
  type LucideIcon,
  MessageCircle,
  Radio,
  Settings,
  ShieldCheck,
  Siren,
  Sparkles,
  Store,
  WandSparkles,
  Zap,
} from 'lucide-react';

export interface PageEntry {
  readonly to:
    | '/'
    | '/coach'
    | '/playbooks'
    | '/skills'
    | '/schedules'
    | '/executions'
    | '/analytics'
    | '/approvals'
    | '/tasks'
    | '/agents'
    | '/calendar'
    | '/events'
    | '/alerts'
    | '/templates'
    | '/gallery'
    | '/settings/business';
  readonly label: string;
  readonly icon: LucideIcon;
  /** `g`, then this key, goes there. */
  readonly key: string;
  /** Who gets to see anything on it. */
  readonly least: Role;
  /** Whether it has its place on a phone among the rest, where others that follow it have a tab. */
  readonly isRare?: boolean;
}

/** Every page of the app that has a place in its navigation, in that order. */
export const pages: readonly PageEntry[] = [
  { to: '/', label: 'Chat', icon: MessageCircle, key: 'c', least: 'viewer' },
  { to: '/coach', label: 'Coach', icon: Sparkles, key: 'o', least: 'viewer', isRare: true },
  { to: '/playbooks', label: 'Playbooks', icon: ListChecks, key: 'p', least: 'viewer' },
  { to: '/skills', label: 'Skills', icon: WandSparkles, key: 'i', least: 'viewer', isRare: true },
  { to: '/schedules', label: 'Schedules', icon: CalendarClock, key: 'h', least: 'viewer', isRare: true },
  { to: '/executions', label: 'Executions', icon: Zap, key: 'e', least: 'viewer' },
  { to: '/approvals', label: 'Approvals', icon: ShieldCheck, key: 'a', least: 'editor' },
  { to: '/tasks', label: 'Tasks', icon: ListTodo, key: 'k', least: 'viewer' },
  { to: '/agents', label: 'Agents', icon: Bot, key: 'n', least: 'viewer' },
  { to: '/calendar', label: 'Calendar', icon: CalendarDays, key: 'd', least: 'viewer' },
  { to: '/analytics', label: 'Analytics', icon: ChartColumn, key: 'y', least: 'viewer' },
  { to: '/events', label: 'Events', icon: Radio, key: 'v', least: 'viewer' },
  { to: '/alerts', label: 'Alerts', icon: Siren, key: 'l', least: 'viewer' },
  { to: '/templates', label: 'Templates', icon: LayoutTemplate, key: 't', least: 'viewer' },
  { to: '/gallery', label: 'Gallery', icon: Store, key: 'b', least: 'viewer' },
];

export const settingsPage: PageEntry = {
  to: '/settings/business',
  label: 'Settings',
  icon: Settings,
  key: 's',
  least: 'viewer',
};

/** The parts of the settings, in their order. */
export const settingsPages = [
  { to: '/settings/business', label: 'Business' },
  { to: '/settings/safety', label: 'Safety' },
  { to: '/settings/usage', label: 'Limits and usage' },
  { to: '/settings/team', label: 'Team' },
  { to: '/settings/notifications', label: 'Notifications' },
  { to: '/settings/connections', label: 'Connections' },
  { to: '/settings/keys', label: 'API keys' },
  { to: '/settings/audit', label: 'Audit log' },
  { to: '/settings/data', label: 'Data' },
] as const;
