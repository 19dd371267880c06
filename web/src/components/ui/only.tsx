import { Fieldset, Text } from '@mantine/core';
import type { Role } from '@model/tenant.ts';
import type { ReactNode } from 'react';
import { needsRole } from '../../lib/roles.ts';
import { useSession } from '../../lib/session.ts';

interface OnlyProps {
  /** The least that allows it. */
  readonly least: Role;
  readonly children: ReactNode;
}

/** Fields and commands for a role and those above it. Others see them switched off, and why. */
export function Only({ least, children }: OnlyProps) {
  const { may, tenant } = useSession();
  const isAllowed = may(least);
  return (
    <Fieldset variant="unstyled" disabled={!isAllowed} m={0} p={0} miw={0} bd={0}>
      {!isAllowed && (
        <Text size="sm" c="dimmed" mb="sm" role="note">
          {needsRole(tenant.role, least)}
        </Text>
      )}
      {children}
    </Fieldset>
  );
}
