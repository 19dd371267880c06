import { PlaybookSelect } from '../../../components/ui/playbook-select.tsx';
import type { FilterProps } from './execution-filters.tsx';

/** The executions of one playbook. */
export function PlaybookFilter({ search: { playbook }, change }: FilterProps) {
  return <PlaybookSelect value={playbook} onChange={(chosen) => change({ playbook: chosen })} />;
}
