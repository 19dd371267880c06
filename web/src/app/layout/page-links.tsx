import { queries } from '@model/query.ts';
import { Link } from '@tanstack/react-router';
import type { ConnectionState } from '../../lib/connection.ts';
import { useSession } from '../../lib/session.ts';
import { useCollection } from '../../lib/use-live.ts';
import classes from './layout.module.css';
import { type PageEntry, pages, settingsPage } from './pages.ts';

/** What the bars around a page are told. */
export interface BarProps {
  readonly state: ConnectionState;
  onSearch(): void;
  /** Another business is asked for. */
  onSwitch(): void;
}

const MOST_COUNTED = 20;

/** The pages that the own role has anything to see on. */
export function usePages(): readonly PageEntry[] {
  const { may } = useSession();
  return pages.filter(({ least }) => may(least));
}

/** `3`, `20+`; null where nothing waits for a decision, or one may not decide. */
export function usePendingApprovals(): string | null {
  const { orgId, mayEdit } = useSession();
  const wanted = queries.approvalsByStatus(orgId, 'pending', { limit: MOST_COUNTED + 1 });
  const live = useCollection(mayEdit ? wanted : null);
  const count = live.status === 'ready' ? live.value.length : 0;
  if (count === 0) return null;
  return count > MOST_COUNTED ? `${MOST_COUNTED}+` : String(count);
}

interface PageLinkProps {
  readonly page: PageEntry;
  /** How many things wait there. */
  readonly count?: string | null;
  onFollow?(): void;
}

export function PageLink({ page: { to, label, icon: Icon }, count = null, onFollow }: PageLinkProps) {
  // Every page of the settings belongs to one link.
  const href = to === settingsPage.to ? '/settings' : to;
  return (
    <Link
      to={href}
      className={classes.link}
      activeOptions={{ exact: to === '/', includeSearch: false }}
      onClick={onFollow}
    >
      <Icon size={18} aria-hidden />
      <span className={classes.label}>{label}</span>
      {count !== null && (
        <span className={classes.count}>
          {count}
          <span className={classes.unseen}> to decide</span>
        </span>
      )}
    </Link>
  );
}
