import { Avatar, Menu, Text, UnstyledButton, useMantineColorScheme, VisuallyHidden } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { Check, ChevronsUpDown, LogOut, Monitor, Moon, Settings, Sun } from 'lucide-react';
import { useSession } from '../../../lib/session.ts';
import classes from './account-menu.module.css';

const appearances = [
  { value: 'auto', label: 'Like the system', icon: Monitor },
  { value: 'light', label: 'Light', icon: Sun },
  { value: 'dark', label: 'Dark', icon: Moon },
] as const;

/** Who I am and where: the tenant switcher (when there are several), light or dark, signing out. */
export function AccountMenu({ compact = false }: { readonly compact?: boolean }) {
  const { name, email, tenant, tenants, chooseTenant, signOut } = useSession();
  const navigate = useNavigate();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Menu
      withInitialFocusPlaceholder={false}
      width={264}
      position={compact ? 'bottom-end' : 'top-start'}
      shadow="md"
      radius="lg"
      withinPortal
    >
      <Menu.Target>
        <UnstyledButton className={compact ? undefined : classes.account}>
          <VisuallyHidden>Account of {compact ? `${name}, ${tenant.name}` : null}</VisuallyHidden>
          <Avatar aria-hidden name={tenant.name} color="pine" radius="md" size={34} />
          {!compact && (
            <>
              <span className={classes.names}>
                <span className={classes.tenant}>{tenant.name}</span>
                <span className={classes.person}>{name}</span>
              </span>
              <ChevronsUpDown size={15} aria-hidden />
            </>
          )}
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <Text size="sm" truncate>
            {email}
          </Text>
        </Menu.Label>
        {tenants.length > 1 && (
          <>
            <Menu.Divider />
            <Menu.Label>Businesses</Menu.Label>
            {tenants.map((one) => (
              <Menu.Item
                key={one.orgId}
                onClick={() => chooseTenant(one.orgId)}
                rightSection={one.orgId === tenant.orgId ? <Check size={15} aria-label="chosen" /> : undefined}
              >
                {one.name}
              </Menu.Item>
            ))}
          </>
        )}
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
