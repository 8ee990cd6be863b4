import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import ColumnLayout from '@cloudscape-design/components/column-layout';
import Container from '@cloudscape-design/components/container';
import Form from '@cloudscape-design/components/form';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { REPLAY_FATES } from '../../../api/reason-codes.ts';
import { useDesk } from '../api/context.tsx';
import { useNowMs } from '../reviews/now.ts';
import { AdaptiveTable } from '../shell/adaptive-table.tsx';
import { explain } from '../shell/load-error.tsx';
import { useNotices } from '../shell/notices.tsx';
import { useTexts } from '../texts/texts.tsx';
import { countOf, type Prediction, preview, type Range } from './preview.ts';

const DAY_MS = 86_400_000;

const momentOf = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`;

/** Form for a new replay. The user enters a time range, sees a preview of the effects, and then starts the replay. */
export const NewReplay = () => {
  const texts = useTexts();
  const { t } = texts;
  const { api } = useDesk();
  const { show } = useNotices();
  const client = useQueryClient();
  const nowMs = useNowMs();
  const [from, setFrom] = useState<string>();
  const [to, setTo] = useState<string>();
  const range: Range = { from: from ?? momentOf(nowMs - DAY_MS), to: to ?? momentOf(nowMs) };
  const [seen, setSeen] = useState<{
    readonly range: Range;
    readonly prediction: Prediction;
    readonly isWhole: boolean;
  }>();
  const [problem, setProblem] = useState<string>();
  const look = async () => {
    setProblem(undefined);
    setFrom(range.from);
    setTo(range.to);
    try {
      setSeen({ range, prediction: new Map(), isWhole: false });
      const prediction = await preview(api, range, (known) => setSeen({ range, prediction: known, isWhole: false }));
      setSeen({ range, prediction, isWhole: true });
    } catch (error) {
      setSeen(undefined);
      setProblem(explain(error, texts));
    }
    void client.invalidateQueries({ queryKey: ['archive'] });
  };
  const start = async (wanted: Range) => {
    try {
      const { name } = await api.call('POST /operations/replays', { body: wanted });
      show({ id: 'replay', type: 'success', content: t('archive.started', { name }) });
      setSeen(undefined);
    } catch (error) {
      setProblem(explain(error, texts));
    }
    void client.invalidateQueries({ queryKey: ['archive'] });
  };
  const isLooking = seen !== undefined && !seen.isWhole;
  return (
    <Container
      header={
        <Header variant="h2" description={t('archive.new.help')}>
          {t('archive.new')}
        </Header>
      }
    >
      <SpaceBetween size="m">
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (!isLooking) void look();
          }}
        >
          <Form
            {...(problem === undefined ? {} : { errorText: problem })}
            actions={
              <Button variant="primary" formAction="submit" loading={isLooking}>
                {t('archive.preview')}
              </Button>
            }
          >
            <ColumnLayout columns={2}>
              <FormField label={t('archive.from')} description={t('archive.moment.help')}>
                <Input value={range.from} onChange={({ detail }) => setFrom(detail.value)} />
              </FormField>
              <FormField label={t('archive.to')} description={t('archive.moment.help')}>
                <Input value={range.to} onChange={({ detail }) => setTo(detail.value)} />
              </FormField>
            </ColumnLayout>
          </Form>
        </form>
        {seen && <Seen {...seen} start={() => void start(seen.range)} />}
      </SpaceBetween>
    </Container>
  );
};

const Seen = ({ prediction, isWhole, start }: { prediction: Prediction; isWhole: boolean; start(): void }) => {
  const { t } = useTexts();
  const count = countOf(prediction);
  const rows = REPLAY_FATES.flatMap((fate) => {
    const events = prediction.get(fate);
    return events === undefined ? [] : [{ fate, events }];
  });
  return (
    <SpaceBetween size="m">
      {isWhole ? (
        <Alert
          type="info"
          action={
            <Button disabled={count === 0} onClick={start}>
              {t('archive.start', { count })}
            </Button>
          }
        >
          {t('archive.previewed', { count })}
        </Alert>
      ) : (
        <span role="status">
          <StatusIndicator type="loading">{t('archive.previewing', { count })}</StatusIndicator>
        </span>
      )}
      {rows.length > 0 && (
        <AdaptiveTable
          variant="embedded"
          items={rows}
          wrapLines
          ariaLabels={{ tableLabel: t('archive.fate') }}
          columnDefinitions={[
            { id: 'fate', header: t('archive.fate'), isRowHeader: true, cell: ({ fate }) => t(`archive.fate.${fate}`) },
            { id: 'events', header: t('archive.events'), cell: ({ events }) => events },
          ]}
        />
      )}
    </SpaceBetween>
  );
};
