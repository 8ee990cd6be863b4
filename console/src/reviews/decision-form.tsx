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
import { REASON_CODES } from '../../../api/reason-codes.ts';
import type { ReasonCode, Verdict } from '../../../api/types.generated.ts';
import { useTexts } from '../texts/texts.tsx';

export interface DecisionFormProps {
  readonly id: string;
  readonly decision: Verdict;
  cancel(): void;
  confirm(more: { readonly reasonCode?: ReasonCode; readonly comment?: string }): void;
}

/** Form that confirms a decision, and asks for a reason if one is required. Enter confirms, Escape cancels. */
export const DecisionForm = ({ id, decision, cancel, confirm }: DecisionFormProps) => {
  const { t } = useTexts();
  const [reason, setReason] = useState<ReasonCode>();
  const [comment, setComment] = useState('');
  const [isTried, setTried] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const isRejection = decision === 'REJECT';
  useEffect(() => {
    const first = form.current?.querySelector<HTMLElement>(
      isRejection ? 'button[aria-haspopup]' : 'button[type=submit]',
    );
    first?.focus();
  }, [isRejection]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (isRejection && reason === undefined) return;
    confirm({ ...(reason && { reasonCode: reason }), ...(comment.trim() && { comment: comment.trim() }) });
  };
  const options = REASON_CODES.map((value) => ({ value, label: t(`case.reason.${value}`) }));
  return (
    <form
      ref={form}
      onSubmit={submit}
      onKeyDown={(event) => {
        if (event.key === 'Escape') cancel();
      }}
    >
      <Container
        header={<Header variant="h2">{t(isRejection ? 'case.decide.reject' : 'case.decide.approve', { id })}</Header>}
      >
        <Form
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              <Button formAction="none" variant="link" onClick={cancel}>
                {t('app.cancel')}
              </Button>
              <Button variant="primary" formAction="submit">
                {t(isRejection ? 'case.confirm.reject' : 'case.confirm.approve')}
              </Button>
            </SpaceBetween>
          }
        >
          <SpaceBetween size="m">
            {isRejection && (
              <FormField
                label={t('case.reason')}
                errorText={isTried && reason === undefined ? t('case.reason.missing') : undefined}
              >
                <Select
                  options={options}
                  selectedOption={options.find(({ value }) => value === reason) ?? null}
                  placeholder={t('case.reason.choose')}
                  onChange={({ detail }) =>
                    setReason(REASON_CODES.find((each) => each === detail.selectedOption.value))
                  }
                />
              </FormField>
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
