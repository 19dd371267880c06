import { Button, Group, NativeSelect, Text } from '@mantine/core';
import { isAtLeast, type Role, roleSchema } from '@model/tenant.ts';
import { useCallback, useState } from 'react';
import { Confirm } from '../../../components/ui/confirm.tsx';
import { roleWords } from '../../../lib/roles.ts';
import { useSession } from '../../../lib/session.ts';
import { toastDone, useCommand } from '../../../lib/use-command.ts';
import { changeRole, type Member, removeMember } from '../api/team.ts';
import classes from './settings.module.css';
import { rolesToGive, whyFixed } from './team-rules.ts';

interface MemberRowProps {
  readonly member: Member;
  readonly members: readonly Member[];
  onChanged(): void;
}

/** One member, with the role and the way out, as far as one may. */
export function MemberRow({ member, members, onChanged }: MemberRowProps) {
  const { uid, tenant } = useSession();
  const isMe = member.uid === uid;
  const fixed = whyFixed(member, { uid, role: tenant.role }, members);
  return (
    <li className={classes.row}>
      <div className={classes.main}>
        <Text fw={560}>
          {member.name}
          {isMe && ' (you)'}
        </Text>
        <Text size="sm" c="dimmed">
          {member.email}
        </Text>
        {fixed !== null && (isMe || isAtLeast(tenant.role, 'admin')) && (
          <Text size="sm" c="dimmed" mt={2}>
            {fixed}
          </Text>
        )}
      </div>
      <Group gap="xs" wrap="nowrap">
        <RoleField member={member} isFixed={fixed !== null} onChanged={onChanged} />
        {(isMe || isAtLeast(tenant.role, 'admin')) && (
          <RemoveButton member={member} isMe={isMe} isFixed={fixed !== null} onChanged={onChanged} />
        )}
      </Group>
    </li>
  );
}

interface PartProps {
  readonly member: Member;
  readonly isFixed: boolean;
  onChanged(): void;
}

function RoleField({ member, isFixed, onChanged }: PartProps) {
  const { api, uid, tenant, reload } = useSession();
  // One may step down, and nobody raises himself.
  const given = rolesToGive(tenant.role);
  const roles = roleSchema.options.filter((role) => role === member.role || given.includes(role)).toReversed();
  const change = useCommand(
    useCallback(
      async (role: Role) => {
        await changeRole(api, member.uid, role);
        toastDone(`${member.name} is ${roleWords[role].name.toLowerCase()} now`);
        onChanged();
        if (member.uid === uid) await reload();
      },
      [api, member, uid, reload, onChanged],
    ),
    'The role was not changed',
  );
  return (
    <NativeSelect
      aria-label={`Role of ${member.name}`}
      data={roles.map((role) => ({ value: role, label: roleWords[role].name }))}
      value={member.role}
      disabled={isFixed || given.length === 0 || change.busy}
      onChange={(event) => {
        const role = roleSchema.safeParse(event.currentTarget.value);
        if (role.success) void change.run(role.data);
      }}
    />
  );
}

function RemoveButton({ member, isMe, isFixed, onChanged }: PartProps & { readonly isMe: boolean }) {
  const { api, tenant, reload } = useSession();
  const [isAsking, setIsAsking] = useState(false);
  const remove = useCommand(
    useCallback(async () => {
      await removeMember(api, member.uid);
      setIsAsking(false);
      toastDone(isMe ? `You have left ${tenant.name}` : `${member.name} is not in the team any more`);
      if (isMe) await reload();
      else onChanged();
    }, [api, member, isMe, tenant.name, reload, onChanged]),
    isMe ? 'You have not left' : 'Nobody was removed',
  );
  return (
    <>
      <Button variant="default" disabled={isFixed} onClick={() => setIsAsking(true)}>
        {isMe ? 'Leave' : 'Remove'}
      </Button>
      <Confirm
        opened={isAsking}
        title={isMe ? `Leave ${tenant.name}?` : `Remove ${member.name}?`}
        confirm={isMe ? 'Leave' : 'Remove from the team'}
        keep={isMe ? 'Stay' : 'Keep them'}
        busy={remove.busy}
        onConfirm={() => void remove.run()}
        onClose={() => setIsAsking(false)}
      >
        {isMe
          ? 'You see nothing of this business any more, and what is yours does not start by itself any more.'
          : 'They see nothing of this business any more, and playbooks that are theirs do not start by themselves any more.'}
      </Confirm>
    </>
  );
}
