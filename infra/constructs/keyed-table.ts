import { AttributeType, BillingMode, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { Construct } from 'constructs';
import type { Stage } from '../stage.ts';

export interface KeyedTableProps {
  readonly tableName: string;
  /** The attribute (a string) items are found by. */
  readonly key: string;
  /** Adds the index `state`: items of one state, ordered by this attribute (an ISO 8601 time). */
  readonly listedByStateAnd?: string;
  readonly stage: Stage;
}

/** A table on demand, encrypted with KMS, with point-in-time recovery, kept when the stage says so. */
export class KeyedTable extends Construct {
  readonly table: Table;

  constructor(scope: Construct, id: string, { tableName, key, listedByStateAnd, stage }: KeyedTableProps) {
    super(scope, id);
    this.table = new Table(this, 'Table', {
      tableName,
      partitionKey: { name: key, type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.AWS_MANAGED,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: stage.tables.isDeletionProtected,
      removalPolicy: stage.tables.removalPolicy,
    });
    if (listedByStateAnd === undefined) return;
    this.table.addGlobalSecondaryIndex({
      indexName: 'state',
      partitionKey: { name: 'state', type: AttributeType.STRING },
      sortKey: { name: listedByStateAnd, type: AttributeType.STRING },
    });
  }
}
