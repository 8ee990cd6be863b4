import { arnOf } from '../../core/aws/arn.ts';
import {
  all,
  arnIn,
  each,
  everything,
  type Input,
  type Lookup,
  list,
  type Requirement,
  type Requirements,
  type RequirementTable,
  text,
} from '../../core/policy/requirement.ts';
import { byStatements } from './partiql/statement-permissions.ts';

/** ARN of a table; `name` can be a name or an ARN. */
const table = (name: string, { home }: Lookup): string =>
  name.startsWith('arn:') ? name : arnOf(home, 'dynamodb', `table/${name}`);

const byTable = (input: Input, lookup: Lookup): string[] => [table(text(input, 'TableName'), lookup)];

const byTableOrIndex = (input: Input, lookup: Lookup): string[] => {
  const [arn = ''] = byTable(input, lookup);
  const index = text(input, 'IndexName');
  return [index === '' ? arn : `${arn}/index/${index}`];
};

const byRequestItems = (input: Input, lookup: Lookup): string[] =>
  Object.keys(input.RequestItems ?? {}).map((name) => table(name, lookup));

/** The stream's ARN: each shard iterator begins with it. */
const byShardIterator = (input: Input): string[] => [text(input, 'ShardIterator').split('|')[0] ?? ''];

/** A transaction needs the permissions of all its operations. */
const byTransaction =
  (actions: { readonly [member: string]: string }): Requirements =>
  (input, lookup) =>
    list(input, 'TransactItems').flatMap((item) =>
      Object.entries(item).map(
        ([member, operation]): Requirement => ({
          action: `dynamodb:${actions[member] ?? member}`,
          resources: byTable((operation ?? {}) as Input, lookup),
        }),
      ),
    );

const byTarget = (input: Input, lookup: Lookup): string[] => [table(text(input, 'TargetTableName'), lookup)];

/** A source table that is named by its name or its ARN. */
const bySource = (input: Input, lookup: Lookup): string[] => {
  const name = text(input, 'SourceTableArn') || text(input, 'SourceTableName');
  return [table(name, lookup)];
};

/** The permissions on its new table that a restore needs in addition to its own. */
const fillingTarget: Requirements = (input, lookup) =>
  ['BatchWriteItem', 'DeleteItem', 'GetItem', 'PutItem', 'Query', 'Scan', 'UpdateItem'].map((name) => ({
    action: `dynamodb:${name}`,
    resources: byTarget(input, lookup),
  }));

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html */
export const DYNAMODB_REQUIREMENTS: RequirementTable = {
  ...each(
    'dynamodb',
    [
      'CreateBackup',
      'CreateTable',
      'DeleteItem',
      'DeleteTable',
      'DescribeContinuousBackups',
      'DescribeTable',
      'DescribeTimeToLive',
      'GetItem',
      'PutItem',
      'UpdateContinuousBackups',
      'UpdateItem',
      'UpdateTable',
      'UpdateTimeToLive',
    ],
    byTable,
  ),
  ...each('dynamodb', ['Query', 'Scan'], byTableOrIndex),
  ...each('dynamodb', ['BatchGetItem', 'BatchWriteItem'], byRequestItems),
  ...each('dynamodb', ['ListTagsOfResource', 'TagResource', 'UntagResource'], arnIn('ResourceArn')),
  ...each('dynamodb', ['DescribeEndpoints', 'DescribeLimits', 'ListBackups', 'ListStreams'], everything),
  ...each('dynamodb', ['DeleteBackup', 'DescribeBackup'], arnIn('BackupArn')),
  ...each('dynamodb', ['DescribeStream', 'GetShardIterator'], arnIn('StreamArn')),
  ...each('dynamodb', ['GetRecords'], byShardIterator),
  ...each('dynamodb', ['ListTables'], all('dynamodb', 'table/*')),
  // The action checks each statement and answers for each one.
  BatchExecuteStatement: () => [],
  ExecuteStatement: byStatements(),
  ExecuteTransaction: byStatements('TransactStatements'),
  RestoreTableFromBackup: (input, lookup) => [
    { action: 'dynamodb:RestoreTableFromBackup', resources: [text(input, 'BackupArn'), ...byTarget(input, lookup)] },
    ...fillingTarget(input, lookup),
  ],
  RestoreTableToPointInTime: (input, lookup) => [
    { action: 'dynamodb:RestoreTableToPointInTime', resources: bySource(input, lookup) },
    ...fillingTarget(input, lookup),
  ],
  TransactGetItems: byTransaction({ Get: 'GetItem' }),
  TransactWriteItems: byTransaction({
    ConditionCheck: 'ConditionCheckItem',
    Delete: 'DeleteItem',
    Put: 'PutItem',
    Update: 'UpdateItem',
  }),
};
