import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Form from '@cloudscape-design/components/form';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import RadioGroup from '@cloudscape-design/components/radio-group';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Textarea from '@cloudscape-design/components/textarea';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { MAX_COMMENT_LENGTH } from '../../../api/limits.ts';
import { REASON_CODES, RETURN_REASONS } from '../../../api/reason-codes.ts';
import type { Decision, DecisionReason, Verdict } from '../../../api/types.generated.ts';
import { KeyHint } from '../shell/key-hint.tsx';
import { useKeys } from '../shell/keys.ts';
import { useTexts } from '../texts/texts.tsx';
import { useDraft } from './drafts.ts';
import { type QuestionsFault, questionsIn } from './questions.ts';

export interface DecisionFormProps {
  readonly heading: string;
  readonly decision: Verdict;
  /** What is decided: the key under which the user's entries are kept until they are sent. */
  readonly subject: string;
  cancel(): void;
  confirm(more: Omit<Decision, 'decision'>): void;
}

/** Reasons from which the reviewer must choose one. An approval needs none. */
const REASONS: Readonly<Record<Verdict, readonly DecisionReason[]>> = {
  APPROVE: [],
  REJECT: REASON_CODES,
  RETURN: RETURN_REASONS,
};

/**
 * Form that confirms a decision, and asks for what the decision requires. A number chooses a reason; Enter confirms, in a text
 * Ctrl+Enter; Escape cancels.
 */
export const DecisionForm = ({ heading, decision, subject, cancel, confirm }: DecisionFormProps) => {
  const { t } = useTexts();
  const { draft, change, discard } = useDraft(`${subject} ${decision}`);
  const [isTried, setTried] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const { reason, comment, asked } = draft;
  const reasons = REASONS[decision];
  const needsReason = reasons.length > 0;
  const { questions, fault } = questionsIn(asked);
  useEffect(() => {
    const first = form.current?.querySelector<HTMLElement>(needsReason ? 'input[type=radio]' : 'button[type=submit]');
    first?.focus();
  }, [needsReason]);
  useKeys({
    ...Object.fromEntries(reasons.map((each, index) => [`${index + 1}`, () => change({ reason: each })])),
    'mod+enter': () => form.current?.requestSubmit(),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (needsReason && reason === undefined) return;
    if (decision === 'RETURN' && fault !== undefined) return;
    discard();
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
              <ReasonField
                reasons={reasons}
                reason={reason}
                isMissing={isTried && !reason}
                choose={(chosen) => change({ reason: chosen })}
              />
            )}
            {decision === 'RETURN' && (
              <QuestionsField
                asked={asked}
                fault={isTried ? fault : undefined}
                change={(text) => change({ asked: text })}
              />
            )}
            <FormField label={t('case.comment')} description={t('case.comment.help')}>
              <Textarea
                rows={2}
                value={comment}
                onChange={({ detail }) => change({ comment: detail.value.slice(0, MAX_COMMENT_LENGTH) })}
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
  return (
    <FormField label={t('case.reason')} errorText={isMissing ? t('case.reason.missing') : undefined}>
      <RadioGroup
        value={reason ?? null}
        items={reasons.map((value, index) => ({
          value,
          label: (
            <>
              {t(`case.reason.${value}`)} <KeyHint>{index + 1}</KeyHint>
            </>
          ),
        }))}
        onChange={({ detail }) => choose(reasons.find((each) => each === detail.value))}
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
