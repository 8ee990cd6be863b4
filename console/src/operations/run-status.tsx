import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';
import type { ExecutionStatus } from '../../../api/types.generated.ts';
import { useTexts } from '../texts/texts.tsx';

const LOOKS: Readonly<Record<ExecutionStatus, StatusIndicatorProps.Type>> = {
  RUNNING: 'in-progress',
  SUCCEEDED: 'success',
  FAILED: 'error',
  TIMED_OUT: 'error',
  ABORTED: 'stopped',
  PENDING_REDRIVE: 'pending',
};

/** The status of a run in words with an icon. */
export const RunStatus = ({ status }: { status: ExecutionStatus }) => {
  const { t } = useTexts();
  return <StatusIndicator type={LOOKS[status]}>{t(`run-status.${status}`)}</StatusIndicator>;
};
