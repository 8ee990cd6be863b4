import { Duration } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { EventSourceMapping, FilterCriteria, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { alarmFrom } from './alarm-on-any.ts';
import { allow, BundledFunction } from './bundled-function.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import type { Stage } from './stage.ts';

/** A table with a stream. `filters` are patterns of its records; a record must match one of them. */
export interface StreamSource {
  readonly table: Table;
  readonly filters?: readonly Readonly<Record<string, unknown>>[];
}

export interface StreamConsumerProps {
  /** Name of the function; the dead-letter queue is `<name>-dlq`, the alarm on delays `<name>-late`. */
  readonly name: string;
  readonly stage: Stage;
  readonly sources: readonly StreamSource[];
  /** Files beside the function's code: name → text. */
  readonly files?: Readonly<Record<string, string>>;
  readonly environment: Record<string, string>;
  /** Statements for the handler's calls. Reading the streams is added. */
  readonly mayCall: readonly PolicyStatement[];
  readonly timeout: Duration;
  /** Most changes in one invocation. */
  readonly batchSize: number;
  /** Longest wait for a full batch: the most that a change alone is delayed. */
  readonly batchingWindow: Duration;
}

/** With Lambda's backoff of up to a minute, these take more than an hour and a half. */
const RETRIES = 100;
/** DynamoDB deletes a stream's records after this time. */
const MAX_AGE = Duration.hours(24);
const LATE = Duration.minutes(15);

/**
 * A function that gets every change of some tables in batches, in order per item. A change on which the function keeps
 * failing is isolated; its position in the stream goes to a dead-letter queue with an alarm.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
 */
export class StreamConsumer extends Construct {
  readonly #props: StreamConsumerProps;
  readonly consumer: BundledFunction;
  readonly #deadLetters: DeadLetterQueue;

  constructor(scope: Construct, id: string, props: StreamConsumerProps) {
    super(scope, id);
    this.#props = props;
    const { name, stage, files, environment, mayCall, timeout } = props;
    this.#deadLetters = new DeadLetterQueue(this, 'Dlq', `${name}-dlq`);
    this.consumer = new BundledFunction(this, 'Consumer', {
      name,
      stage,
      ...(files === undefined ? {} : { files }),
      environment,
      timeout,
      mayCall: [...mayCall, ...this.#mayConsume()],
      whyEveryResource: 'DynamoDB lists the streams of an account, with no resource to narrow that to.',
    });
    for (const source of props.sources) this.#read(source);
    alarmFrom(this, 'Late', this.consumer.function.metric('IteratorAge', { statistic: 'Maximum' }), {
      alarmName: `${this.consumer.name}-late`,
      alarmDescription: `The function ${this.consumer.name} is more than 15 minutes behind the changes that it reads.`,
      threshold: LATE.toMilliseconds(),
      period: Duration.minutes(5),
    });
  }

  /** Lambda checks the permission to list streams when the mapping is created. */
  #mayConsume(): PolicyStatement[] {
    const streams = this.#props.sources.map(({ table }) => table.tableStreamArn ?? '');
    const read = ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'];
    return [
      allow(read, streams),
      allow(['dynamodb:ListStreams'], ['*']),
      allow(['sqs:SendMessage'], [this.#deadLetters.queue.queueArn]),
    ];
  }

  #read({ table, filters = [] }: StreamSource): void {
    if (table.tableStreamArn === undefined) throw new Error(`The table ${table.node.path} has no stream.`);
    new EventSourceMapping(this, `From-${table.node.path.split('/').at(-2)}`, {
      target: this.consumer.live,
      eventSourceArn: table.tableStreamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: this.#props.batchSize,
      maxBatchingWindow: this.#props.batchingWindow,
      reportBatchItemFailures: true,
      bisectBatchOnError: true,
      retryAttempts: RETRIES,
      maxRecordAge: MAX_AGE,
      onFailure: { bind: () => ({ destination: this.#deadLetters.queue.queueArn }) },
      ...(filters.length === 0 ? {} : { filters: filters.map((filter) => FilterCriteria.filter(filter)) }),
    });
  }
}
