import { useMediaQuery } from '@mantine/hooks';
import { Link, Outlet, useLocation } from '@tanstack/react-router';
import { ListChecks, MessageCircle, Radio, Settings, ShieldCheck, Zap } from 'lucide-react';
import { lazy, Suspense, useEffect, useRef } from 'react';
import { Boundary } from '../../components/ui/boundary.tsx';
import { Logo } from '../../components/ui/logo.tsx';
import { AccountMenu } from '../../features/auth/components/account-menu.tsx';
import { NotificationBell } from '../../features/notifications/components/notification-bell.tsx';
import { type Connection, useConnection } from '../../lib/connection.ts';
import { useSession } from '../../lib/session.ts';
import classes from './layout.module.css';

const TenantBanners = lazy(() => import('../../features/settings/components/tenant-banners.tsx'));

const pages = [
  { to: '/', label: 'Chat', icon: MessageCircle },
  { to: '/playbooks', label: 'Playbooks', icon: ListChecks },
  { to: '/executions', label: 'Executions', icon: Zap },
  { to: '/approvals', label: 'Approvals', icon: ShieldCheck },
  { to: '/events', label: 'Events', icon: Radio },
] as const;

/** The frame around every page: a side bar on wide screens, a top bar and tabs on a phone. */
export function Layout() {
  const { orgId, uid } = useSession();
  const connection = useConnection(orgId, uid);
  const isPhone = useMediaQuery('(max-width: 48em)', window.innerWidth <= 768);
  const main = useFocusOnNewPage();
  return (
    <div className={classes.shell}>
      <a href="#main" className={classes.skip}>
        Skip to content
      </a>
      {isPhone ? <TopBar connection={connection} /> : <SideBar connection={connection} />}
      <main id="main" ref={main} tabIndex={-1} className={classes.main}>
        <Boundary>
          <Suspense>
            <TenantBanners />
          </Suspense>
        </Boundary>
        <Outlet />
      </main>
      {isPhone && (
        <nav className={classes.tabs} aria-label="Pages">
          <PageLinks />
        </nav>
      )}
    </div>
  );
}

/** Moves the focus to the new page, so that keyboard and screen reader start there. */
function useFocusOnNewPage() {
  const main = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  const before = useRef(pathname);
  useEffect(() => {
    if (before.current === pathname) return;
    before.current = pathname;
    main.current?.focus({ preventScroll: true });
  }, [pathname]);
  return main;
}

function PageLinks() {
  return pages.map(({ to, label, icon: Icon }) => (
    <Link key={to} to={to} className={classes.link} activeOptions={{ exact: to === '/', includeSearch: false }}>
      <Icon size={18} aria-hidden />
      {label}
    </Link>
  ));
}

function Brand() {
  return (
    <Link to="/" className={classes.brand}>
      <Logo size={26} />
      Playbooks
    </Link>
  );
}

function SideBar({ connection }: { readonly connection: Connection }) {
  return (
    <aside className={classes.side}>
      <div className={classes.brandRow}>
        <Brand />
        <Bell />
      </div>
      <nav className={classes.nav} aria-label="Pages">
        <PageLinks />
      </nav>
      <div className={classes.bottom}>
        <Link to="/settings" className={classes.link}>
          <Settings size={18} aria-hidden />
          Settings
        </Link>
        <ConnectionState state={connection} />
        <AccountMenu />
      </div>
    </aside>
  );
}

function TopBar({ connection }: { readonly connection: Connection }) {
  return (
    <header className={classes.top}>
      <Brand />
      <ConnectionState state={connection} />
      <Bell />
      <AccountMenu compact />
    </header>
  );
}

function Bell() {
  return (
    <Boundary>
      <NotificationBell />
    </Boundary>
  );
}

const connectionWords: Record<Connection, string> = {
  online: 'Live',
  connecting: 'Connecting…',
  reconnecting: 'Reconnecting…',
  offline: 'Offline',
};

function ConnectionState({ state }: { readonly state: Connection }) {
  return (
    <div className={classes.connection} role="status" aria-live="polite">
      <span className={classes.dot} data-state={state} aria-hidden />
      {connectionWords[state]}
    </div>
  );
}
