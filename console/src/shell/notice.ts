import type { ReactNode } from 'react';

/** A message above the page. */
export interface Notice {
  /** A notice replaces an earlier one with the same id. */
  readonly id: string;
  /** Notices of the types success and info disappear after a few seconds. */
  readonly type: 'success' | 'info' | 'warning' | 'error' | 'in-progress';
  readonly content: string;
  readonly action?: ReactNode;
  /** False if the notice cannot be closed by the user. */
  readonly isDismissible?: boolean;
}
