import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { Measures, Spread } from '../../../api/types.generated.ts';
import { type Texts, useTexts } from '../texts/texts.tsx';

/** What waits, and the most important figures of the range. */
export const KeyFigures = ({ measures }: { measures: Measures }) => {
  const texts = useTexts();
  const { t, time, span } = texts;
  const { waiting, reviews, applications, measuredAt, from, to } = measures;
  const oldestMs =
    waiting.oldestRequestedAt === undefined
      ? undefined
      : Date.parse(measuredAt) - Date.parse(waiting.oldestRequestedAt);
  return (
    <SpaceBetween size="l">
      <Container header={<Header variant="h2">{t('measures.now')}</Header>}>
        <KeyValuePairs
          columns={3}
          items={[
            { label: t('measures.waiting'), value: waiting.count },
            { label: t('measures.waiting.overdue'), value: waiting.overdue },
            { label: t('measures.waiting.oldest'), value: oldestMs === undefined ? '–' : span(oldestMs) },
          ]}
        />
      </Container>
      <Container header={<Header variant="h2">{t('measures.in-range', { from: time(from), to: time(to) })}</Header>}>
        <KeyValuePairs
          columns={3}
          items={[
            { label: t('measures.reviews'), value: reviews.ended },
            { label: t('measures.overdue'), value: shareOf(texts, reviews.overdue, reviews.ended) },
            { label: t('measures.two-people'), value: reviews.twoPeople.reviews },
            {
              label: t('measures.differed'),
              value: shareOf(texts, reviews.twoPeople.differed, reviews.twoPeople.reviews),
            },
            { label: t('measures.applications'), value: applications.ended },
            {
              label: t('measures.without-review'),
              value: shareOf(texts, applications.withoutReview, applications.ended),
            },
            { label: t('measures.to-claim'), value: spreadText(texts, reviews.toClaim) },
            { label: t('measures.to-first-decision'), value: spreadText(texts, reviews.toFirstDecision) },
            { label: t('measures.to-final-decision'), value: spreadText(texts, reviews.toFinalDecision) },
          ]}
        />
      </Container>
    </SpaceBetween>
  );
};

const shareOf = ({ t }: Texts, count: number, all: number): string =>
  all === 0 ? String(count) : t('measures.share', { count, percent: Math.round((100 * count) / all) });

/** "half within 20 min, 9 in 10 within 2 h (4)"; a dash without durations. */
export const spreadText = ({ t, span }: Texts, { count, p50Seconds, p90Seconds }: Spread): string =>
  p50Seconds === undefined || p90Seconds === undefined
    ? '–'
    : t('measures.spread', { p50: span(p50Seconds * 1_000), p90: span(p90Seconds * 1_000), count });
