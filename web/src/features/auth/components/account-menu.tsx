import { Avatar, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { ChevronsUpDown } from 'lucide-react';
import { type ComponentPropsWithRef, lazy } from 'react';
import { MenuInTime } from '../../../components/ui/menu-in-time.tsx';
import { useSession } from '../../../lib/session.ts';
import classes from './account-menu.module.css';

const load = () => import('./account-dropdown.tsx');
const AccountDropdown = lazy(load);

interface AccountMenuProps {
  readonly compact?: boolean;
  /** Another business is asked for, of many. */
  onSwitch(): void;
}

/** Who I am and where: the other businesses, light or dark, signing out. */
export function AccountMenu({ compact = false, onSwitch }: AccountMenuProps) {
  return (
    <MenuInTime button={<AccountButton compact={compact} />} load={load}>
      {(button) => (
        <AccountDropdown compact={compact} onSwitch={onSwitch}>
          {button}
        </AccountDropdown>
      )}
    </MenuInTime>
  );
}

interface AccountButtonProps extends ComponentPropsWithRef<'button'> {
  readonly compact: boolean;
}

function AccountButton({ compact, ...others }: AccountButtonProps) {
  const { name, tenant } = useSession();
  return (
    <UnstyledButton {...others} className={compact ? classes.compact : classes.account}>
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
  );
}
