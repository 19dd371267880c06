import { ActionIcon, UnstyledButton } from '@mantine/core';
import { Link, useLocation } from '@tanstack/react-router';
import { Ellipsis, Search } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { Logo } from '../../components/ui/logo.tsx';
import { AccountMenu } from '../../features/auth/components/account-menu.tsx';
import { useSession } from '../../lib/session.ts';
import { Bell } from './bell.tsx';
import { ConnectionState } from './connection-state.tsx';
import classes from './layout.module.css';
import { type BarProps, PageLink, usePages, usePendingApprovals } from './page-links.tsx';
import { settingsPage } from './pages.ts';

const MorePages = lazy(() => import('./more-pages.tsx'));
const TABS = 4;

export function TopBar({ state, onSearch, onSwitch }: BarProps) {
  const { tenant } = useSession();
  return (
    <header className={classes.top}>
      <Link to="/" className={classes.brand} aria-label="Playbooks">
        <Logo size={26} />
      </Link>
      <span className={classes.tenant}>{tenant.name}</span>
      <ConnectionState state={state} />
      <ActionIcon onClick={onSearch} aria-label="Search" size={44}>
        <Search size={19} aria-hidden />
      </ActionIcon>
      <Bell />
      <AccountMenu compact onSwitch={onSwitch} />
    </header>
  );
}

/** The four pages used most, and a sheet with the rest. */
export function TabBar() {
  const pages = usePages();
  const pending = usePendingApprovals();
  const { pathname } = useLocation();
  const [isOpen, setIsOpen] = useState(false);
  const tabs = pages.filter(({ isRare }) => !isRare).slice(0, TABS);
  const rest = [...pages.filter((page) => !tabs.includes(page)), settingsPage];
  const isInRest = rest.some(({ to }) => pathname.startsWith(to === settingsPage.to ? '/settings' : to));
  return (
    <nav className={classes.tabs} aria-label="Pages">
      {tabs.map((page) => (
        <PageLink key={page.to} page={page} count={page.to === '/approvals' ? pending : null} />
      ))}
      <UnstyledButton
        className={classes.link}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        data-status={isInRest ? 'active' : undefined}
        onClick={() => setIsOpen(true)}
      >
        <Ellipsis size={18} aria-hidden />
        <span className={classes.label}>More</span>
      </UnstyledButton>
      <Suspense>{isOpen && <MorePages pages={rest} onClose={() => setIsOpen(false)} />}</Suspense>
    </nav>
  );
}
