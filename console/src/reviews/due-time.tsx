import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useTexts } from '../texts/texts.tsx';

const MINUTE_MS = 60_000;
const SOON_MS = 86_400_000;

/** When a review is due, in minutes. The tooltip shows the date and time. `nowMs`: the beginning of the current minute. */
export const DueTime = ({ dueAt, nowMs }: { dueAt: string; nowMs: number }) => {
  const { t, time, spanInMinutes } = useTexts();
  const leftMs = Date.parse(dueAt) - nowMs;
  const textOf = (): string => {
    if (leftMs > 0) return t('time.due-in', { time: spanInMinutes(Math.ceil(leftMs / MINUTE_MS) * MINUTE_MS) });
    return leftMs > -MINUTE_MS ? t('time.due-now') : t('time.due-over', { time: spanInMinutes(-leftMs) });
  };
  const type = leftMs <= 0 ? 'error' : leftMs < SOON_MS ? 'warning' : 'pending';
  return (
    <span title={time(dueAt)}>
      <StatusIndicator type={type} wrapText={false}>
        {textOf()}
      </StatusIndicator>
    </span>
  );
};
