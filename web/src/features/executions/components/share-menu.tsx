import { Button, Menu, Text } from '@mantine/core';
import { Link2, Share2 } from 'lucide-react';
import { useCallback } from 'react';
import { toastDone, useCommand } from '../../../lib/use-command.ts';

interface ShareMenuProps {
  readonly executionId: string;
  /** The questions that it waits for. */
  readonly approvalIds: readonly string[];
}

/** Copies the address of this page, or of what is asked; says who can open it. */
export function ShareMenu({ executionId, approvalIds }: ShareMenuProps) {
  const copy = useCommand(
    useCallback(async (path: string, done: string) => {
      await navigator.clipboard.writeText(`${location.origin}${path}`);
      toastDone(done);
    }, []),
    'It could not be copied',
  );
  return (
    <Menu position="bottom-end" width={300}>
      <Menu.Target>
        <Button variant="default" leftSection={<Share2 size={15} aria-hidden />}>
          Share
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {approvalIds.map((approvalId, index) => (
          <Menu.Item
            key={approvalId}
            leftSection={<Link2 size={15} aria-hidden />}
            onClick={() => void copy.run(`/approvals/${approvalId}`, 'The link to the question is copied')}
          >
            Copy the link to the question{approvalIds.length > 1 && ` ${index + 1}`}
            <Text size="xs" c="dimmed">
              For whoever is to decide: editors, admins and owners of your team, signed in
            </Text>
          </Menu.Item>
        ))}
        <Menu.Item
          leftSection={<Link2 size={15} aria-hidden />}
          onClick={() => void copy.run(`/executions/${executionId}`, 'The link to this page is copied')}
        >
          Copy the link to this page
          <Text size="xs" c="dimmed">
            Everybody in your team can open it, signed in; nobody else
          </Text>
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
