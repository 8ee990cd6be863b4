import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Form from '@cloudscape-design/components/form';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import ProgressBar from '@cloudscape-design/components/progress-bar';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocalClock, useNowMs } from '../reviews/now.ts';
import { useNotices } from '../shell/notices.tsx';
import { useTexts } from '../texts/texts.tsx';
import { moveClock, stopClock } from './local-api.ts';

const UNITS = { minutes: 60, hours: 3_600, days: 86_400 } as const;
type Unit = keyof typeof UNITS;

const AMOUNT = /^[1-9]\d{0,3}$/;

/** Page: shows the clock of the local runtime and moves it forward. */
export default function ClockPage() {
  const { t, time, span } = useTexts();
  const clock = useLocalClock();
  const nowMs = useNowMs();
  const aheadMs = (clock.data?.aheadSeconds ?? 0) * 1_000;
  return (
    <SpaceBetween size="l">
      <Header variant="h1" description={t('clock.description')}>
        {t('clock.title')}
      </Header>
      <Container>
        <KeyValuePairs
          columns={2}
          items={[
            { label: t('clock.now'), value: time(new Date(nowMs).toISOString()) },
            { label: t('clock.ahead'), value: aheadMs === 0 ? t('clock.not-ahead') : span(aheadMs) },
          ]}
        />
      </Container>
      <Move />
    </SpaceBetween>
  );
}

/** Shows the progress of a move of the clock. The move counts as started when this component is first drawn. */
const MoveProgress = () => {
  const { t, time } = useTexts();
  const { data } = useLocalClock(true);
  const [startMs] = useState(() => Date.parse(data?.now ?? ''));
  if (data?.movingTo === undefined) return null;
  const percent = (100 * (Date.parse(data.now) - startMs)) / (Date.parse(data.movingTo) - startMs);
  return (
    <ProgressBar
      label={t('clock.moving')}
      value={Math.floor(Math.min(100, Math.max(0, percent)))}
      additionalInfo={time(data.now)}
    />
  );
};

const Move = () => {
  const { t, time } = useTexts();
  const { show } = useNotices();
  const client = useQueryClient();
  const [amount, setAmount] = useState('1');
  const [unit, setUnit] = useState<Unit>('days');
  const [isMoving, setMoving] = useState(false);
  const isValid = AMOUNT.test(amount);
  const move = async () => {
    setMoving(true);
    try {
      const now = await moveClock(Number(amount) * UNITS[unit]);
      show({ id: 'clock', type: 'success', content: t('clock.moved', { time: time(now) }) });
    } catch (error) {
      show({ id: 'clock', type: 'error', content: String(error) });
    }
    setMoving(false);
    void client.invalidateQueries();
  };
  const options = Object.keys(UNITS).map((value) => ({ value, label: t(`clock.${value as Unit}`) }));
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (isValid) void move();
      }}
    >
      <Container header={<Header variant="h2">{t('clock.move')}</Header>}>
        <Form
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              {isMoving && (
                <Button formAction="none" onClick={() => void stopClock()}>
                  {t('clock.stop')}
                </Button>
              )}
              <Button variant="primary" formAction="submit" loading={isMoving}>
                {t('clock.move')}
              </Button>
            </SpaceBetween>
          }
        >
          {isMoving && <MoveProgress />}
          <FormField
            label={t('clock.by')}
            description={t('clock.warning')}
            errorText={isValid ? undefined : t('clock.amount')}
          >
            <SpaceBetween direction="horizontal" size="xs">
              <Input
                inputMode="numeric"
                ariaLabel={t('clock.by')}
                value={amount}
                onChange={({ detail }) => setAmount(detail.value)}
              />
              <Select
                ariaLabel={t('clock.by')}
                options={options}
                selectedOption={options.find(({ value }) => value === unit) ?? null}
                onChange={({ detail }) => setUnit(detail.selectedOption.value as Unit)}
              />
            </SpaceBetween>
          </FormField>
        </Form>
      </Container>
    </form>
  );
};
