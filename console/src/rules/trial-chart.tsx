import {
  colorChartsPaletteCategorical1,
  colorChartsPaletteCategorical2,
  colorTextBodyDefault,
} from '@cloudscape-design/design-tokens';
import type { RuleTrial } from '../../../api/types.generated.ts';
import { useTexts } from '../texts/texts.tsx';
import './trial-chart.css';

/** Sizes in pixels. */
const WIDTH = 640;
const LABEL = 140;
const NUMBER = 70;
const BAR = 18;
const GROUP = 2 * BAR + 16;

export const RESULTS = ['clean', 'flagged', 'unprocessable'] as const;

/** Bars: number of applications by result, before and after. The table beside it has the same numbers. */
export const TrialChart = ({ trial }: { trial: RuleTrial }) => {
  const { t } = useTexts();
  const most = Math.max(1, ...RESULTS.flatMap((result) => [trial.before[result], trial.after[result]]));
  const lengthOf = (count: number): number => ((WIDTH - LABEL - NUMBER) * count) / most;
  return (
    <svg className="trial-chart" viewBox={`0 0 ${WIDTH} ${GROUP * RESULTS.length}`} role="img">
      <title>{t('rules.chart')}</title>
      {RESULTS.map((result, index) => {
        const bars = [
          { side: 'before', count: trial.before[result], colour: colorChartsPaletteCategorical2 },
          { side: 'after', count: trial.after[result], colour: colorChartsPaletteCategorical1 },
        ] as const;
        return (
          <g key={result} transform={`translate(0 ${index * GROUP})`} fill={colorTextBodyDefault}>
            <text y={BAR + 8}>{t(`rules.result.${result}`)}</text>
            {bars.map(({ side, count, colour }, row) => (
              <g key={side} transform={`translate(${LABEL} ${row * BAR + 4})`}>
                <rect width={lengthOf(count)} height={BAR - 2} fill={colour} />
                <text x={lengthOf(count) + 6} y={BAR - 5}>
                  {count} {t(`rules.${side}.short`)}
                </text>
              </g>
            ))}
          </g>
        );
      })}
    </svg>
  );
};
