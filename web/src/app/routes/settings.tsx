import { useDocumentTitle } from '@mantine/hooks';
import { Link, Outlet, useLocation } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { Page } from '../../components/ui/page.tsx';
import classes from '../../features/settings/components/settings.module.css';
import { useSession } from '../../lib/session.ts';
import { settingsPages } from '../layout/pages.ts';

export default function SettingsRoute() {
  const { tenant } = useSession();
  const { pathname } = useLocation();
  const part = settingsPages.find(({ to }) => to === pathname)?.label ?? 'Settings';
  useDocumentTitle(part === 'Settings' ? 'Settings · Playbooks' : `${part} · Settings · Playbooks`);
  const nav = useRef<HTMLElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: on a phone the chosen part may be out of sight
  useEffect(() => {
    nav.current?.querySelector('[data-status="active"]')?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [pathname]);
  return (
    <Page title="Settings" subtitle={tenant.name}>
      <div className={classes.layout}>
        <nav ref={nav} className={classes.sections} aria-label="Settings">
          {settingsPages.map(({ to, label }) => (
            <Link key={to} to={to} className={classes.section}>
              {label}
            </Link>
          ))}
        </nav>
        <div style={{ minWidth: 0 }}>
          <Outlet />
        </div>
      </div>
    </Page>
  );
}
