import type { Alert } from '@model/alert.ts';
import type { Approval } from '@model/approval.ts';
import type { Connection } from '@model/connection.ts';
import type { ExecutionStatus, StepStatus } from '@model/execution.ts';
import type { Notification } from '@model/notification.ts';
import type { Arming, PlaybookStatus } from '@model/playbook.ts';
import type { Recommendation } from '@model/recommendation.ts';
import type { TaskStatus } from '@model/task.ts';
import {
  Archive,
  Ban,
  CalendarClock,
  Check,
  CircleCheck,
  CircleDashed,
  CircleSlash,
  Clock,
  FilePen,
  Hourglass,
  Info,
  KeyRound,
  LoaderCircle,
  type LucideIcon,
  Pause,
  SkipForward,
  Sparkles,
  TriangleAlert,
  X,
} from 'lucide-react';

export type Tone = 'neutral' | 'info' | 'good' | 'warn' | 'bad' | 'coach';

/** How a status is said and shown, everywhere. */
export interface StatusLook {
  readonly word: string;
  readonly tone: Tone;
  readonly icon: LucideIcon;
  /** True while something is under way. */
  readonly busy?: boolean;
}

export const playbookStatus: Record<PlaybookStatus, StatusLook> = {
  draft: { word: 'Draft', tone: 'neutral', icon: FilePen },
  active: { word: 'Active', tone: 'good', icon: CircleCheck },
  paused: { word: 'Paused', tone: 'warn', icon: Pause },
  archived: { word: 'Archived', tone: 'neutral', icon: Archive },
};

export const armingState: Record<Arming['state'], StatusLook> = {
  none: { word: 'Not armed', tone: 'neutral', icon: CircleDashed },
  armed: { word: 'Armed', tone: 'good', icon: CircleCheck },
  partial: { word: 'Partly armed', tone: 'warn', icon: TriangleAlert },
  invalid: { word: 'Needs attention', tone: 'bad', icon: TriangleAlert },
};

export const executionStatus: Record<ExecutionStatus, StatusLook> = {
  queued: { word: 'Queued', tone: 'info', icon: Clock },
  running: { word: 'Running', tone: 'info', icon: LoaderCircle, busy: true },
  waiting: { word: 'Waiting', tone: 'warn', icon: Hourglass },
  completed: { word: 'Completed', tone: 'good', icon: Check },
  failed: { word: 'Failed', tone: 'bad', icon: X },
  canceled: { word: 'Canceled', tone: 'neutral', icon: Ban },
  skipped: { word: 'Skipped', tone: 'neutral', icon: SkipForward },
};

/** What a schedule is to start. */
export const plannedStatus: Record<'planned' | 'paused', StatusLook> = {
  planned: { word: 'Planned', tone: 'neutral', icon: CalendarClock },
  paused: { word: 'Paused', tone: 'warn', icon: Pause },
};

/** `pending` is a step that its execution has not reached yet; `not_reached` one that it never will. */
export const stepStatus: Record<StepStatus | 'pending' | 'not_reached', StatusLook> = {
  running: { word: 'Running', tone: 'info', icon: LoaderCircle, busy: true },
  completed: { word: 'Completed', tone: 'good', icon: Check },
  failed: { word: 'Failed', tone: 'bad', icon: X },
  skipped: { word: 'Skipped', tone: 'neutral', icon: SkipForward },
  waiting: { word: 'Waiting', tone: 'warn', icon: Hourglass },
  canceled: { word: 'Canceled', tone: 'neutral', icon: Ban },
  pending: { word: 'To come', tone: 'neutral', icon: CircleDashed },
  not_reached: { word: 'Not reached', tone: 'neutral', icon: CircleSlash },
};

export const approvalStatus: Record<Approval['status'], StatusLook> = {
  pending: { word: 'To decide', tone: 'warn', icon: Hourglass },
  approved: { word: 'Approved', tone: 'good', icon: Check },
  rejected: { word: 'Rejected', tone: 'bad', icon: X },
  expired: { word: 'Expired', tone: 'neutral', icon: Clock },
  canceled: { word: 'Canceled', tone: 'neutral', icon: Ban },
};

export const alertSeverity: Record<Alert['severity'], StatusLook> = {
  info: { word: 'For your information', tone: 'info', icon: Info },
  warning: { word: 'Warning', tone: 'warn', icon: TriangleAlert },
  critical: { word: 'Critical', tone: 'bad', icon: TriangleAlert },
};

/** `failed` is tried again by itself; `escalated` is not. */
export const taskStatus: Record<TaskStatus, StatusLook> = {
  new: { word: 'To do', tone: 'neutral', icon: CircleDashed },
  in_progress: { word: 'Under way', tone: 'info', icon: LoaderCircle, busy: true },
  completed: { word: 'Done', tone: 'good', icon: Check },
  failed: { word: 'Failed, is tried again', tone: 'warn', icon: Hourglass },
  escalated: { word: 'Needs you', tone: 'bad', icon: TriangleAlert },
  rejected: { word: 'Rejected', tone: 'bad', icon: X },
  canceled: { word: 'Called off', tone: 'neutral', icon: Ban },
};
/** A new task that somebody has to agree to first. */
export const taskWaitsForYes: StatusLook = { word: 'Waits for a yes', tone: 'warn', icon: Hourglass };

/** What the coach proposed, and what people made of it. */
export const recommendationStatus: Record<Recommendation['status'], StatusLook> = {
  pending: { word: 'To look at', tone: 'warn', icon: Hourglass },
  accepted: { word: 'Taken up', tone: 'good', icon: Check },
  dismissed: { word: 'Dismissed', tone: 'neutral', icon: X },
  expired: { word: 'Expired', tone: 'neutral', icon: Clock },
};

export const connectionStatus: Record<Connection['status'], StatusLook> = {
  untested: { word: 'Not tried', tone: 'neutral', icon: CircleDashed },
  working: { word: 'Works', tone: 'good', icon: CircleCheck },
  failing: { word: 'Fails', tone: 'bad', icon: TriangleAlert },
};

/** The address of a webhook: whether it takes anything. */
export const hookStatus: Record<'needs_secret' | 'ready', StatusLook> = {
  needs_secret: { word: 'Needs a secret', tone: 'warn', icon: KeyRound },
  ready: { word: 'Ready', tone: 'good', icon: CircleCheck },
};

/** What became of an event for somebody who listens for it and has not started. */
export const hearingStatus: Record<'held' | 'skipped' | 'not_started', StatusLook> = {
  held: { word: 'Held', tone: 'warn', icon: Hourglass },
  skipped: { word: 'Skipped', tone: 'neutral', icon: SkipForward },
  not_started: { word: 'Not started', tone: 'neutral', icon: CircleSlash },
};

export const notificationType: Record<Notification['type'], StatusLook> = {
  info: { word: 'Information', tone: 'info', icon: Info },
  success: { word: 'Success', tone: 'good', icon: Check },
  warning: { word: 'Warning', tone: 'warn', icon: TriangleAlert },
  error: { word: 'Error', tone: 'bad', icon: X },
  coach_alert: { word: 'Coach', tone: 'coach', icon: Sparkles },
};
