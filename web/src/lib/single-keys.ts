const KEY = 'playbooks.singleKeys';

/** Whether a lone letter may be a command on this device. Who speaks to the browser may want that switched off. */
export function mayUseSingleKeys(): boolean {
  try {
    return localStorage.getItem(KEY) !== 'off';
  } catch {
    return true;
  }
}

export function setSingleKeys(isOn: boolean): void {
  try {
    localStorage.setItem(KEY, isOn ? 'on' : 'off');
  } catch {
    // It holds until the page is left.
  }
}

const WRITTEN_IN = 'input:not([type="radio"], [type="checkbox"]), textarea, select, [role="menu"]';
/** Keys that mean something to a radio or a box; all others are the page's, also after one was clicked. */
const CHOOSES = /^(Arrow.*| |Enter)$/;

/** Whether a key that was pressed is a command, and no part of what somebody writes or chooses. */
export function isCommandKey(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return false;
  const { target } = event;
  if (!(target instanceof HTMLElement)) return true;
  const isWriting = target.isContentEditable || target.closest(WRITTEN_IN) !== null;
  const isChoosing = target.matches('input') && CHOOSES.test(event.key);
  return !isWriting && !isChoosing && document.querySelector('[role="dialog"]') === null && mayUseSingleKeys();
}
