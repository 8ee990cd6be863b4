import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Form from '@cloudscape-design/components/form';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Textarea from '@cloudscape-design/components/textarea';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { MAX_COMMENT_LENGTH } from '../../../api/limits.ts';
import { REASON_CODES, RETURN_REASONS } from '../../../api/reason-codes.ts';
import type { Decision, DecisionReason, Verdict } from '../../../api/types.generated.ts';
import { useTexts } from '../texts/texts.tsx';
import { type QuestionsFault, questionsIn } from './questions.ts';

export interface DecisionFormProps {
  readonly heading: string;
  readonly decision: Verdict;
  cancel(): void;
  confirm(more: Omit<Decision, 'decision'>): void;
}

/** Reasons from which the reviewer must choose one. An approval needs none. */
const REASONS: Readonly<Record<Verdict, readonly DecisionReason[]>> = {
  APPROVE: [],
  REJECT: REASON_CODES,
  RETURN: RETURN_REASONS,
};

/** Form that confirms a decision, and asks for what the decision requires. Enter confirms, Escape cancels. */
export const DecisionForm = ({ heading, decision, cancel, confirm }: DecisionFormProps) => {
  const { t } = useTexts();
  const [reason, setReason] = useState<DecisionReason>();
  const [comment, setComment] = useState('');
  const [asked, setAsked] = useState('');
  const [isTried, setTried] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const reasons = REASONS[decision];
  const needsReason = reasons.length > 0;
  const { questions, fault } = questionsIn(asked);
  useEffect(() => {
    const first = form.current?.querySelector<HTMLElement>(
      needsReason ? 'button[aria-haspopup]' : 'button[type=submit]',
    );
    first?.focus();
  }, [needsReason]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (needsReason && reason === undefined) return;
    if (decision === 'RETURN' && fault !== undefined) return;
    confirm({
      ...(reason && { reasonCode: reason }),
      ...(decision === 'RETURN' && { questions }),
      ...(comment.trim() && { comment: comment.trim() }),
    });
  };
  return (
    <form
      ref={form}
      onSubmit={submit}
      onKeyDown={(event) => {
        if (event.key === 'Escape') cancel();
      }}
    >
      <Container header={<Header variant="h2">{heading}</Header>}>
        <Form
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              <Button formAction="none" variant="link" onClick={cancel}>
                {t('app.cancel')}
              </Button>
              <Button variant="primary" formAction="submit">
                {t(`case.confirm.${decision}`)}
              </Button>
            </SpaceBetween>
          }
        >
          <SpaceBetween size="m">
            {needsReason && (
              <ReasonField reasons={reasons} reason={reason} isMissing={isTried && !reason} choose={setReason} />
            )}
            {decision === 'RETURN' && (
              <QuestionsField asked={asked} fault={isTried ? fault : undefined} change={setAsked} />
            )}
            <FormField label={t('case.comment')} description={t('case.comment.help')}>
              <Textarea
                rows={2}
                value={comment}
                onChange={({ detail }) => setComment(detail.value.slice(0, MAX_COMMENT_LENGTH))}
              />
            </FormField>
          </SpaceBetween>
        </Form>
      </Container>
    </form>
  );
};

interface ReasonFieldProps {
  readonly reasons: readonly DecisionReason[];
  readonly reason: DecisionReason | undefined;
  readonly isMissing: boolean;
  choose(reason: DecisionReason | undefined): void;
}

const ReasonField = ({ reasons, reason, isMissing, choose }: ReasonFieldProps) => {
  const { t } = useTexts();
  const options = reasons.map((value) => ({ value, label: t(`case.reason.${value}`) }));
  return (
    <FormField label={t('case.reason')} errorText={isMissing ? t('case.reason.missing') : undefined}>
      <Select
        options={options}
        selectedOption={options.find(({ value }) => value === reason) ?? null}
        placeholder={t('case.reason.choose')}
        onChange={({ detail }) => choose(reasons.find((each) => each === detail.selectedOption.value))}
      />
    </FormField>
  );
};

interface QuestionsFieldProps {
  readonly asked: string;
  readonly fault: QuestionsFault | undefined;
  change(asked: string): void;
}

const QuestionsField = ({ asked, fault, change }: QuestionsFieldProps) => {
  const { t } = useTexts();
  return (
    <FormField
      label={t('case.questions')}
      description={t('case.questions.help')}
      errorText={fault === undefined ? undefined : t(`case.questions.${fault}`)}
    >
      <Textarea rows={4} value={asked} onChange={({ detail }) => change(detail.value)} />
    </FormField>
  );
};
