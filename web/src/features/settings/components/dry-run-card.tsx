import { Card, Switch, Text } from '@mantine/core';
import { useCallback } from 'react';
import { Only } from '../../../components/ui/only.tsx';
import { useSession } from '../../../lib/session.ts';
import { toastDone, useCommand } from '../../../lib/use-command.ts';
import { changeTenant } from '../api/tenant-settings.ts';
import type { SettingsCardProps } from './pause-card.tsx';

/** Makes every execution of the business a dry run. */
export function DryRunCard({ settings: { dryRun, switches }, onChanged }: SettingsCardProps) {
  const { api } = useSession();
  const change = useCommand(
    useCallback(
      async (isOn: boolean) => {
        await changeTenant(api, { dryRun: isOn });
        toastDone(isOn ? 'Dry run is on' : 'Dry run is off');
        onChanged();
      },
      [api, onChanged],
    ),
    'It was not changed',
  );
  return (
    <Card>
      <Only least="admin">
        <Switch
          label="Dry run for the whole business"
          description="Every effect is noted instead of happening, and each execution is marked as a dry run"
          checked={dryRun}
          disabled={change.busy}
          onChange={(event) => change.run(event.currentTarget.checked)}
        />
      </Only>
      {switches.dryRun && (
        <Text size="sm" mt="sm">
          Whoever runs this platform has switched dry run on for everybody; it holds whatever is chosen here.
        </Text>
      )}
    </Card>
  );
}
