import { Duration, Stack } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import {
  Dashboard,
  GraphWidget,
  type GraphWidgetProps,
  type IMetric,
  MathExpression,
  SingleValueWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { APPLICATION_STATES, isDecided, isOpenReview, REVIEW_STATES } from '../../events/states.ts';
import { DeadLetterQueue } from '../constructs/dead-letter-queue.ts';
import { named } from '../constructs/named.ts';
import { sumOverFunctions } from './functions-query.ts';
import { type WorkMetricName, workMetric } from './work-metrics.ts';

export interface SystemDashboardProps {
  readonly stateMachine: StateMachine;
  readonly api: HttpApi;
  readonly topic: Topic;
}

const HOUR = Duration.hours(1);
const FIVE_MINUTES = Duration.minutes(5);
/** The width of a dashboard is 24 units. */
const WIDTH = 24;

/** The dashboard of the system: the work, the failures, and what costs money. It shows everything below its stack. */
export class SystemDashboard extends Construct {
  readonly #props: SystemDashboardProps;

  constructor(scope: Construct, id: string, props: SystemDashboardProps) {
    super(scope, id);
    this.#props = props;
    new Dashboard(this, 'Dashboard', {
      dashboardName: named(this, 'account-applications'),
      defaultInterval: Duration.days(7),
      widgets: [this.#now(), this.#work(), this.#failures(), this.#cost()],
    });
  }

  #now(): SingleValueWidget[] {
    const latest = (title: string, name: WorkMetricName) =>
      new SingleValueWidget({
        title,
        metrics: [workMetric(this, name, 'Maximum').with({ period: HOUR })],
        width: WIDTH / 4,
      });
    const decided = workMetric(this, 'TimeToFinalDecision', 'p90').with({
      period: Duration.days(1),
      label: '9 in 10 within',
    });
    return [
      latest('Reviews that wait', 'ReviewsWaiting'),
      latest('Age of the oldest review', 'OldestReview'),
      new SingleValueWidget({ title: 'Time to the final decision, today', metrics: [decided], width: WIDTH / 4 }),
      new SingleValueWidget({ title: 'Dead letters', metrics: [this.#sumOfDeadLetters()], width: WIDTH / 4 }),
    ];
  }

  #work(): GraphWidget[] {
    const times = (name: WorkMetricName, label: string) =>
      ['p50', 'p90'].map((statistic) => workMetric(this, name, statistic).with({ label: `${label}, ${statistic}` }));
    const ends = (name: WorkMetricName, states: readonly string[]) =>
      states.map((state) => workMetric(this, name, 'Sum', state));
    return [
      graph('Reviews that wait', HOUR, {
        left: [workMetric(this, 'ReviewsWaiting', 'Maximum')],
        right: [workMetric(this, 'OldestReview', 'Maximum')],
      }),
      graph('Time from the request', Duration.days(1), {
        left: [
          ...times('TimeToClaim', 'claim'),
          ...times('TimeToFirstDecision', 'first decision'),
          ...times('TimeToFinalDecision', 'final decision'),
        ],
      }),
      graph('Outcomes', HOUR, {
        left: ends('ApplicationsEnded', APPLICATION_STATES.filter(isDecided)),
        right: ends(
          'ReviewsEnded',
          REVIEW_STATES.filter((state) => !isOpenReview(state)),
        ),
        stacked: true,
      }),
    ];
  }

  #failures(): GraphWidget[] {
    const { stateMachine, api } = this.#props;
    return [
      graph('Dead letters', FIVE_MINUTES, { left: this.#deadLetters() }),
      graph('Failed runs', FIVE_MINUTES, {
        left: [stateMachine.metricFailed(), stateMachine.metricTimedOut(), stateMachine.metricAborted()],
      }),
      graph('Throttles, errors of functions, server errors', FIVE_MINUTES, {
        left: [sumOverFunctions(Stack.of(this), 'Throttles'), sumOverFunctions(Stack.of(this), 'Errors')],
        right: [api.metricServerError({ statistic: 'Sum' })],
      }),
    ];
  }

  /** Runs stand for transitions, which Step Functions reports for the whole account only. */
  #cost(): GraphWidget[] {
    const { stateMachine, api, topic } = this.#props;
    const tables = Stack.of(this)
      .node.findAll()
      .filter((construct) => construct instanceof Table);
    const capacity = (metric: (table: Table) => IMetric): IMetric[] => tables.map(metric);
    return [
      graph('Runs, mails, requests', HOUR, {
        left: [
          stateMachine.metricStarted(),
          topic.metricNumberOfMessagesPublished(),
          api.metricCount({ statistic: 'Sum' }),
        ],
      }),
      graph('Milliseconds of functions', HOUR, { left: [sumOverFunctions(Stack.of(this), 'Duration')] }),
      graph('Units of tables', HOUR, {
        left: capacity((table) => table.metricConsumedWriteCapacityUnits({ label: `${nameOf(table)} writes` })),
        right: capacity((table) => table.metricConsumedReadCapacityUnits({ label: `${nameOf(table)} reads` })),
      }),
    ];
  }

  #sumOfDeadLetters(): IMetric {
    const queues = this.#deadLetters().map((metric, index) => [`queue${index}`, metric] as const);
    return new MathExpression({
      expression: `SUM([${queues.map(([name]) => name).join(', ')}])`,
      usingMetrics: Object.fromEntries(queues),
      label: 'messages',
    });
  }

  #deadLetters(): IMetric[] {
    return Stack.of(this)
      .node.findAll()
      .filter((construct) => construct instanceof DeadLetterQueue)
      .map(({ queue }) =>
        queue.metricApproximateNumberOfMessagesVisible({ statistic: 'Maximum', label: queue.queueName }),
      );
  }
}

/** A table is inside a construct that is named after it. */
const nameOf = ({ node }: Table): string => node.scope?.node.id ?? node.id;

const graph = (title: string, period: Duration, metrics: Pick<GraphWidgetProps, 'left' | 'right' | 'stacked'>) =>
  new GraphWidget({ title, period, width: WIDTH / 3, ...metrics });
