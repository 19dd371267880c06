import { Button } from '@mantine/core';
import { RefreshCw } from 'lucide-react';
import { useCallback } from 'react';
import { ApiError } from '../../../lib/api.ts';
import { useSession } from '../../../lib/session.ts';
import { toastDone, useCommand } from '../../../lib/use-command.ts';
import { lookAgain } from '../api/look-again.ts';

/** How the server says that nothing is known of the business. */
const NOTHING_KNOWN = 'no_data';

interface LookAgainProps {
  readonly label: string;
  readonly isFirst?: boolean;
  /** Told why there is nothing to be seen, in words. */
  onNothing?(words: string): void;
}

/** Has the coach look at the business now. */
export function LookAgainButton({ label, isFirst = false, onNothing }: LookAgainProps) {
  const { api } = useSession();
  const look = useCommand(
    useCallback(async () => {
      await lookAgain(api);
      toastDone('The coach has looked');
    }, [api]),
    'The coach did not look',
    (error) => {
      const isNothing = error instanceof ApiError && error.code === NOTHING_KNOWN;
      if (!isNothing || onNothing === undefined) return false;
      onNothing(error.message);
      return true;
    },
  );
  return (
    <Button
      variant={isFirst ? 'filled' : 'default'}
      leftSection={<RefreshCw size={15} aria-hidden />}
      loading={look.busy}
      onClick={() => void look.run()}
    >
      {label}
    </Button>
  );
}
