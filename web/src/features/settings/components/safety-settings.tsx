import { useCallback, useState } from 'react';
import { LiveView } from '../../../components/ui/states.tsx';
import { useTenantSettings } from '../api/tenant-settings.ts';
import { DryRunCard } from './dry-run-card.tsx';
import { Heading } from './heading.tsx';
import { PauseCard } from './pause-card.tsx';
import { PolicyForm } from './policy-form.tsx';
import { TrustedForm } from './trusted-form.tsx';

/** What may happen by itself, and what is held. */
export default function SafetySettings() {
  const [asked, setAsked] = useState(0);
  const refresh = useCallback(() => setAsked((times) => times + 1), []);
  return (
    <LiveView live={useTenantSettings(`safety|${asked}`)}>
      {(settings) => (
        <>
          <PauseCard settings={settings} onChanged={refresh} />
          <Heading title="Dry run">For trying things out: everything is read, and nothing is done.</Heading>
          <DryRunCard settings={settings} onChanged={refresh} />
          <Heading title="Policy">What your playbooks may do by themselves, by how much harm it could do.</Heading>
          <PolicyForm settings={settings} onChanged={refresh} />
          <Heading title="Trusted addresses">
            Where a recipient or an address comes out of something that strangers wrote, a person is asked first, unless
            it is listed here. Members of the team are always trusted.
          </Heading>
          <TrustedForm settings={settings} onChanged={refresh} />
        </>
      )}
    </LiveView>
  );
}
