import { Duration } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import * as keep from '../../reviewer/worker/keep-reviews/contract.ts';
import * as receive from '../../reviewer/worker/receive-reviews/contract.ts';
import { acknowledge } from '../acknowledge.ts';
import type { Stage } from '../stage.ts';
import { allow, BundledFunction } from './bundled-function.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import { delivery } from './delivery.ts';
import { KeyedTable } from './keyed-table.ts';

export interface ReviewDeskProps {
  readonly stage: Stage;
  readonly applications: Table;
  readonly reviewQueue: Queue;
  readonly stateMachine: StateMachine;
  /** False leaves the review queue to another consumer; then nobody fills the ledger. */
  readonly hasReviewWorker: boolean;
}

/** The ledger people decide from, the worker that fills it from the queue, and the keeper of what waits in it. */
export class ReviewDesk extends Construct {
  readonly reviews: Table;
  readonly #props: ReviewDeskProps;

  constructor(scope: Construct, id: string, props: ReviewDeskProps) {
    super(scope, id);
    this.#props = props;
    const { stage } = props;
    const table = { tableName: 'reviews', key: 'applicationId', listedByStateAnd: 'requestedAt', stage };
    this.reviews = new KeyedTable(this, 'Reviews', table).table;
    if (props.hasReviewWorker) this.#receiveReviews();
    this.#keepReviews();
  }

  #receiveReviews(): void {
    const { stage, applications, reviewQueue } = this.#props;
    const worker = new BundledFunction(this, 'ReceiveReviews', {
      name: 'receive-reviews',
      stage,
      timeout: Duration.seconds(receive.TIMEOUT_SECONDS),
      environment: {
        [receive.ENV.applicationsTable]: applications.tableName,
        [receive.ENV.reviewsTable]: this.reviews.tableName,
      },
      mayCall: [
        allow(['dynamodb:GetItem'], [applications.tableArn]),
        allow(['dynamodb:PutItem'], [this.reviews.tableArn]),
        allow(['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'], [reviewQueue.queueArn]),
      ],
    });
    const mapping = new EventSourceMapping(this, 'FromQueue', {
      target: worker.function,
      eventSourceArn: reviewQueue.queueArn,
      batchSize: 10,
      reportBatchItemFailures: true,
    });
    const reason = 'Lambda has no failure destination for SQS sources; the queue itself has a dead-letter queue.';
    acknowledge(mapping, 'Serverless::Serverless-LambdaEventSourceMappingDestination', reason);
  }

  #keepReviews(): void {
    const { stage, applications, stateMachine } = this.#props;
    const deadLetters = new DeadLetterQueue(this, 'KeepReviewsDlq', 'keep-reviews-dlq');
    const keeper = new BundledFunction(this, 'KeepReviews', {
      name: 'keep-reviews',
      stage,
      timeout: Duration.seconds(keep.TIMEOUT_SECONDS),
      deadLetterQueue: deadLetters.queue,
      environment: {
        [keep.ENV.applicationsTable]: applications.tableName,
        [keep.ENV.reviewsTable]: this.reviews.tableName,
      },
      mayCall: [
        allow(['dynamodb:GetItem'], [applications.tableArn]),
        allow(['dynamodb:UpdateItem'], [this.reviews.tableArn]),
        allow(['dynamodb:Query'], [`${this.reviews.tableArn}/index/${keep.STATE_INDEX}`]),
        allow(['states:SendTaskHeartbeat'], [stateMachine.stateMachineArn]),
      ],
    });
    new Rule(this, 'KeepReviewsSchedule', {
      ruleName: 'keep-reviews',
      schedule: Schedule.rate(stage.keepReviewsEvery),
      targets: [new LambdaFunction(keeper.function, delivery(deadLetters.queue))],
    });
  }
}
