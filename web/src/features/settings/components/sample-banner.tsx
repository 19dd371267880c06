import { Button, Text } from '@mantine/core';
import { businessWords } from '@model/business.ts';
import type { Tenant } from '@model/tenant.ts';
import { Shapes } from 'lucide-react';
import { useCallback, useState } from 'react';
import { Confirm } from '../../../components/ui/confirm.tsx';
import { Note } from '../../../components/ui/status-pill.tsx';
import { useSession } from '../../../lib/session.ts';
import { toastDone, useCommand } from '../../../lib/use-command.ts';
import { removeSampleData } from '../api/sample-data.ts';
import classes from './settings.module.css';

/** Says that what is seen is made up, in part at least, and takes it away. */
export function SampleBanner({ sample }: { readonly sample: NonNullable<Tenant['sample']> }) {
  const { api, may } = useSession();
  const [isAsking, setIsAsking] = useState(false);
  const remove = useCommand(
    useCallback(async () => {
      await removeSampleData(api);
      toastDone('The sample data is gone');
      setIsAsking(false);
    }, [api]),
    'It was not removed',
  );
  return (
    <Note tone="info" icon={Shapes} role="status">
      <div className={classes.banner}>
        <Text size="sm" style={{ flex: '1 1 240px' }}>
          <b>You are looking at sample data</b> of a made-up business ({businessWords[sample.business].toLowerCase()}).
        </Text>
        {may('admin') && (
          <Button size="xs" variant="default" onClick={() => setIsAsking(true)}>
            Remove it…
          </Button>
        )}
      </div>
      <Confirm
        opened={isAsking}
        title="Remove the sample data?"
        confirm="Remove it"
        busy={remove.busy}
        onConfirm={() => void remove.run()}
        onClose={() => setIsAsking(false)}
      >
        The made-up products, customers, orders and so on go, also those that were changed. What is your own stays, and
        so do playbooks and what they have done.
      </Confirm>
    </Note>
  );
}
