import BarChart from '@cloudscape-design/components/bar-chart';
import ColumnLayout from '@cloudscape-design/components/column-layout';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import type { Measures } from '../../../api/types.generated.ts';
import { useTexts } from '../texts/texts.tsx';

const HEIGHT = 240;
const HOUR_SECONDS = 3_600;

interface Named {
  readonly title: string;
  readonly values: readonly number[];
}

interface BarsProps {
  readonly title: string;
  /** Names of the groups of bars. */
  readonly names: readonly string[];
  readonly series: readonly Named[];
  readonly xTitle: string;
  readonly yTitle: string;
  readonly stacked?: boolean;
  /** For long names, which have no place below upright bars. */
  readonly horizontal?: boolean;
}

const Bars = ({ title, names, series, xTitle, yTitle, stacked = false, horizontal = false }: BarsProps) => {
  const most = Math.max(
    1,
    ...names.map((_, index) => {
      const values = series.map(({ values: own }) => own[index] ?? 0);
      return stacked ? values.reduce((sum, value) => sum + value, 0) : Math.max(...values);
    }),
  );
  return (
    <Container header={<Header variant="h2">{title}</Header>}>
      <BarChart
        series={series.map(({ title: own, values }) => ({
          type: 'bar' as const,
          title: own,
          data: names.map((x, index) => ({ x, y: values[index] ?? 0 })),
        }))}
        xDomain={names}
        yDomain={[0, most]}
        xTitle={xTitle}
        yTitle={yTitle}
        xScaleType="categorical"
        ariaLabel={title}
        height={HEIGHT}
        stackedBars={stacked}
        horizontalBars={horizontal}
        hideFilter
        hideLegend={series.length === 1}
      />
    </Container>
  );
};

/** The days of the range, the results of the reviews, and the reasons for decisions. */
export const Charts = ({ measures: { days, reviews } }: { measures: Measures }) => {
  const { t, region } = useTexts();
  const format = new Intl.DateTimeFormat(region, { day: 'numeric', month: 'numeric', timeZone: 'UTC' });
  const names = days.map(({ day }) => format.format(new Date(day)));
  const hours = (seconds = 0) => Math.round((10 * seconds) / HOUR_SECONDS) / 10;
  return (
    <ColumnLayout columns={2}>
      <Bars
        title={t('measures.days')}
        names={names}
        stacked
        series={[
          { title: t('measures.days.reviews'), values: days.map((day) => day.reviews) },
          {
            title: t('measures.days.automatic'),
            values: days.map((day) => Math.max(0, day.applications - day.reviews)),
          },
        ]}
        xTitle={t('measures.day')}
        yTitle={t('measures.count')}
      />
      <Bars
        title={t('measures.times')}
        names={names}
        series={[
          { title: t('measures.times.p50'), values: days.map((day) => hours(day.toFinalDecision.p50Seconds)) },
          { title: t('measures.times.p90'), values: days.map((day) => hours(day.toFinalDecision.p90Seconds)) },
        ]}
        xTitle={t('measures.day')}
        yTitle={t('measures.hours')}
      />
      <Bars
        title={t('measures.outcomes')}
        horizontal
        names={reviews.outcomes.map(({ state }) => t(`state.${state}`))}
        series={[{ title: t('measures.count'), values: reviews.outcomes.map(({ count }) => count) }]}
        xTitle={t('reviews.column.state')}
        yTitle={t('measures.count')}
      />
      <Bars
        title={t('measures.reason-codes')}
        horizontal
        names={reviews.reasonCodes.map(({ reasonCode }) => t(`case.reason.${reasonCode}`))}
        series={[{ title: t('measures.count'), values: reviews.reasonCodes.map(({ count }) => count) }]}
        xTitle={t('reviews.column.reasons')}
        yTitle={t('measures.count')}
      />
    </ColumnLayout>
  );
};
