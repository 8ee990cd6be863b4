import { useEffect } from 'react';

/** Actions by key. `mod+k` means Ctrl+k or Command+k. If an action is undefined, its key does nothing. */
export type Keys = Readonly<Record<string, (() => void) | undefined>>;

/** Boxes of rows take no text: keys act while they have the focus. */
const TYPING =
  'input:not([type="checkbox"], [type="radio"]), textarea, select, [contenteditable="true"], [role="combobox"], [role="listbox"]';
const ACTIVE = 'button, a, form input, [role="button"], [role="menuitem"], [role="tab"], [role="option"]';

const isTyping = (target: EventTarget | null): boolean => target instanceof Element && target.closest(TYPING) !== null;
/** True if the focused element handles Enter itself: a field of a form sends the form. */
const takesEnter = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest(ACTIVE) !== null;

/** Keys are ignored while the user types text or a dialog is open. `isInDialog`: the keys are those of a dialog. */
export const useKeys = (keys: Keys, isInDialog = false): void => {
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      const mod = event.ctrlKey || event.metaKey;
      if (event.altKey || event.defaultPrevented || event.repeat) return;
      const name = mod ? `mod+${event.key.toLowerCase()}` : event.key;
      const act = keys[name];
      if (!act || (!mod && isTyping(event.target))) return;
      if (event.key === 'Enter' && takesEnter(event.target)) return;
      if (!isInDialog && !mod && document.querySelector('[role="dialog"]')) return;
      event.preventDefault();
      act();
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [keys, isInDialog]);
};
