import { Button, Checkbox, Popover, Stack } from '@mantine/core';
import { ChevronDown } from 'lucide-react';
import { executionStatus } from '../../../lib/status.ts';
import { STATUSES, statusesOf, statusParam } from '../api/search-params.ts';
import classes from './execution-filters.module.css';
import type { FilterProps } from './execution-filters.tsx';

/** One status or several; none is all. */
export function StatusFilter({ search, change }: FilterProps) {
  const chosen = statusesOf(search);
  const words = chosen.map((status) => executionStatus[status].word);
  const told = words.length > 2 ? `${words.length} statuses` : words.join(' or ');
  return (
    <Popover position="bottom-start" shadow="md" trapFocus returnFocus withinPortal>
      <Popover.Target>
        <Button
          variant="default"
          className={classes.choice}
          data-chosen={chosen.length > 0 || undefined}
          rightSection={<ChevronDown size={15} aria-hidden />}
          justify="space-between"
          fw={400}
        >
          {told === '' ? 'Any status' : told}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Status">
        <Checkbox.Group
          aria-label="Status"
          value={chosen}
          onChange={(values) => change({ status: statusParam(STATUSES.filter((one) => values.includes(one))) })}
        >
          <Stack gap={2}>
            {STATUSES.map((status) => (
              <Checkbox key={status} value={status} label={executionStatus[status].word} py={6} />
            ))}
          </Stack>
        </Checkbox.Group>
      </Popover.Dropdown>
    </Popover>
  );
}
