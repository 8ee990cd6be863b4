import { Duration } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { EVENT_SOURCE } from '../../events/names.ts';
import * as close from '../../handlers/reviews/close-review/contract.ts';
import * as decide from '../../handlers/reviews/decide-reviews/contract.ts';
import * as keep from '../../handlers/reviews/keep-reviews/contract.ts';
import * as receive from '../../handlers/reviews/receive-reviews/contract.ts';
import { ABSENCE_EXPIRES_AT, LEDGER_INDEXES, TOKEN_EXPIRES_AT } from '../../handlers/shared/reviews/contract.ts';
import { acknowledge } from '../constructs/acknowledge.ts';
import { allow, BundledFunction } from '../constructs/bundled-function.ts';
import { EventConsumer } from '../constructs/event-consumer.ts';
import { KeyedTable } from '../constructs/keyed-table.ts';
import { ScheduledFunction } from '../constructs/scheduled-function.ts';
import { acknowledgeExecutions, executionsOf } from './executions.ts';
import type { ApplicationStage } from './stage.ts';

export interface ReviewDeskProps {
  readonly stage: ApplicationStage;
  readonly bus: EventBus;
  readonly applications: Table;
  readonly reviewQueue: Queue;
  readonly stateMachine: StateMachine;
  readonly notifications: Table;
  readonly topic: Topic;
  /**
   * If false, no function reads the review queue, so that another consumer can. The ledger stays empty unless that
   * consumer fills it.
   */
  readonly hasReviewWorker: boolean;
}

/** The review ledger and its functions: they add entries, renew heartbeats, remind, close entries and send decisions. */
export class ReviewDesk extends Construct {
  readonly reviews: Table;
  /**
   * The task tokens of the entries. It has no index and no stream, so only the functions that answer or renew a task can
   * read them.
   */
  readonly #tokens: Table;
  /** Who is out of office. */
  readonly absences: Table;
  /** The only function that may send a reviewer's decision to the workflow. */
  readonly decideReviews: BundledFunction;
  readonly #props: ReviewDeskProps;

  constructor(scope: Construct, id: string, props: ReviewDeskProps) {
    super(scope, id);
    this.#props = props;
    const { stage } = props;
    const lists = { listedByStateAnd: 'requestedAt', dueByStateAnd: 'dueAt' };
    const table = { tableName: 'reviews', key: 'applicationId', ...lists, hasStream: true, stage };
    this.reviews = new KeyedTable(this, 'Reviews', table).table;
    const tokens = { tableName: 'review-tokens', key: 'applicationId', expiresBy: TOKEN_EXPIRES_AT, stage };
    this.#tokens = new KeyedTable(this, 'ReviewTokens', tokens).table;
    const absences = { tableName: 'absences', key: 'username', expiresBy: ABSENCE_EXPIRES_AT, stage };
    this.absences = new KeyedTable(this, 'Absences', absences).table;
    this.decideReviews = this.#createDecideReviews();
    this.#keepReviews();
    if (!props.hasReviewWorker) return;
    this.#receiveReviews();
    this.#closeReviews();
  }

  #createDecideReviews(): BundledFunction {
    const { stage, applications, stateMachine } = this.#props;
    const made = new BundledFunction(this, 'DecideReviews', {
      name: 'decide-reviews',
      reservedConcurrency: stage.decidingConcurrency,
      stage,
      timeout: Duration.seconds(decide.TIMEOUT_SECONDS),
      environment: {
        [decide.ENV.applicationsTable]: applications.tableName,
        [decide.ENV.reviewsTable]: this.reviews.tableName,
        [decide.ENV.tokensTable]: this.#tokens.tableName,
        [decide.ENV.absencesTable]: this.absences.tableName,
        [decide.ENV.secondSeesFirst]: String(stage.reviewPolicy.secondSeesFirst),
        [decide.ENV.teams]: JSON.stringify(stage.teams),
      },
      mayCall: [
        allow(['dynamodb:GetItem'], [applications.tableArn]),
        allow(['dynamodb:GetItem', 'dynamodb:PutItem'], [this.reviews.tableArn]),
        allow(['dynamodb:Query'], [`${this.reviews.tableArn}/index/${LEDGER_INDEXES.byDueDate}`]),
        allow(['dynamodb:GetItem'], [this.#tokens.tableArn]),
        allow(['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:DeleteItem'], [this.absences.tableArn]),
        allow(['states:SendTaskSuccess'], [stateMachine.stateMachineArn]),
        allow(['states:GetExecutionHistory'], [executionsOf(this)]),
      ],
    });
    acknowledgeExecutions(made);
    return made;
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
        [receive.ENV.tokensTable]: this.#tokens.tableName,
        [receive.ENV.dueAfterSeconds]: String(stage.reviewDueAfter.toSeconds()),
      },
      mayCall: [
        allow(['dynamodb:GetItem'], [applications.tableArn]),
        allow(['dynamodb:UpdateItem'], [this.reviews.tableArn]),
        allow(['dynamodb:PutItem'], [this.#tokens.tableArn]),
        allow(['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'], [reviewQueue.queueArn]),
      ],
    });
    const mapping = new EventSourceMapping(this, 'FromQueue', {
      target: worker.live,
      eventSourceArn: reviewQueue.queueArn,
      batchSize: 10,
      reportBatchItemFailures: true,
    });
    const reason = 'Lambda has no failure destination for SQS sources; the queue itself has a dead-letter queue.';
    acknowledge(mapping, 'Serverless::Serverless-LambdaEventSourceMappingDestination', reason);
  }

  /** keep-reviews sends the mails about due and overdue reviews, too, so that the open reviews are read once. */
  #keepReviews(): void {
    const { stage, applications, stateMachine, notifications, topic } = this.#props;
    new ScheduledFunction(this, 'KeepReviews', {
      name: 'keep-reviews',
      stage,
      every: stage.keepReviewsEvery,
      timeout: Duration.seconds(keep.TIMEOUT_SECONDS),
      environment: {
        [keep.ENV.applicationsTable]: applications.tableName,
        [keep.ENV.reviewsTable]: this.reviews.tableName,
        [keep.ENV.tokensTable]: this.#tokens.tableName,
        [keep.ENV.decideFunction]: this.decideReviews.live.functionName,
        [keep.ENV.notificationsTable]: notifications.tableName,
        [keep.ENV.topicArn]: topic.topicArn,
        [keep.ENV.remindBeforeSeconds]: String(stage.remindReviewBefore.toSeconds()),
      },
      mayCall: [
        allow(['dynamodb:GetItem'], [applications.tableArn]),
        allow(['dynamodb:UpdateItem'], [this.reviews.tableArn]),
        allow(['dynamodb:BatchGetItem'], [this.#tokens.tableArn]),
        allow(['dynamodb:Query'], [`${this.reviews.tableArn}/index/${LEDGER_INDEXES.byRequest}`]),
        allow(['states:SendTaskHeartbeat'], [stateMachine.stateMachineArn]),
        allow(['states:DescribeExecution'], [executionsOf(this)]),
        allow(['lambda:InvokeFunction'], [this.decideReviews.live.functionArn]),
        allow(['dynamodb:UpdateItem'], [notifications.tableArn]),
        allow(['sns:Publish'], [topic.topicArn]),
      ],
    });
    acknowledgeExecutions(this);
  }

  /**
   * close-review closes the ledger entry after the outcome event. If the event is lost, keep-reviews closes the entry.
   */
  #closeReviews(): void {
    const { stage, bus, applications } = this.#props;
    new EventConsumer(this, 'CloseReview', {
      name: 'close-review',
      stage,
      bus,
      eventPattern: {
        source: [EVENT_SOURCE],
        detailType: ['InformationRequested', 'ApplicationApproved', 'ApplicationRejected', 'ReviewExpired'],
        // Excludes approvals without a review. The other events, and events of earlier versions, have no `reviewed`.
        detail: { reviewed: [true, { exists: false }] },
      },
      environment: {
        [close.ENV.applicationsTable]: applications.tableName,
        [close.ENV.reviewsTable]: this.reviews.tableName,
      },
      mayCall: [
        allow(['dynamodb:GetItem'], [applications.tableArn]),
        allow(['dynamodb:UpdateItem'], [this.reviews.tableArn]),
      ],
    });
  }
}
