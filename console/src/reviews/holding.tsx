import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import type { ReviewCase } from '../../../api/types.generated.ts';
import { isOpenReview } from '../../../events/states.ts';
import { useDesk } from '../api/context.tsx';
import { useAbsences } from '../away/use-absences.ts';
import { KeyHint } from '../shell/key-hint.tsx';
import { useTexts } from '../texts/texts.tsx';
import { useNowMs } from './now.ts';
import { useHolding } from './use-claim.ts';

/** Shows the reviewer who has claimed a review, with buttons for the user's allowed actions on the claim. */
export const Holding = ({ review }: { review: ReviewCase }) => {
  const { t, time } = useTexts();
  const { me } = useDesk();
  const hold = useHolding();
  const navigate = useNavigate();
  const nowMs = useNowMs();
  const { applicationId: id, state, claim } = review;
  const holder = claim !== undefined && Date.parse(claim.until) > nowMs ? claim : undefined;
  const isMine = holder?.reviewer === me.username;
  const isSupervisor = me.roles.includes('supervisor');
  const mayHold = isOpenReview(state) && (isSupervisor || me.roles.includes('reviewer'));
  const runPath = `/applications/${encodeURIComponent(id)}/run`;
  return (
    <Container header={<Header variant="h2">{t('case.claim')}</Header>}>
      <SpaceBetween size="m">
        <Box>
          {holder ? t('case.claimed-until', { reviewer: holder.reviewer, time: time(holder.until) }) : t('case.nobody')}
        </Box>
        <SpaceBetween direction="horizontal" size="xs">
          {mayHold && !holder && (
            <Button onClick={() => void hold(id, { kind: 'claim' })}>
              {t('case.claim-it')} <KeyHint>c</KeyHint>
            </Button>
          )}
          {mayHold && holder && (isMine || isSupervisor) && (
            <Button onClick={() => void hold(id, { kind: 'release' })}>{t('case.release')}</Button>
          )}
          {mayHold && holder && !isMine && isSupervisor && (
            <Button onClick={() => void hold(id, { kind: 'claim', takeOver: true })}>{t('case.take-over')}</Button>
          )}
          <Button
            href={runPath}
            onFollow={(event) => {
              event.preventDefault();
              navigate(runPath);
            }}
          >
            {t('case.to-run')}
          </Button>
        </SpaceBetween>
        {mayHold && isSupervisor && <Assign id={id} />}
      </SpaceBetween>
    </Container>
  );
};

const Assign = ({ id }: { id: string }) => {
  const { t, day } = useTexts();
  const hold = useHolding();
  const [reviewer, setReviewer] = useState('');
  const away = useAbsences().map(({ username, until }) => t('away.person', { person: username, until: day(until) }));
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (reviewer.trim() !== '') void hold(id, { kind: 'assign', reviewer: reviewer.trim() });
      }}
    >
      <FormField
        label={t('case.assign-to')}
        description={t('case.assign.help')}
        constraintText={away.length === 0 ? undefined : t('away.others', { people: away.join(', ') })}
        secondaryControl={<Button formAction="submit">{t('case.assign')}</Button>}
      >
        <Input value={reviewer} onChange={({ detail }) => setReviewer(detail.value)} />
      </FormField>
    </form>
  );
};
