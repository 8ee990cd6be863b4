import { Duration } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { ENV, TIMEOUT_SECONDS } from '../../handlers/reviews/remind-reviews/contract.ts';
import { LEDGER_INDEXES } from '../../handlers/shared/reviews/contract.ts';
import { allow } from '../constructs/bundled-function.ts';
import { ScheduledFunction } from '../constructs/scheduled-function.ts';
import type { ApplicationStage } from './stage.ts';

export interface RemindersProps {
  readonly stage: ApplicationStage;
  readonly reviews: Table;
  readonly notifications: Table;
  readonly topic: Topic;
}

/** Sends mails before a review is due and after it is overdue. */
export class Reminders extends Construct {
  constructor(scope: Construct, id: string, { stage, reviews, notifications, topic }: RemindersProps) {
    super(scope, id);
    new ScheduledFunction(this, 'RemindReviews', {
      name: 'remind-reviews',
      stage,
      every: stage.remindReviewsEvery,
      timeout: Duration.seconds(TIMEOUT_SECONDS),
      environment: {
        [ENV.reviewsTable]: reviews.tableName,
        [ENV.notificationsTable]: notifications.tableName,
        [ENV.topicArn]: topic.topicArn,
        [ENV.remindBeforeSeconds]: String(stage.remindReviewBefore.toSeconds()),
      },
      mayCall: [
        allow(['dynamodb:Query'], [`${reviews.tableArn}/index/${LEDGER_INDEXES.byDueDate}`]),
        allow(['dynamodb:UpdateItem'], [reviews.tableArn]),
        allow(['dynamodb:UpdateItem'], [notifications.tableArn]),
        allow(['sns:Publish'], [topic.topicArn]),
      ],
    });
  }
}
