import { Anchor, Text } from '@mantine/core';

interface SignedInAsProps {
  readonly email: string;
  onSignOut(): void;
}

/** Below a page for somebody who has come with the wrong account, perhaps. */
export function SignedInAs({ email, onSignOut }: SignedInAsProps) {
  return (
    <Text size="sm" c="dimmed">
      Signed in as {email}.{' '}
      <Anchor component="button" type="button" size="sm" onClick={onSignOut}>
        Use another account
      </Anchor>
    </Text>
  );
}
