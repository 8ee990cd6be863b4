import { useEffect } from 'react';

/** What each key does at present; `mod+k` stands for Ctrl or Command with k. */
export type Keys = Readonly<Record<string, (() => void) | undefined>>;

const TYPING = 'input, textarea, select, [contenteditable="true"], [role="combobox"], [role="listbox"]';
const ACTIVE = 'button, a, [role="button"], [role="menuitem"], [role="tab"], [role="option"]';

const isTyping = (target: EventTarget | null): boolean => target instanceof Element && target.closest(TYPING) !== null;
/** What has the focus answers Enter itself. */
const takesEnter = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest(ACTIVE) !== null;

/** Single keys act unless somebody types, or a dialog is open in front of the page (`isInDialog` is for its own keys). */
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
