import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import type { StatusLook, Tone } from '../../lib/status.ts';
import classes from './tone.module.css';

/** A status in its word, tone and icon. */
export function StatusPill({ look }: { readonly look: StatusLook }) {
  const Icon = look.icon;
  return (
    <span className={`${classes.pill} ${classes[look.tone]}`}>
      <Icon size={13} strokeWidth={2.4} aria-hidden className={look.busy ? classes.busy : undefined} />
      {look.word}
    </span>
  );
}

/** A status as a round icon; its word is for screen readers and as a tooltip. */
export function StatusDisc({ look }: { readonly look: StatusLook }) {
  const Icon = look.icon;
  return (
    <span className={`${classes.disc} ${classes[look.tone]}`} title={look.word} role="img" aria-label={look.word}>
      <Icon size={15} strokeWidth={2.4} aria-hidden className={look.busy ? classes.busy : undefined} />
    </span>
  );
}

interface NoteProps {
  readonly tone: Tone;
  readonly icon: LucideIcon;
  readonly children: ReactNode;
  readonly role?: 'status' | 'alert';
}

/** A boxed remark in a tone. */
export function Note({ tone, icon: Icon, children, role }: NoteProps) {
  return (
    <div className={`${classes.note} ${classes[tone]}`} role={role}>
      <Icon size={17} aria-hidden />
      <div style={{ flex: 1, minWidth: 0 }}>{children}</div>
    </div>
  );
}
