import { Modal, type ModalProps } from '@mantine/core';
import { useEffect, useState } from 'react';

/** A modal that is open as long as it is there. The focus then goes back to where it was before. */
export function Dialog(props: Omit<ModalProps, 'opened'>) {
  const [opener] = useState(focused);
  useEffect(() => () => void setTimeout(() => giveBack(opener)), [opener]);
  return <Modal opened {...props} />;
}

/** What has the focus; for an item of a menu the button of the menu, since the item goes. */
function focused(): HTMLElement | null {
  const { activeElement } = document;
  const menu = activeElement?.closest('[role="menu"]');
  const button = document.getElementById(menu?.getAttribute('aria-labelledby') ?? '');
  if (button !== null) return button;
  return activeElement instanceof HTMLElement ? activeElement : null;
}

function giveBack(opener: HTMLElement | null): void {
  // Whoever has taken it meanwhile keeps it.
  if (document.activeElement === document.body) opener?.focus();
}
