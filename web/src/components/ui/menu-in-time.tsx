import { cloneElement, type ReactElement, type ReactNode, Suspense, useEffect, useState } from 'react';

interface ButtonProps {
  readonly 'aria-haspopup'?: 'menu';
  readonly autoFocus?: boolean;
  onPointerEnter?(): void;
  onFocus?(): void;
  onClick?(): void;
}

interface MenuInTimeProps {
  /** The button that the menu hangs on. */
  readonly button: ReactElement<ButtonProps>;
  load(): Promise<unknown>;
  /** The lazy menu, around its button. */
  readonly children: (button: ReactElement) => ReactNode;
}

/** A button whose menu is loaded when it is reached for: menus are no part of a first page. */
export function MenuInTime({ button, load, children }: MenuInTimeProps) {
  const [isWanted, setIsWanted] = useState(false);
  const reach = () => void load();
  const alone = cloneElement(button, {
    'aria-haspopup': 'menu',
    onPointerEnter: reach,
    onFocus: reach,
    onClick: () => setIsWanted(true),
  });
  // It takes the place, and the focus, of the one that was pressed.
  return isWanted ? <Suspense fallback={alone}>{children(cloneElement(button, { autoFocus: true }))}</Suspense> : alone;
}

/** Opens a menu right after it is drawn: then it knows that the focus comes from its button, and gives it back. */
export function useOpening() {
  const [opened, onChange] = useState(false);
  useEffect(() => onChange(true), []);
  return { opened, onChange };
}
