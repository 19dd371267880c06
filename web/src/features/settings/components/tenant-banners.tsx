import { Button, Text } from '@mantine/core';
import { FlaskConical, OctagonPause, PowerOff } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { ButtonLink } from '../../../components/ui/links.tsx';
import { Note } from '../../../components/ui/status-pill.tsx';
import { nameOf, usePeople } from '../../../lib/people.ts';
import { useSession } from '../../../lib/session.ts';
import { dateTime, relative, useNow } from '../../../lib/time.ts';
import { useTenant } from '../../../lib/use-tenant.ts';
import { useTenantSettings } from '../api/tenant-settings.ts';
import classes from './settings.module.css';

// Who is paused by nobody and has sample data of nobody loads neither dialog.
const SampleBanner = lazy(async () => ({ default: (await import('./sample-banner.tsx')).SampleBanner }));
const ResumeTenant = lazy(() => import('./resume-tenant.tsx'));

/** What has to be known on every page: a pause, dry run, a switch of the platform, sample data. */
export default function TenantBanners() {
  const tenant = useTenant();
  const settings = useTenantSettings('banners');
  const switches = settings.status === 'ready' ? settings.value.switches : null;
  const isDry = tenant?.dryRun || switches?.dryRun;
  if (!tenant?.pause && !tenant?.sample && !isDry && switches?.autoExecution !== false) return null;
  return (
    <section className={classes.banners} aria-label="Notices">
      {tenant?.pause && <Paused {...tenant.pause} />}
      {isDry && (
        <Note tone="info" icon={FlaskConical} role="status">
          <div className={classes.banner}>
            <Text size="sm">
              <b>Dry run is on{tenant?.dryRun ? '' : ' for the whole platform'}.</b> Playbooks read for real; nothing is
              sent, written or changed.
            </Text>
            {tenant?.dryRun && <ToSettings />}
          </div>
        </Note>
      )}
      {tenant?.sample && <SampleBanner sample={tenant.sample} />}
      {switches?.autoExecution === false && (
        <Note tone="warn" icon={PowerOff} role="status">
          <Text size="sm">
            <b>Nothing starts by itself.</b> Whoever runs this platform has switched off automatic execution. “Run now”
            still works.
          </Text>
        </Note>
      )}
    </section>
  );
}

interface PausedProps {
  readonly since: Date;
  readonly by: string;
  readonly reason: string | null;
}

function Paused({ since, by, reason }: PausedProps) {
  const { uid, tenant, may } = useSession();
  const people = usePeople();
  const now = useNow();
  const [isResuming, setIsResuming] = useState(false);
  return (
    <Note tone="warn" icon={OctagonPause} role="status">
      <div className={classes.banner}>
        <Text size="sm" style={{ flex: '1 1 240px' }}>
          <b>Everything is paused</b>
          <span title={dateTime(since, tenant.timezone, now)}>
            {' '}
            by {nameOf(by, people, uid)}, {relative(since, now)}
            {reason === null ? '.' : `: ${reason}`}
          </span>
        </Text>
        {may('admin') && (
          <Button size="xs" variant="default" onClick={() => setIsResuming(true)}>
            Resume…
          </Button>
        )}
      </div>
      <Suspense>{isResuming && <ResumeTenant onClose={() => setIsResuming(false)} />}</Suspense>
    </Note>
  );
}

function ToSettings() {
  return (
    <ButtonLink to="/settings/safety" size="xs" variant="default">
      Open settings
    </ButtonLink>
  );
}
