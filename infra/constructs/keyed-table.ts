import { AttributeType, BillingMode, StreamViewType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import { named } from './named.ts';
import type { Stage } from './stage.ts';

export interface KeyedTableProps {
  readonly tableName: string;
  /** Partition key, a string attribute. */
  readonly key: string;
  /** Sort key, a number attribute. */
  readonly numberedBy?: string;
  /** Sort key, a string attribute. */
  readonly sortedBy?: string;
  /** True for a stream with both images of each changed item. */
  readonly hasStream?: boolean;
  /** Adds the index `state`: items of one state, sorted by this attribute (ISO 8601 time). */
  readonly listedByStateAnd?: string;
  /** If set, the table has the index `due`: the items of one state, sorted by this attribute (ISO 8601 time). */
  readonly dueByStateAnd?: string;
  /** Time-to-live attribute, in epoch seconds. */
  readonly expiresBy?: string;
  readonly stage: Stage;
}

/** An on-demand table with KMS encryption and point-in-time recovery. The stage sets its removal policy. */
export class KeyedTable extends Construct {
  readonly table: Table;

  constructor(scope: Construct, id: string, props: KeyedTableProps) {
    super(scope, id);
    const { tableName, key, numberedBy, sortedBy, hasStream, expiresBy, stage, ...lists } = props;
    this.table = new Table(this, 'Table', {
      tableName: named(this, tableName),
      partitionKey: { name: key, type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.AWS_MANAGED,
      pointInTimeRecoverySpecification: {
        pointInTimeRecoveryEnabled: true,
        recoveryPeriodInDays: stage.backupRetention.toDays(),
      },
      deletionProtection: stage.data.isDeletionProtected,
      removalPolicy: stage.data.removalPolicy,
      ...(numberedBy === undefined ? {} : { sortKey: { name: numberedBy, type: AttributeType.NUMBER } }),
      ...(sortedBy === undefined ? {} : { sortKey: { name: sortedBy, type: AttributeType.STRING } }),
      ...(hasStream === true ? { stream: StreamViewType.NEW_AND_OLD_IMAGES } : {}),
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
