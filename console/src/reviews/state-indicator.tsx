import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import type { TextKey } from '../texts/en.ts';
import { useTexts } from '../texts/texts.tsx';

const LOOKS: Readonly<Record<string, readonly [StatusIndicatorProps.Type, TextKey]>> = {
  PENDING: ['pending', 'state.PENDING'],
  PENDING_SECOND: ['pending', 'state.PENDING_SECOND'],
  PENDING_SUPERVISOR: ['pending', 'state.PENDING_SUPERVISOR'],
  REVIEW_APPROVED: ['success', 'state.REVIEW_APPROVED'],
  REVIEW_REJECTED: ['stopped', 'state.REVIEW_REJECTED'],
  REVIEW_RETURNED: ['info', 'state.REVIEW_RETURNED'],
  REVIEW_EXPIRED: ['warning', 'state.REVIEW_EXPIRED'],
  SUBMITTED: ['in-progress', 'application.SUBMITTED'],
  FLAGGED_FOR_REVIEW: ['pending', 'application.FLAGGED_FOR_REVIEW'],
  INFORMATION_REQUESTED: ['pending', 'application.INFORMATION_REQUESTED'],
  FLAGGED_WITH_UNPROCESSABLE_DATA: ['error', 'application.FLAGGED_WITH_UNPROCESSABLE_DATA'],
  APPROVED: ['success', 'application.APPROVED'],
  REJECTED: ['stopped', 'application.REJECTED'],
};

/** The state of a review or an application as text with an icon. */
export const StateIndicator = ({ state }: { state: string }) => {
  const { t } = useTexts();
  const [type, text] = LOOKS[state] ?? ['info', undefined];
  return <StatusIndicator type={type}>{text === undefined ? state : t(text)}</StatusIndicator>;
};
