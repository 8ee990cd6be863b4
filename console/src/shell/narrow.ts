import { useSyncExternalStore } from 'react';

/** Windows up to this width, those of phones, are narrow. */
const NARROW = matchMedia('(max-width: 688px)');

const onChange = (listener: () => void): (() => void) => {
  NARROW.addEventListener('change', listener);
  return () => NARROW.removeEventListener('change', listener);
};

export const useIsNarrow = (): boolean => useSyncExternalStore(onChange, () => NARROW.matches);
