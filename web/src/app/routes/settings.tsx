import { Link, Outlet } from '@tanstack/react-router';
import { Page } from '../../components/ui/page.tsx';
import classes from '../../features/settings/components/settings.module.css';
import { useSession } from '../../lib/session.ts';
import { settingsPages } from '../layout/pages.ts';

export default function SettingsRoute() {
  const { tenant } = useSession();
  return (
    <Page title="Settings" subtitle={tenant.name}>
      <div className={classes.layout}>
        <nav className={classes.sections} aria-label="Settings">
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
