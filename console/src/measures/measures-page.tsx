import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useState } from 'react';
import type { Measures } from '../../../api/types.generated.ts';
import { LoadError } from '../shell/load-error.tsx';
import { useTexts } from '../texts/texts.tsx';
import { Charts } from './charts.tsx';
import { downloadCsv } from './download.ts';
import { KeyFigures } from './key-figures.tsx';
import { FIRST_VALUE, RangePicker } from './range-picker.tsx';
import { ReviewersTable } from './reviewers-table.tsx';
import { type AskedRange, useMeasures } from './use-measures.ts';

/** Page: what waits, and the measures of a time range. */
export default function MeasuresPage() {
  const { t } = useTexts();
  const [value, setValue] = useState(FIRST_VALUE);
  const [range, setRange] = useState<AskedRange>({});
  const { data, error, isError, refetch } = useMeasures(range);
  return (
    <SpaceBetween size="l">
      <Header
        variant="h1"
        description={t('measures.description')}
        actions={
          <SpaceBetween size="xs" direction="horizontal">
            <RangePicker
              value={value}
              onChange={(chosen, asked) => {
                setValue(chosen);
                setRange(asked);
              }}
            />
            <Button iconName="download" disabled={data === undefined} onClick={() => data && downloadCsv(data)}>
              {t('measures.csv')}
            </Button>
          </SpaceBetween>
        }
      >
        {t('measures.title')}
      </Header>
      {data === undefined && isError && <LoadError error={error} retry={() => void refetch()} />}
      {data === undefined && !isError && (
        <span role="status">
          <StatusIndicator type="loading">{t('measures.loading')}</StatusIndicator>
        </span>
      )}
      {data !== undefined && <Shown measures={data} />}
    </SpaceBetween>
  );
}

const Shown = ({ measures }: { measures: Measures }) => {
  const { t } = useTexts();
  const { reviews, applications, reviewers } = measures;
  const isEmpty = reviews.ended + applications.ended === 0;
  return (
    <SpaceBetween size="l">
      <KeyFigures measures={measures} />
      {isEmpty ? (
        <Alert type="info" header={t('measures.empty')}>
          {t('measures.empty-how')}
        </Alert>
      ) : (
        <Charts measures={measures} />
      )}
      {reviewers !== undefined && reviewers.length > 0 && <ReviewersTable reviewers={reviewers} />}
    </SpaceBetween>
  );
};
