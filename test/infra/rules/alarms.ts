import type { Rule } from './rule.ts';
import { allOf, listOf, type Named, objectOf, type Template } from './template.ts';

/** Longest delay of a metric here: SQS sends the metrics of an idle queue up to 15 minutes late. */
const LATEST_SECONDS = 900;

/** The metrics (each with its period) and the expressions of an alarm, for simple alarms and for alarms with math. */
const queriesOf = ({ properties }: Named): Readonly<Record<string, unknown>>[] =>
  properties.Metrics === undefined ? [properties] : listOf(properties.Metrics).map(objectOf);

const periodOf = (alarm: Named): number =>
  Math.max(
    ...queriesOf(alarm).map((query) => Number(query.Period ?? objectOf(query.MetricStat).Period ?? Number.NaN) || 0),
  );

const findingsOf = (alarm: Named): string[] => {
  const { EvaluationPeriods, DatapointsToAlarm, TreatMissingData } = alarm.properties;
  const findings: string[] = [];
  if (queriesOf(alarm).some(({ Expression }) => String(Expression).includes('FILL(')))
    findings.push(`${alarm.id} uses FILL, so that it never sees a late data point`);
  if (Number(EvaluationPeriods) * periodOf(alarm) < LATEST_SECONDS)
    findings.push(`${alarm.id} evaluates only ${Number(EvaluationPeriods) * periodOf(alarm)} s`);
  if (Number(DatapointsToAlarm ?? EvaluationPeriods) >= Number(EvaluationPeriods))
    findings.push(`${alarm.id} needs a data point in every period`);
  if (TreatMissingData !== 'notBreaching') findings.push(`${alarm.id} does not treat missing data as not breaching`);
  return findings;
};

export const ALARMS_RING: Rule = {
  name: 'an alarm fires for a single late data point, even if the other periods have no data',
  why: 'EventBridge, SQS and Lambda send many metrics late, and only if they are not zero.',
  check: (template) => allOf(template, 'AWS::CloudWatch::Alarm').flatMap(findingsOf),
};

/** True if the alarm selects functions, by a dimension or by a condition of a query. */
const namesFunctions = (alarm: Named): boolean => JSON.stringify(alarm.properties).includes('FunctionName');

const watchesFunctions = (alarm: Named): boolean => JSON.stringify(alarm.properties).includes('AWS/Lambda');

export const ALARMS_WATCH_OUR_FUNCTIONS: Rule = {
  name: 'an alarm on functions selects them by name',
  why: 'Without a name the metric counts all functions of the account, including functions of other systems.',
  check: (template: Template) =>
    allOf(template, 'AWS::CloudWatch::Alarm')
      .filter((alarm) => watchesFunctions(alarm) && !namesFunctions(alarm))
      .map(({ id }) => `${id} counts all functions of the account`),
};
