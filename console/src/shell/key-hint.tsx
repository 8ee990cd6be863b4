import type { ReactNode } from 'react';

/** The key of an action, beside its text. Screen readers do not say it: the list of keys does. */
export const KeyHint = ({ children }: { children: ReactNode }) => (
  <span className="key-hint" aria-hidden="true">
    <kbd>{children}</kbd>
  </span>
);
