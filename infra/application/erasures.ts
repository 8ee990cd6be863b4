import { Duration } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { Archive } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import { ENV, ERASURES_BY_STATE, TIMEOUT_SECONDS } from '../../handlers/privacy/erase-applicants/contract.ts';
import { allow, type BundledFunction } from '../constructs/bundled-function.ts';
import { KeyedTable } from '../constructs/keyed-table.ts';
import { ScheduledFunction } from '../constructs/scheduled-function.ts';
import { acknowledgeExecutions, executionsOf } from './executions.ts';
import type { ApplicationStage } from './stage.ts';

export interface ErasuresProps {
  readonly stage: ApplicationStage;
  readonly archive: Archive;
  /** Tables in which the function erases. */
  readonly tables: {
    readonly applications: Table;
    readonly reviews: Table;
    readonly caseEntries: Table;
    readonly applicantIndex: Table;
  };
}

/**
 * The erasure of applicants' data: the table of requests, and the function that erases after two people have agreed. No
 * other role may change entries of case files.
 */
export class Erasures extends Construct {
  /** Who requested and confirmed which erasure. No applicant's data. */
  readonly table: Table;
  readonly eraseApplicants: BundledFunction;

  constructor(scope: Construct, id: string, { stage, archive, tables }: ErasuresProps) {
    super(scope, id);
    const { applications, reviews, caseEntries, applicantIndex } = tables;
    const key = { tableName: 'erasures', key: 'applicationId', listedByStateAnd: 'requestedAt', stage };
    this.table = new KeyedTable(this, 'Erasures', key).table;
    this.eraseApplicants = new ScheduledFunction(this, 'EraseApplicants', {
      name: 'erase-applicants',
      stage,
      every: stage.finishErasuresEvery,
      timeout: Duration.seconds(TIMEOUT_SECONDS),
      environment: {
        [ENV.applicationsTable]: applications.tableName,
        [ENV.reviewsTable]: reviews.tableName,
        [ENV.caseEntriesTable]: caseEntries.tableName,
        [ENV.applicantIndexTable]: applicantIndex.tableName,
        [ENV.erasuresTable]: this.table.tableName,
        [ENV.archiveArn]: archive.archiveArn,
        [ENV.archiveDays]: String(stage.archiveRetention.toDays()),
        [ENV.backupDays]: String(stage.backupRetention.toDays()),
      },
      mayCall: [
        allow(['dynamodb:GetItem', 'dynamodb:PutItem'], [applications.tableArn]),
        allow(['dynamodb:GetItem', 'dynamodb:PutItem'], [reviews.tableArn]),
        allow(['dynamodb:Query', 'dynamodb:PutItem', 'dynamodb:UpdateItem'], [caseEntries.tableArn]),
        allow(['dynamodb:BatchWriteItem'], [applicantIndex.tableArn]),
        allow(['dynamodb:GetItem', 'dynamodb:PutItem'], [this.table.tableArn]),
        allow(['dynamodb:Query'], [`${this.table.tableArn}/index/${ERASURES_BY_STATE}`]),
        allow(['states:DescribeExecution'], [executionsOf(this)]),
        allow(['events:ListReplays'], ['*']),
      ],
      whyEveryResource: 'ListReplays supports no resource in a policy.',
    }).function;
    acknowledgeExecutions(this);
  }

  /** Lets the function erase in the table of submissions, which the API creates. */
  alsoIn(submissions: Table): void {
    const erase = this.eraseApplicants.function;
    erase.addEnvironment(ENV.submissionsTable, submissions.tableName);
    erase.addToRolePolicy(allow(['dynamodb:Scan', 'dynamodb:UpdateItem'], [submissions.tableArn]));
  }
}
