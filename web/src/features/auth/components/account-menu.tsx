import { Avatar, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { ChevronsUpDown } from 'lucide-react';
import { type ComponentPropsWithRef, lazy, Suspense, useState } from 'react';
import { useSession } from '../../../lib/session.ts';
import classes from './account-menu.module.css';

const load = () => import('./account-dropdown.tsx');
const AccountDropdown = lazy(load);

interface AccountMenuProps {
  readonly compact?: boolean;
  /** Another business is asked for, of many. */
  onSwitch(): void;
}

/** Who I am and where: the other businesses, light or dark, signing out. The menu itself is loaded when it is reached for. */
export function AccountMenu({ compact = false, onSwitch }: AccountMenuProps) {
  const [isWanted, setIsWanted] = useState(false);
  const button = (
    <AccountButton compact={compact} onPointerEnter={load} onFocus={load} onClick={() => setIsWanted(true)} />
  );
  if (!isWanted) return button;
  return (
    <Suspense fallback={button}>
      <AccountDropdown compact={compact} onSwitch={onSwitch}>
        <AccountButton compact={compact} />
      </AccountDropdown>
    </Suspense>
  );
}

interface AccountButtonProps extends ComponentPropsWithRef<'button'> {
  readonly compact: boolean;
}

function AccountButton({ compact, ...others }: AccountButtonProps) {
  const { name, tenant } = useSession();
  return (
    <UnstyledButton aria-haspopup="menu" {...others} className={compact ? classes.compact : classes.account}>
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
