import Box from '@cloudscape-design/components/box';
import DatePicker from '@cloudscape-design/components/date-picker';
import FormField from '@cloudscape-design/components/form-field';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { MAX_ABSENCE_DAYS } from '../../../api/limits.ts';
import { useNowMs } from '../reviews/now.ts';
import { FormDialog } from '../shell/form-dialog.tsx';
import { useTexts } from '../texts/texts.tsx';
import { useOwnAbsence, useOwnAway } from './use-absences.ts';

const DAY_MS = 86_400_000;

/** Dialog in which the user chooses the last day out of office. */
export const AwayDialog = ({ close }: { close(): void }) => {
  const { t } = useTexts();
  const { leave } = useOwnAway();
  const today = Math.floor(useNowMs() / DAY_MS) * DAY_MS;
  const [until, setUntil] = useState(useOwnAbsence()?.until ?? '');
  const [isAsked, setAsked] = useState(false);
  const lastDay = Date.parse(until);
  const isValid = lastDay >= today && lastDay <= today + MAX_ABSENCE_DAYS * DAY_MS;
  const confirm = (): void => {
    setAsked(true);
    if (!isValid) return;
    close();
    void leave(until);
  };
  return (
    <FormDialog title={t('away.title')} action={t('away.confirm')} close={close} confirm={confirm}>
      <SpaceBetween size="m">
        <Box>{t('away.help')}</Box>
        <FormField
          label={t('away.until')}
          constraintText={t('away.until.help')}
          errorText={isAsked && !isValid ? t('away.until.wrong', { days: MAX_ABSENCE_DAYS }) : undefined}
        >
          <DatePicker
            value={until}
            placeholder="YYYY/MM/DD"
            openCalendarAriaLabel={() => t('away.calendar')}
            isDateEnabled={(date) => toDay(date) >= today && toDay(date) <= today + MAX_ABSENCE_DAYS * DAY_MS}
            onChange={({ detail }) => setUntil(detail.value)}
          />
        </FormField>
      </SpaceBetween>
    </FormDialog>
  );
};

/** The start of a local date in UTC, as milliseconds since 1970. */
const toDay = (date: Date): number => Date.UTC(date.getFullYear(), date.getMonth(), date.getDate());
