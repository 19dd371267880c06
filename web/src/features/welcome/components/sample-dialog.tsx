import { Button, Checkbox, Group, NativeSelect, Stack, Text } from '@mantine/core';
import { BUSINESSES, businessSchema, businessWords } from '@model/business.ts';
import { TriangleAlert } from 'lucide-react';
import { useCallback, useState } from 'react';
import { Dialog } from '../../../components/ui/dialog.tsx';
import { Note } from '../../../components/ui/status-pill.tsx';
import { useSession } from '../../../lib/session.ts';
import { toastDone, useCommand } from '../../../lib/use-command.ts';
import { useTenant } from '../../../lib/use-tenant.ts';
import { putSampleData, useSampleState } from '../api/sample-data.ts';

/** Asks whose made-up data, and says what it does before it does it. */
export default function SampleDialog({ onClose }: { onClose(): void }) {
  const { api } = useSession();
  const tenant = useTenant();
  const state = useSampleState();
  const [chosen, setChosen] = useState<string | null>(null);
  const [wantsLarge, setWantsLarge] = useState(false);
  const business = businessSchema.catch('shop').parse(chosen ?? tenant?.business);
  const isLarge = business === 'gym' && wantsLarge;
  const active = state.status === 'ready' ? state.value.activePlaybooks : 0;
  const put = useCommand(
    useCallback(async () => {
      await putSampleData(api, business, isLarge);
      toastDone('The sample data is there');
      onClose();
    }, [api, business, isLarge, onClose]),
    'It was not added',
  );
  return (
    <Dialog title="Try sample data" onClose={onClose}>
      <Stack>
        <Text size="sm">
          About a hundred made-up products, customers, orders and invoices, so that playbooks have something to work
          with. A note on every page says so, and one click removes them again. Their e-mail addresses lead nowhere.
        </Text>
        <NativeSelect
          label="Which business?"
          value={business}
          onChange={({ currentTarget }) => setChosen(currentTarget.value)}
          data={BUSINESSES.map((value) => ({ value, label: businessWords[value] }))}
          data-autofocus
        />
        {business === 'gym' && (
          <Checkbox
            label="A large one"
            description="Some 4,600 documents with 3,832 open prospects, to see that nothing gets lost in numbers"
            checked={wantsLarge}
            onChange={({ currentTarget }) => setWantsLarge(currentTarget.checked)}
          />
        )}
        {active > 0 && (
          <Note tone="warn" icon={TriangleAlert}>
            <Text size="sm">
              {active === 1 ? 'One playbook is' : `${active} playbooks are`} active here. Nothing starts because of
              this, but from then on they find the made-up data among yours.
            </Text>
          </Note>
        )}
        <Group justify="flex-end" mt="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button loading={put.busy} onClick={() => void put.run()}>
            Add sample data
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
