import { useMediaQuery } from '@mantine/hooks';
import { Outlet, useLocation } from '@tanstack/react-router';
import { lazy, Suspense, useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { Boundary } from '../../components/ui/boundary.tsx';
import { NewNotifications } from '../../features/notifications/components/new-notifications.tsx';
import { useConnection } from '../../lib/connection.ts';
import { useSession } from '../../lib/session.ts';
import { toasts } from '../../lib/toasts.ts';
import { ConnectionNote } from './connection-state.tsx';
import classes from './layout.module.css';
import { TabBar, TopBar } from './phone-bars.tsx';
import { SideBar } from './side-bar.tsx';
import { useShellKeys } from './use-shell-keys.ts';

const Toasts = lazy(() => import('../toasts.tsx'));
const TenantBanners = lazy(() => import('../../features/settings/components/tenant-banners.tsx'));
const ShellPalette = lazy(() => import('./shell-palette.tsx'));
const Shortcuts = lazy(() => import('./shortcuts.tsx'));

/** What finds every other business in the palette. */
const SWITCH = 'Switch to ';

/** The frame around every page: a side bar on wide screens, a top bar and tabs on a phone. */
export function Layout() {
  const connection = useConnection(useSession());
  const isPhone = useMediaQuery('(max-width: 48em)', window.innerWidth <= 768);
  const main = useFocusOnNewPage();
  const areToastsWanted = useSyncExternalStore(toasts.subscribe, toasts.areWanted);
  const [open, setOpen] = useState<'palette' | 'tenants' | 'keys' | null>(null);
  const openPalette = () => setOpen('palette');
  const openTenants = () => setOpen('tenants');
  const openKeys = useCallback(() => setOpen('keys'), []);
  // What was opened from it stays.
  const closePalette = () => setOpen((now) => (now === 'keys' ? now : null));
  useShellKeys({ openPalette, openKeys });
  return (
    <div className={classes.shell}>
      <a href="#main" className={classes.skip}>
        Skip to content
      </a>
      {isPhone ? (
        <TopBar state={connection.state} onSearch={openPalette} onSwitch={openTenants} />
      ) : (
        <SideBar state={connection.state} onSearch={openPalette} onSwitch={openTenants} />
      )}
      <main id="main" ref={main} tabIndex={-1} className={classes.main}>
        <ConnectionNote connection={connection} />
        <Boundary>
          <Suspense>
            <TenantBanners />
          </Suspense>
        </Boundary>
        <Outlet />
      </main>
      {isPhone && <TabBar />}
      <Boundary>
        <NewNotifications />
        {/* Inside the router, since a toast may hold a link. */}
        <Suspense>{areToastsWanted && <Toasts />}</Suspense>
        <Suspense>
          {(open === 'palette' || open === 'tenants') && (
            <ShellPalette
              key={open}
              start={open === 'tenants' ? SWITCH : ''}
              onKeys={openKeys}
              onClose={closePalette}
            />
          )}
          {open === 'keys' && <Shortcuts onClose={() => setOpen(null)} />}
        </Suspense>
      </Boundary>
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
