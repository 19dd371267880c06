import { Menu, Text, useMantineColorScheme } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { Building2, Check, LogOut, Monitor, Moon, Settings, Sun } from 'lucide-react';
import type { ReactElement } from 'react';
import { useOpening } from '../../../components/ui/menu-in-time.tsx';
import { roleWords } from '../../../lib/roles.ts';
import { useSession } from '../../../lib/session.ts';
import classes from './account-menu.module.css';

const appearances = [
  { value: 'auto', label: 'Like the system', icon: Monitor },
  { value: 'light', label: 'Light', icon: Sun },
  { value: 'dark', label: 'Dark', icon: Moon },
] as const;

/** More businesses than these are looked for by name. */
const MOST_LISTED = 7;

interface AccountDropdownProps {
  readonly compact: boolean;
  /** The button that it hangs on. */
  readonly children: ReactElement;
  onSwitch(): void;
}

export default function AccountDropdown({ compact, children, onSwitch }: AccountDropdownProps) {
  const opening = useOpening();
  const { email, tenants, signOut } = useSession();
  const navigate = useNavigate();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Menu
      {...opening}
      withInitialFocusPlaceholder={false}
      width={280}
      position={compact ? 'bottom-end' : 'top-start'}
      shadow="md"
      radius="lg"
      withinPortal
    >
      <Menu.Target>{children}</Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <Text size="sm" truncate>
            {email}
          </Text>
        </Menu.Label>
        {tenants.length > 1 && <Businesses onSwitch={onSwitch} />}
        <Menu.Divider />
        <Menu.Item leftSection={<Settings size={15} aria-hidden />} onClick={() => void navigate({ to: '/settings' })}>
          Settings
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label>Appearance</Menu.Label>
        {appearances.map(({ value, label, icon: Icon }) => (
          <Menu.Item
            key={value}
            closeMenuOnClick={false}
            onClick={() => setColorScheme(value)}
            leftSection={<Icon size={15} aria-hidden />}
            rightSection={value === colorScheme ? <Check size={15} aria-label="chosen" /> : undefined}
          >
            {label}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<LogOut size={15} aria-hidden />} onClick={signOut}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function Businesses({ onSwitch }: { onSwitch(): void }) {
  const { tenant, tenants, chooseTenant } = useSession();
  const listed = tenants.length > MOST_LISTED ? [tenant] : tenants;
  return (
    <>
      <Menu.Divider />
      <Menu.Label>Businesses</Menu.Label>
      {listed.map(({ orgId, name, role }) => (
        <Menu.Item
          key={orgId}
          onClick={() => orgId !== tenant.orgId && chooseTenant(orgId)}
          rightSection={orgId === tenant.orgId ? <Check size={15} aria-label="chosen" /> : undefined}
        >
          <span className={classes.business}>
            <span>{name}</span>
            <span>{roleWords[role].name}</span>
          </span>
        </Menu.Item>
      ))}
      {listed.length < tenants.length && (
        <Menu.Item leftSection={<Building2 size={15} aria-hidden />} onClick={onSwitch}>
          Switch business… ({tenants.length})
        </Menu.Item>
      )}
    </>
  );
}
