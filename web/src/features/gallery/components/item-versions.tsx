import { Text } from '@mantine/core';
import type { GalleryVersionView } from '@model/gallery-views.ts';
import { StatusPill } from '../../../components/ui/status-pill.tsx';
import { useSession } from '../../../lib/session.ts';
import { dateTime, useNow } from '../../../lib/time.ts';
import { itemStatus } from '../api/gallery-words.ts';
import classes from './gallery.module.css';

interface VersionsProps {
  readonly versions: readonly GalleryVersionView[];
  /** The one that is in the gallery. */
  readonly shown: number | null;
}

/** Its versions, the newest first, and what is new in each. */
export function ItemVersions({ versions, shown }: VersionsProps) {
  const { tenant } = useSession();
  const now = useNow();
  if (versions.length === 0) return <Text c="dimmed">No version was let in yet.</Text>;
  return (
    <ol className={classes.lines} aria-label="Versions">
      {versions.map(({ number, changes, status, reason, createdAt }) => (
        <li key={number}>
          <div className={classes.step}>
            <b>Version {number}</b>
            <time className={classes.soft} dateTime={createdAt}>
              {dateTime(new Date(createdAt), tenant.timezone, now)}
            </time>
            {status !== 'published' && <StatusPill look={itemStatus[status]} />}
            {number === shown && <span className={classes.soft}>in the gallery now</span>}
          </div>
          <p className={classes.text}>{changes === '' ? (number === 1 ? 'The first version.' : '') : changes}</p>
          {reason !== null && reason !== '' && <Text size="sm">The moderator says: {reason}</Text>}
        </li>
      ))}
    </ol>
  );
}
