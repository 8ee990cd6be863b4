interface Template {
  readonly Resources: Readonly<Record<string, { readonly Type: string; readonly Properties?: unknown }>>;
}

/** Prices of us-east-1 in dollars: https://aws.amazon.com/cloudwatch/pricing/ and https://aws.amazon.com/sqs/pricing/ */
const PER_ALARM_METRIC = 0.1;
/** Beyond the three free ones of an account. */
const PER_DASHBOARD = 3;
const PER_MILLION_REQUESTS = 0.4;

/** Number of requests per month to an idle queue: Lambda polls it with five concurrent long polls of 20 seconds. */
const POLLS_PER_MONTH = (5 / 20) * 86_400 * 30;

/** Cost of a deployed template for a month without any traffic, in US dollars, without the free tier. */
export function restingCost({ Resources }: Template): Readonly<Record<'alarms' | 'dashboards' | 'polls', number>> {
  const resources = Object.values(Resources);
  const alarms = resources.filter(({ Type }) => Type === 'AWS::CloudWatch::Alarm');
  const dashboards = resources.filter(({ Type }) => Type === 'AWS::CloudWatch::Dashboard');
  const mappings = resources.filter(({ Type }) => Type === 'AWS::Lambda::EventSourceMapping');
  return {
    alarms: alarms.reduce((sum, { Properties }) => sum + metricsOf(JSON.stringify(Properties)), 0) * PER_ALARM_METRIC,
    dashboards: dashboards.length * PER_DASHBOARD,
    polls: ((mappings.length * POLLS_PER_MONTH) / 1_000_000) * PER_MILLION_REQUESTS,
  };
}

/**
 * Number of billed metrics of an alarm. An alarm costs as much as the metrics that it reads; a metrics query reads one
 * metric for each function that it names.
 */
const metricsOf = (alarm: string): number =>
  Math.max(1, alarm.match(/"MetricStat"/g)?.length ?? 0, alarm.match(/FunctionName = /g)?.length ?? 0);
