import {
  Avatar,
  Menu,
  SegmentedControl,
  Text,
  UnstyledButton,
  useMantineColorScheme,
  VisuallyHidden,
} from '@mantine/core';
import { Check, ChevronsUpDown, LogOut } from 'lucide-react';
import { useSession } from '../../../lib/session.ts';
import classes from './account-menu.module.css';

/** Who I am and where: the tenant switcher (when there are several), light or dark, signing out. */
export function AccountMenu({ compact = false }: { readonly compact?: boolean }) {
  const { name, email, tenant, tenants, chooseTenant, signOut } = useSession();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Menu width={264} position={compact ? 'bottom-end' : 'top-start'} shadow="md" radius="lg" withinPortal>
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
        <Menu.Label>Appearance</Menu.Label>
        <SegmentedControl
          fullWidth
          size="xs"
          m={6}
          mt={0}
          style={{ width: 'calc(100% - 12px)' }}
          aria-label="Appearance"
          value={colorScheme}
          onChange={setColorScheme}
          data={[
            { value: 'auto', label: 'System' },
            { value: 'light', label: 'Light' },
            { value: 'dark', label: 'Dark' },
          ]}
        />
        <Menu.Divider />
        <Menu.Item leftSection={<LogOut size={15} aria-hidden />} onClick={signOut}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
