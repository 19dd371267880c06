import { Button, Card, Stack } from '@mantine/core';
import { useCallback, useState } from 'react';
import { LiveView } from '../../../components/ui/states.tsx';
import { useSession } from '../../../lib/session.ts';
import { relative, useNow } from '../../../lib/time.ts';
import { toastDone, useCommand } from '../../../lib/use-command.ts';
import { type Invitation, revokeInvitation, useTeam } from '../api/team.ts';
import { Heading } from './heading.tsx';
import { InviteForm } from './invite-form.tsx';
import { MemberRow } from './member-row.tsx';
import classes from './settings.module.css';

/** Who belongs to the business, with which role, and who is invited. */
export default function TeamSettings() {
  const { may } = useSession();
  const [changes, setChanges] = useState(0);
  const onChanged = useCallback(() => setChanges((count) => count + 1), []);
  return (
    <LiveView live={useTeam(changes)}>
      {({ members, invitations }) => (
        <>
          <Card>
            <ul className={classes.rows} aria-label="Members">
              {members.map((member) => (
                <MemberRow key={member.uid} member={member} members={members} onChanged={onChanged} />
              ))}
            </ul>
          </Card>
          <Heading title="Invite someone">
            They get a mail with a link that holds for seven days and for that address alone.
          </Heading>
          <Card>
            <InviteForm onInvited={onChanged} />
          </Card>
          {may('admin') && invitations.length > 0 && (
            <>
              <Heading title="Open invitations" />
              <Card>
                <ul className={classes.rows} aria-label="Open invitations">
                  {invitations.map((invitation) => (
                    <InvitationRow key={invitation.invitationId} invitation={invitation} onChanged={onChanged} />
                  ))}
                </ul>
              </Card>
            </>
          )}
        </>
      )}
    </LiveView>
  );
}

interface InvitationRowProps {
  readonly invitation: Invitation;
  onChanged(): void;
}

function InvitationRow({ invitation: { invitationId, email, role, expireAt }, onChanged }: InvitationRowProps) {
  const { api } = useSession();
  const now = useNow();
  const revoke = useCommand(
    useCallback(async () => {
      await revokeInvitation(api, invitationId);
      toastDone('The link in the mail opens nothing any more');
      onChanged();
    }, [api, invitationId, onChanged]),
    'It was not revoked',
  );
  return (
    <li className={classes.row}>
      <Stack gap={0} className={classes.main}>
        <span>{email}</span>
        <small>
          as {role}, {expireAt > now ? `ends ${relative(expireAt, now)}` : 'expired'}
        </small>
      </Stack>
      <Button variant="default" size="xs" loading={revoke.busy} onClick={() => revoke.run()}>
        Revoke
      </Button>
    </li>
  );
}
