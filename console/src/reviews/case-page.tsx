import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import ColumnLayout from '@cloudscape-design/components/column-layout';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useCallback, useEffect, useMemo } from 'react';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import { mayDecideNext } from '../../../api/may-decide.ts';
import { VERDICTS } from '../../../api/reason-codes.ts';
import { DECIDERS } from '../../../api/roles.ts';
import type { CheckFacts, Review, ReviewCase, ReviewState, Verdict } from '../../../api/types.generated.ts';
import { isOpenReview } from '../../../events/states.ts';
import { useDesk } from '../api/context.tsx';
import { useCase, useTimeline } from '../api/queries.ts';
import { AdaptiveTable } from '../shell/adaptive-table.tsx';
import { Freshness } from '../shell/freshness.tsx';
import { useKeys } from '../shell/keys.ts';
import { Loaded } from '../shell/loaded.tsx';
import { useIsNarrow } from '../shell/narrow.ts';
import { useNotices } from '../shell/notices.tsx';
import { useTexts } from '../texts/texts.tsx';
import { DecisionCard } from './decision-card.tsx';
import { DecisionForm } from './decision-form.tsx';
import { Holding } from './holding.tsx';
import { casePath, type InboxView, inboxPath, neighbour, placeIn, readView } from './inbox-filter.ts';
import type { Intent } from './intent.ts';
import { rememberCase } from './last-case.ts';
import { Marked } from './marked.tsx';
import { useNowMs } from './now.ts';
import { useOutbox } from './outbox.tsx';
import { People } from './people.tsx';
import { Related } from './related.tsx';
import { Returns } from './returns.tsx';
import { type UnsuccessfulEnd, unsuccessfulEndOf } from './run-end.ts';
import { StateIndicator } from './state-indicator.tsx';
import { TimeLeft } from './time-left.tsx';
import { Timeline } from './timeline.tsx';
import { useClaim } from './use-claim.ts';
import { useInboxReviews } from './use-inbox-reviews.ts';

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
  const view = useMemo(() => readView(query), [query]);
  const { findNext, go, next, previous, place, hasMore } = useQueue(id, view);
  const navigate = useNavigate();
  useEffect(() => rememberCase(id), [id]);
  const asked = query.get('decide');
  const deciding = VERDICTS.find((verdict) => verdict.toLowerCase() === asked);
  const runEnd = useRunEnd(review);
  const isDecider = me.roles.some((role) => DECIDERS.includes(role));
  const mayDecide = mayDecideNext(review, me) && !waiting.has(id) && isDecider && runEnd === undefined;
  const decide = (decision: Verdict | undefined) => navigate(casePath(id, view, decision), { replace: true });
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
    <SpaceBetween direction="horizontal" size="xs">
      {place && (
        <Box padding={{ top: 'xxs' }} color="text-body-secondary">
          {t('case.position', { ...place, count: hasMore ? `${place.count}+` : place.count })}
        </Box>
      )}
      <Button iconName="angle-left" ariaLabel={t('case.previous')} disabled={!previous} onClick={() => go(previous)} />
      <Button iconName="angle-right" ariaLabel={t('case.next')} disabled={!next} onClick={() => go(next)} />
      {mayDecide && (
        <Button onClick={() => decide('RETURN')} disabled={deciding === 'RETURN'}>
          {t('case.return')}
        </Button>
      )}
      {mayDecide && (
        <Button onClick={() => decide('REJECT')} disabled={deciding === 'REJECT'}>
          {t('case.reject')}
        </Button>
      )}
      {mayDecide && (
        <Button variant="primary" onClick={() => decide('APPROVE')} disabled={deciding === 'APPROVE'}>
          {t('case.approve')}
        </Button>
      )}
    </SpaceBetween>
  );
  return (
    <SpaceBetween size="l">
      <Header variant="h1" actions={actions} description={freshness}>
        {review.facts?.name}{' '}
        <Box variant="small" display="inline-block">
          {t('case.title', { id })}
        </Box>
      </Header>
      <Ending state={review.state} runEnd={runEnd} />
      {runEnd === undefined && <People review={review} />}
      <DecisionCard review={review} />
      {mayDecide && deciding && (
        <DecisionForm
          key={deciding}
          heading={t(`case.decide.${deciding}`, { id })}
          decision={deciding}
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
      <ColumnLayout columns={2}>
        <Facts review={review} />
        <Holding review={review} />
      </ColumnLayout>
      <Returns facts={review.facts} />
      <Checks checks={review.facts?.checks ?? []} />
      <Related id={id} />
      <Timeline id={id} />
    </SpaceBetween>
  );
};

const NONE: readonly Review[] = [];

/** The case's place in the list from which it was opened, with its neighbours. */
const useQueue = (id: string, view: InboxView) => {
  const { me } = useDesk();
  const navigate = useNavigate();
  const { waiting } = useOutbox();
  const nowMinute = Math.floor(useNowMs() / 60_000);
  const { data, hasMore, loadMore, refetch } = useInboxReviews(view);
  const queueIn = useCallback(
    (all: readonly Review[]) => {
      const reviews = all.filter(({ applicationId }) => applicationId === id || !waiting.has(applicationId));
      const options = { me: me.username, nowMs: nowMinute * 60_000, view };
      return {
        place: placeIn(reviews, id, options),
        next: neighbour(reviews, id, 1, options),
        previous: neighbour(reviews, id, -1, options),
      };
    },
    [id, me.username, nowMinute, view, waiting],
  );
  const queue = useMemo(() => queueIn(data ?? NONE), [data, queueIn]);
  const isLastLoaded = queue.place !== undefined && queue.next === undefined && hasMore;
  // biome-ignore lint/correctness/useExhaustiveDependencies: loads when the case is the last of the loaded ones
  useEffect(() => {
    if (isLastLoaded) void loadMore();
  }, [isLastLoaded, data?.length]);
  return {
    ...queue,
    /** True if the list goes on after the loaded cases. */
    hasMore,
    /** The next case. Waits for the list if it is not loaded yet. */
    findNext: async () => queueIn(data ?? (await refetch())).next,
    /** Replaces the case in the browser's history, so that its back button opens the list. */
    go: (to: string | undefined) => {
      if (to !== undefined) navigate(casePath(to, view), { replace: true });
    },
  };
};

/** Puts the decision into the outbox, then opens the next case, or the list if there is no next case. */
const useConfirm = (id: string, findNext: () => Promise<string | undefined>, view: InboxView) => {
  const { decide } = useOutbox();
  const { show } = useNotices();
  const { t } = useTexts();
  const navigate = useNavigate();
  return async (intent: Intent) => {
    decide(intent);
    const next = await findNext();
    if (next !== undefined && next !== id) return navigate(casePath(next, view), { replace: true });
    show({ id: 'all-done', type: 'info', content: t('case.all-done') });
    return navigate(inboxPath(view));
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

const Facts = ({ review }: { review: ReviewCase }) => {
  const { t, time } = useTexts();
  const { facts, state, requestedAt, dueAt, deadline } = review;
  const isPending = isOpenReview(state);
  const isNarrow = useIsNarrow();
  const checked = (name: CheckFacts['check'], value: string | undefined) => {
    const check = facts?.checks.find((each) => each.check === name);
    return check === undefined ? (value ?? '–') : <Marked check={check} />;
  };
  return (
    <Container header={<Header variant="h2">{t('case.facts')}</Header>}>
      <KeyValuePairs
        columns={isNarrow ? 1 : 2}
        items={[
          { label: t('case.name'), value: checked('NAME', facts?.name) },
          { label: t('case.address'), value: checked('ADDRESS', facts?.address) },
          { label: t('related.EMAIL'), value: facts?.email ?? '–' },
          { label: t('case.submitted'), value: time(facts?.submittedAt) },
          { label: t('case.submitted-by'), value: facts?.submittedBy ?? t('case.submitted-by.unknown') },
          { label: t('applications.state'), value: <StateIndicator state={state} /> },
          { label: t('case.requested'), value: time(requestedAt) },
          { label: t('case.due'), value: isPending ? <TimeLeft until={dueAt} isDeadline={false} /> : time(dueAt) },
          { label: t('case.deadline'), value: isPending ? <TimeLeft until={deadline} isDeadline /> : time(deadline) },
        ]}
      />
    </Container>
  );
};

const Checks = ({ checks }: { checks: readonly CheckFacts[] }) => {
  const { t, said } = useTexts();
  return (
    <AdaptiveTable
      header={<Header variant="h2">{t('case.checks')}</Header>}
      items={checks}
      trackBy="check"
      wrapLines
      ariaLabels={{ tableLabel: t('case.checks') }}
      columnDefinitions={[
        {
          id: 'check',
          header: t('case.check'),
          isRowHeader: true,
          cell: ({ check }) => t(check === 'NAME' ? 'case.check.NAME' : 'case.check.ADDRESS'),
        },
        {
          id: 'result',
          header: t('case.result'),
          minWidth: 130,
          cell: ({ flagged }) => (
            <StatusIndicator type={flagged ? 'warning' : 'success'}>
              {t(flagged ? 'case.flagged' : 'case.clean')}
            </StatusIndicator>
          ),
        },
        { id: 'rule', header: t('case.rule'), cell: ({ rule }) => said(rule) },
        { id: 'version', header: t('case.version'), cell: ({ rulesVersion }) => rulesVersion },
        {
          id: 'value',
          header: t('case.value'),
          cell: (check) => <Marked check={check} />,
        },
      ]}
    />
  );
};
