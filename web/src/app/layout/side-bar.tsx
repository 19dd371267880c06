import { UnstyledButton } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Search } from 'lucide-react';
import { Logo } from '../../components/ui/logo.tsx';
import { AccountMenu } from '../../features/auth/components/account-menu.tsx';
import { Bell } from './bell.tsx';
import { ConnectionState } from './connection-state.tsx';
import classes from './layout.module.css';
import { type BarProps, PageLink, usePages, usePendingApprovals } from './page-links.tsx';
import { settingsPage } from './pages.ts';
import { paletteKey } from './use-shell-keys.ts';

export function SideBar({ state, onSearch, onSwitch }: BarProps) {
  const pages = usePages();
  const pending = usePendingApprovals();
  return (
    <aside className={classes.side}>
      <div className={classes.brandRow}>
        <Link to="/" className={classes.brand}>
          <Logo size={26} />
          Playbooks
        </Link>
        <Bell />
      </div>
      <UnstyledButton
        className={classes.search}
        onClick={onSearch}
        aria-haspopup="dialog"
        aria-keyshortcuts="Meta+K Control+K"
      >
        <Search size={16} aria-hidden />
        <span className={classes.label}>Search</span>
        <kbd aria-hidden>{paletteKey}</kbd>
      </UnstyledButton>
      <nav className={classes.nav} aria-label="Pages">
        {pages.map((page) => (
          <PageLink key={page.to} page={page} count={page.to === '/approvals' ? pending : null} />
        ))}
      </nav>
      <div className={classes.bottom}>
        <PageLink page={settingsPage} />
        <ConnectionState state={state} />
        <AccountMenu onSwitch={onSwitch} />
      </div>
    </aside>
  );
}
