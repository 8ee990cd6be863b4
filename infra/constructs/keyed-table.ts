import { AttributeType, BillingMode, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import type { Stage } from './stage.ts';

export interface KeyedTableProps {
  readonly tableName: string;
  /** The attribute (a string) items are found by. */
  readonly key: string;
  /** Adds the index `state`: items of one state, ordered by this attribute (an ISO 8601 time). */
  readonly listedByStateAnd?: string;
  /** Adds the index `due`: the same, ordered by this attribute. */
  readonly dueByStateAnd?: string;
  /** The attribute (seconds since 1970) after which an item is removed. */
  readonly expiresBy?: string;
  readonly stage: Stage;
}

/** A table on demand, encrypted with KMS, with point-in-time recovery, kept when the stage says so. */
export class KeyedTable extends Construct {
  readonly table: Table;

  constructor(scope: Construct, id: string, { tableName, key, expiresBy, stage, ...lists }: KeyedTableProps) {
    super(scope, id);
    this.table = new Table(this, 'Table', {
      tableName,
      partitionKey: { name: key, type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.AWS_MANAGED,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: stage.tables.isDeletionProtected,
      removalPolicy: stage.tables.removalPolicy,
      ...(expiresBy === undefined ? {} : { timeToLiveAttribute: expiresBy }),
    });
    this.#listByState('state', lists.listedByStateAnd);
    this.#listByState('due', lists.dueByStateAnd);
  }

  #listByState(indexName: string, orderedBy: string | undefined): void {
    if (orderedBy === undefined) return;
    this.table.addGlobalSecondaryIndex({
      indexName,
      partitionKey: { name: 'state', type: AttributeType.STRING },
      sortKey: { name: orderedBy, type: AttributeType.STRING },
    });
  }
}
