import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Form from '@cloudscape-design/components/form';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Textarea from '@cloudscape-design/components/textarea';
import { useState } from 'react';
import type { PatternAnswer } from '../../../api/types.generated.ts';
import { useDesk } from '../api/context.tsx';
import { AdaptiveTable } from '../shell/adaptive-table.tsx';
import { explain } from '../shell/load-error.tsx';
import { useTexts } from '../texts/texts.tsx';

const EXAMPLE = JSON.stringify(
  {
    version: '0',
    id: '1',
    account: '000000000000',
    region: 'us-east-1',
    time: '2026-01-31T12:00:00Z',
    resources: [],
    source: 'account-applications',
    'detail-type': 'ApplicationApproved',
    detail: { applicationId: 'a-1', outcome: 'APPROVED', reviewed: false },
  },
  undefined,
  2,
);

const objectIn = (text: string): object | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
};

/** Shows which rules match an event, and the reasons of those that do not match. The event is not sent. */
export const PatternTester = () => {
  const texts = useTexts();
  const { t } = texts;
  const { api } = useDesk();
  const [text, setText] = useState(EXAMPLE);
  const [isAsking, setAsking] = useState(false);
  const [problem, setProblem] = useState<string>();
  const [answers, setAnswers] = useState<readonly PatternAnswer[]>();
  const ask = async () => {
    const event = objectIn(text);
    if (event === undefined) {
      setProblem(t('bus.test.not-json'));
      return;
    }
    setAsking(true);
    try {
      setAnswers((await api.call('POST /operations/pattern-test', { body: { event } })).items);
      setProblem(undefined);
    } catch (error) {
      setProblem(explain(error, texts));
    }
    setAsking(false);
  };
  return (
    <Container header={<Header variant="h2">{t('bus.test')}</Header>}>
      <SpaceBetween size="m">
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void ask();
          }}
        >
          <Form
            actions={
              <Button variant="primary" formAction="submit" loading={isAsking}>
                {t('bus.test.run')}
              </Button>
            }
          >
            <FormField label={t('bus.test.event')} description={t('bus.test.help')} errorText={problem} stretch>
              <Textarea rows={8} spellcheck={false} value={text} onChange={({ detail }) => setText(detail.value)} />
            </FormField>
          </Form>
        </form>
        {answers && <Answers answers={answers} />}
      </SpaceBetween>
    </Container>
  );
};

const Answers = ({ answers }: { answers: readonly PatternAnswer[] }) => {
  const { t } = useTexts();
  const sorted = answers.toSorted((left, right) => Number(right.matches) - Number(left.matches));
  return (
    <div role="status">
      <AdaptiveTable
        variant="embedded"
        items={sorted}
        wrapLines
        ariaLabels={{ tableLabel: t('bus.test.answers') }}
        columnDefinitions={[
          { id: 'rule', header: t('bus.rule'), isRowHeader: true, minWidth: 180, cell: ({ rule }) => rule },
          { id: 'bus', header: t('bus.on'), cell: ({ bus }) => bus },
          {
            id: 'matches',
            header: t('case.result'),
            minWidth: 160,
            cell: (answer) => <Result answer={answer} />,
          },
          {
            id: 'why',
            header: t('bus.test.why'),
            minWidth: 260,
            cell: ({ unmet, reason }) =>
              reason ??
              unmet.map(({ field, wants }) => (
                <div key={field}>{t('bus.test.unmet', { field, wants: JSON.stringify(wants) })}</div>
              )),
          },
        ]}
      />
    </div>
  );
};

const Result = ({ answer: { matches, reason } }: { answer: PatternAnswer }) => {
  const { t } = useTexts();
  if (reason !== undefined) return <StatusIndicator type="warning">{t('bus.test.untestable')}</StatusIndicator>;
  return (
    <StatusIndicator type={matches ? 'success' : 'stopped'}>
      {t(matches ? 'bus.test.matches' : 'bus.test.no-match')}
    </StatusIndicator>
  );
};
