import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useTexts } from '../texts/texts.tsx';
import { useNowMs } from './now.ts';

const SOON_MS = 86_400_000;

/** Shows the time that is left until `until`. The tooltip shows the date and time of `until`. */
export const TimeLeft = ({ until, isDeadline }: { until: string | undefined; isDeadline: boolean }) => {
  const { t, time, span } = useTexts();
  const nowMs = useNowMs();
  if (until === undefined) return '–';
  const leftMs = Date.parse(until) - nowMs;
  const text =
    leftMs > 0
      ? t('time.left', { time: span(leftMs) })
      : t(isDeadline ? 'time.over' : 'time.due-over', { time: span(-leftMs) });
  const type = leftMs <= 0 ? 'error' : leftMs < SOON_MS ? 'warning' : 'pending';
  return (
    <span title={time(until)}>
      <StatusIndicator type={type} wrapText={false}>
        {text}
      </StatusIndicator>
    </span>
  );
};
