import { Metric, Unit } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { Construct, type IConstruct } from 'constructs';
import { MESSAGES } from '../../handlers/files/append-case-entries/contract.ts';
import { MESSAGE as KEPT } from '../../handlers/reviews/keep-reviews/contract.ts';
import type { BundledFunction } from '../constructs/bundled-function.ts';
import { named } from '../constructs/named.ts';
import { functionNamed } from './functions-query.ts';

/** Without the deployment's prefix. */
const NAMESPACE = 'account-applications';

/** A metric of the work, which a metric filter takes from a log line. No dimension is a name or an id. */
interface WorkMetric {
  readonly name: string;
  readonly unit: Unit;
  /** `message` of the log line. */
  readonly message: string;
  /** Member of the line that has the value; the metric counts lines if it is missing. */
  readonly member?: string;
  /** Member of the line whose value is the dimension `outcome`. It must have few values, because each is one metric. */
  readonly outcome?: string;
}

const SECONDS = { unit: Unit.SECONDS, message: MESSAGES.reviewEnded } as const;

/** Metrics of what has ended, from the function that appends case entries. */
const ENDED = [
  { name: 'ApplicationsEnded', unit: Unit.COUNT, message: MESSAGES.applicationEnded, outcome: 'outcome' },
  { name: 'ReviewsEnded', unit: Unit.COUNT, message: MESSAGES.reviewEnded, outcome: 'outcome' },
  { name: 'TimeToClaim', member: 'secondsToClaim', ...SECONDS },
  { name: 'TimeToFirstDecision', member: 'secondsToFirstDecision', ...SECONDS },
  { name: 'TimeToFinalDecision', member: 'secondsToFinalDecision', ...SECONDS },
] as const satisfies readonly WorkMetric[];

/** Metrics of what waits, every hour from the function that keeps reviews. */
const WAITING = [
  { name: 'ReviewsWaiting', unit: Unit.COUNT, message: KEPT, member: 'waiting' },
  { name: 'OldestReview', unit: Unit.SECONDS, message: KEPT, member: 'oldestSeconds' },
] as const satisfies readonly WorkMetric[];

export type WorkMetricName = (typeof ENDED)[number]['name'] | (typeof WAITING)[number]['name'];

/** CloudWatch metrics of the work, from log lines, so that no function calls CloudWatch. */
export class WorkMetrics extends Construct {
  constructor(scope: Construct, id: string, { functions }: { readonly functions: readonly BundledFunction[] }) {
    super(scope, id);
    for (const metric of ENDED) this.#take(metric, functionNamed(functions, 'append-case-entries'));
    for (const metric of WAITING) this.#take(metric, functionNamed(functions, 'keep-reviews'));
  }

  #take({ name, unit, message, member, outcome }: WorkMetric, from: BundledFunction | undefined): void {
    if (from === undefined) return;
    const isLine = FilterPattern.stringValue('$.message', '=', message);
    new MetricFilter(this, name, {
      logGroup: from.function.logGroup,
      metricNamespace: named(this, NAMESPACE),
      metricName: name,
      unit,
      filterPattern: member === undefined ? isLine : FilterPattern.all(isLine, FilterPattern.exists(`$.${member}`)),
      metricValue: member === undefined ? '1' : `$.${member}`,
      ...(outcome === undefined ? {} : { dimensions: { outcome: `$.${outcome}` } }),
    });
  }
}

/** A metric of the work, for a graph. `outcome`: only this outcome, for metrics with that dimension. */
export function workMetric(scope: IConstruct, metricName: WorkMetricName, statistic: string, outcome?: string): Metric {
  return new Metric({
    namespace: named(scope, NAMESPACE),
    metricName,
    statistic,
    ...(outcome === undefined ? {} : { dimensionsMap: { outcome }, label: outcome }),
  });
}
