import { useCallback, useState } from 'react';
import { LiveView } from '../../../components/ui/states.tsx';
import { useTenantSettings } from '../api/tenant-settings.ts';
import { Heading } from './heading.tsx';
import { LimitsCard } from './limits-card.tsx';

/** How much there was of everything, and how much there may be. */
export default function UsageSettings() {
  const [asked, setAsked] = useState(0);
  const refresh = useCallback(() => setAsked((times) => times + 1), []);
  return (
    <LiveView live={useTenantSettings(`usage|${asked}`)}>
      {(settings) => (
        <>
          <Heading title="Limits and usage">
            At a limit executions wait, and go on by themselves once there is room, the oldest first. Nothing is lost.
          </Heading>
          <LimitsCard settings={settings} onChanged={refresh} />
        </>
      )}
    </LiveView>
  );
}
