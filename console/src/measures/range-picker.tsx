import DateRangePicker, { type DateRangePickerProps } from '@cloudscape-design/components/date-range-picker';
import { useNowMs } from '../reviews/now.ts';
import { useTexts } from '../texts/texts.tsx';
import type { AskedRange } from './use-measures.ts';

const DAY_MS = 86_400_000;
/** The API measures at most this many days at once. */
const MAX_DAYS = 92;
const LAST_DAYS = [7, 30, 90] as const;

const optionOf = (days: number) => ({ key: `${days}`, type: 'relative' as const, amount: days, unit: 'day' as const });

/** The value with which the page starts; it stands for the API's default. */
export const FIRST_VALUE: DateRangePickerProps.Value = optionOf(7);

interface Props {
  readonly value: DateRangePickerProps.Value;
  onChange(value: DateRangePickerProps.Value, range: AskedRange): void;
}

/** Chooses the last days, or two dates. The second date is included. */
export const RangePicker = ({ value, onChange }: Props) => {
  const { t } = useTexts();
  const nowMs = useNowMs();
  return (
    <DateRangePicker
      value={value}
      dateOnly
      relativeOptions={LAST_DAYS.map(optionOf)}
      isValidRange={(wanted) =>
        wanted !== null && daysIn(wanted) <= MAX_DAYS
          ? { valid: true }
          : { valid: false, errorMessage: t('measures.too-long') }
      }
      onChange={({ detail }) => {
        if (detail.value !== null) onChange(detail.value, rangeOf(detail.value, nowMs));
      }}
      showClearButton={false}
      customRelativeRangeUnits={['day', 'week']}
      ariaLabel={t('measures.range')}
      i18nStrings={{
        ariaLabel: t('measures.range'),
        formatRelativeRange: ({ amount, unit }) => t('measures.last', { days: unit === 'week' ? amount * 7 : amount }),
      }}
    />
  );
};

const daysIn = (value: DateRangePickerProps.Value): number =>
  value.type === 'relative'
    ? value.amount * (value.unit === 'week' ? 7 : 1)
    : Math.round((Date.parse(value.endDate) - Date.parse(value.startDate)) / DAY_MS) + 1;

function rangeOf(value: DateRangePickerProps.Value, nowMs: number): AskedRange {
  if (value.type === 'relative') return { from: new Date(nowMs - daysIn(value) * DAY_MS).toISOString() };
  const { startDate, endDate } = value;
  return { from: startDate, to: new Date(Date.parse(endDate) + DAY_MS).toISOString().slice(0, 10) };
}
