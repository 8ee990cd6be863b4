import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useEffect } from 'react';
import { useParams, useSearchParams } from 'react-router';
import { mayDecideNext } from '../../../api/may-decide.ts';
import { VERDICTS } from '../../../api/reason-codes.ts';
import { DECIDERS } from '../../../api/roles.ts';
import type { ReviewCase, ReviewState, Verdict } from '../../../api/types.generated.ts';
import { isOpenReview } from '../../../events/states.ts';
import { useDesk } from '../api/context.tsx';
import { useCase, useTimeline } from '../api/queries.ts';
import { Freshness } from '../shell/freshness.tsx';
import { useKeys } from '../shell/keys.ts';
import { Loaded } from '../shell/loaded.tsx';
import { useNotices } from '../shell/notices.tsx';
import { useTexts } from '../texts/texts.tsx';
import { Checks, Facts } from './case-facts.tsx';
import { DecisionCard } from './decision-card.tsx';
import { DecisionForm } from './decision-form.tsx';
import { Holding } from './holding.tsx';
import { casePath, type InboxView, inboxPath } from './inbox-filter.ts';
import type { Intent } from './intent.ts';
import { rememberCase } from './last-case.ts';
import { useOutbox } from './outbox.tsx';
import { People } from './people.tsx';
import { Related } from './related.tsx';
import { Returns } from './returns.tsx';
import { type UnsuccessfulEnd, unsuccessfulEndOf } from './run-end.ts';
import { Timeline } from './timeline.tsx';
import { useClaim } from './use-claim.ts';
import { useQueue } from './use-queue.ts';
import { useOpenInView, useView } from './use-view.ts';
import { VerdictButtons } from './verdict-buttons.tsx';
import { Why } from './why.tsx';

/** Page: one review with the submitted data, the checks that flagged it, and the decision. */
export default function CasePage() {
  const { id = '' } = useParams();
  const { t } = useTexts();
  const found = useCase(id);
  return (
    <Loaded query={found} missing={{ header: t('case.not-found', { id }), text: t('case.not-found-how') }}>
      {(review) => <Case key={id} review={review} freshness={<Freshness query={found} />} />}
    </Loaded>
  );
}

const Case = ({ review, freshness }: { review: ReviewCase; freshness: React.ReactNode }) => {
  const { t } = useTexts();
  const { me } = useDesk();
  const { waiting } = useOutbox();
  const { applicationId: id } = review;
  const [query] = useSearchParams();
  const view = useView();
  const { findNext, go, next, previous, place, hasMore } = useQueue(id, view);
  const open = useOpenInView(view);
  useEffect(() => rememberCase(id), [id]);
  const asked = query.get('decide');
  const deciding = VERDICTS.find((verdict) => verdict.toLowerCase() === asked);
  const runEnd = useRunEnd(review);
  const isDecider = me.roles.some((role) => DECIDERS.includes(role));
  const mayDecide = mayDecideNext(review, me) && !waiting.has(id) && isDecider && runEnd === undefined;
  const decide = (decision: Verdict | undefined) => open(casePath(id, view, decision), { replace: true });
  const confirm = useConfirm(id, findNext, view);
  const claim = useClaim();
  useKeys({
    j: () => go(next),
    k: () => go(previous),
    a: mayDecide ? () => decide('APPROVE') : undefined,
    r: mayDecide ? () => decide('REJECT') : undefined,
    b: mayDecide ? () => decide('RETURN') : undefined,
    c: mayDecide ? () => claim(id) : undefined,
  });
  const actions = (
    <SpaceBetween direction="horizontal" size="xs" alignItems="center">
      {place && (
        <Box color="text-body-secondary">
          {t('case.position', { ...place, count: hasMore ? `${place.count}+` : place.count })}
        </Box>
      )}
      <Button iconName="angle-left" ariaLabel={t('case.previous')} disabled={!previous} onClick={() => go(previous)} />
      <Button iconName="angle-right" ariaLabel={t('case.next')} disabled={!next} onClick={() => go(next)} />
    </SpaceBetween>
  );
  return (
    <SpaceBetween size="s">
      <Header variant="h1" actions={actions} description={freshness}>
        {review.facts?.name}{' '}
        <Box variant="small" display="inline-block">
          {t('case.title', { id })}
        </Box>
      </Header>
      <Ending state={review.state} runEnd={runEnd} />
      {runEnd === undefined && <People review={review} />}
      <div className="beside">
        <SpaceBetween size="s">
          <Facts review={review} />
          <Checks checks={review.facts?.checks ?? []} />
          <Returns facts={review.facts} />
          <Timeline id={id} />
          <Related id={id} />
        </SpaceBetween>
        <aside className="beside-panel" aria-label={t('case.decide')}>
          <SpaceBetween size="s">
            <Why checks={review.facts?.checks ?? []}>
              {mayDecide && deciding === undefined && <VerdictButtons decide={decide} />}
            </Why>
            {mayDecide && deciding && (
              <DecisionForm
                key={deciding}
                heading={t(`case.decide.${deciding}`, { id })}
                decision={deciding}
                subject={id}
                cancel={() => decide(undefined)}
                confirm={(more) =>
                  void confirm({
                    items: [{ applicationId: id, version: review.version }],
                    decision: deciding,
                    path: casePath(id, view),
                    ...more,
                  })
                }
              />
            )}
            <DecisionCard review={review} />
            <Holding review={review} />
          </SpaceBetween>
        </aside>
      </div>
    </SpaceBetween>
  );
};

/** Puts the decision into the outbox, then opens the next case, or the list if there is no next case. */
const useConfirm = (id: string, findNext: () => Promise<string | undefined>, view: InboxView) => {
  const { decide } = useOutbox();
  const { show } = useNotices();
  const { t } = useTexts();
  const open = useOpenInView(view);
  return async (intent: Intent) => {
    decide(intent);
    const next = await findNext();
    if (next !== undefined && next !== id) return open(casePath(next, view), { replace: true });
    show({ id: 'all-done', type: 'info', content: t('case.all-done') });
    return open(inboxPath(view));
  };
};

const Ending = ({ state, runEnd }: { state: ReviewState; runEnd: UnsuccessfulEnd | undefined }) => {
  const { t } = useTexts();
  if (runEnd !== undefined) return <Alert type="warning">{t(`case.closed.${runEnd}`)}</Alert>;
  return state === 'REVIEW_EXPIRED' ? <Alert type="warning">{t('case.expired')}</Alert> : null;
};

/** How the run ended, if the review ended without a decision for this reason. */
const useRunEnd = ({ applicationId, state }: ReviewCase): UnsuccessfulEnd | undefined => {
  const timeline = useTimeline(applicationId);
  const isUndecided = isOpenReview(state) || state === 'REVIEW_EXPIRED';
  return isUndecided ? unsuccessfulEndOf(timeline.data ?? []) : undefined;
};
