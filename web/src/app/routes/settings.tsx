import { Link, Outlet } from '@tanstack/react-router';
import { Page } from '../../components/ui/page.tsx';
import classes from '../../features/settings/components/settings.module.css';
import { useSession } from '../../lib/session.ts';

const sections = [
  { to: '/settings/business', label: 'Business' },
  { to: '/settings/safety', label: 'Safety' },
  { to: '/settings/team', label: 'Team' },
  { to: '/settings/connections', label: 'Connections' },
  { to: '/settings/keys', label: 'API keys' },
  { to: '/settings/audit', label: 'Audit log' },
  { to: '/settings/data', label: 'Data' },
] as const;

export default function SettingsRoute() {
  const { tenant } = useSession();
  return (
    <Page title="Settings" subtitle={tenant.name}>
      <div className={classes.layout}>
        <nav className={classes.sections} aria-label="Settings">
          {sections.map(({ to, label }) => (
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
