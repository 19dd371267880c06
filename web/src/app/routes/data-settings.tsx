import { DataSettings } from '../../features/settings/components/data-settings.tsx';
import { SampleCard } from '../../features/welcome/components/sample-card.tsx';

export default function DataSettingsRoute() {
  return <DataSettings sample={<SampleCard />} />;
}
