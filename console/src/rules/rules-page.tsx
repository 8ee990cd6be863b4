import Button from '@cloudscape-design/components/button';
import ColumnLayout from '@cloudscape-design/components/column-layout';
import Container from '@cloudscape-design/components/container';
import Form from '@cloudscape-design/components/form';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Textarea from '@cloudscape-design/components/textarea';
import { useState } from 'react';
import { readRulesText } from '../../../api/check-rules/read-rules.ts';
import type { RuleTrial } from '../../../api/types.generated.ts';
import { useDesk } from '../api/context.tsx';
import { useNowMs } from '../reviews/now.ts';
import { explain } from '../shell/load-error.tsx';
import { useTexts } from '../texts/texts.tsx';
import { runTrial, type WantedTrial } from './trial.ts';
import { TrialResult } from './trial-result.tsx';

const DAY_MS = 86_400_000;

const momentOf = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`;

/** Page: tries rules of the checks on archived applications. */
export default function RulesPage() {
  const texts = useTexts();
  const { t } = texts;
  const { api } = useDesk();
  const nowMs = useNowMs();
  const [text, setText] = useState('');
  const [from, setFrom] = useState<string>();
  const [to, setTo] = useState<string>();
  const [faults, setFaults] = useState<readonly string[]>([]);
  const [problem, setProblem] = useState<string>();
  const [isRunning, setRunning] = useState(false);
  const [trial, setTrial] = useState<RuleTrial>();
  const range = { from: from ?? momentOf(nowMs - DAY_MS), to: to ?? momentOf(nowMs) };
  const run = async (wanted: WantedTrial) => {
    setRunning(true);
    setTrial(undefined);
    try {
      setTrial(await runTrial(api, wanted, setTrial));
    } catch (error) {
      setTrial(undefined);
      setProblem(explain(error, texts));
    }
    setRunning(false);
  };
  const start = () => {
    const read = readRulesText(text);
    setProblem(undefined);
    setFaults(read.ok ? [] : read.faults);
    if (read.ok) void run({ rules: read.rules, ...range });
  };
  return (
    <SpaceBetween size="l">
      <Header variant="h1" description={t('rules.description')}>
        {t('rules.title')}
      </Header>
      <Container header={<Header variant="h2">{t('rules.new')}</Header>}>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (!isRunning) start();
          }}
        >
          <Form
            {...(problem === undefined ? {} : { errorText: problem })}
            actions={
              <Button variant="primary" formAction="submit" loading={isRunning}>
                {t('rules.try')}
              </Button>
            }
          >
            <SpaceBetween size="m">
              <FormField
                label={t('rules.file')}
                description={t('rules.file.help')}
                errorText={faults.length === 0 ? undefined : faults.join(' ')}
                stretch
              >
                <Textarea rows={12} spellcheck={false} value={text} onChange={({ detail }) => setText(detail.value)} />
              </FormField>
              <ColumnLayout columns={2}>
                <FormField label={t('archive.from')} description={t('archive.moment.help')}>
                  <Input value={range.from} onChange={({ detail }) => setFrom(detail.value)} />
                </FormField>
                <FormField label={t('archive.to')} description={t('archive.moment.help')}>
                  <Input value={range.to} onChange={({ detail }) => setTo(detail.value)} />
                </FormField>
              </ColumnLayout>
            </SpaceBetween>
          </Form>
        </form>
      </Container>
      {trial && (
        <Container header={<Header variant="h2">{t('rules.of', { version: trial.rulesVersion })}</Header>}>
          <SpaceBetween size="m">
            <span role="status">
              <StatusIndicator type={isRunning ? 'loading' : 'success'}>
                {t(isRunning ? 'rules.running' : 'rules.done', { count: trial.applications })}
              </StatusIndicator>
            </span>
            <TrialResult trial={trial} />
          </SpaceBetween>
        </Container>
      )}
    </SpaceBetween>
  );
}
