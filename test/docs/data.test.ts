import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { stageNamed } from '../../infra/application/stage.ts';
import { createApp, type Resource, removeAssemblies } from '../infra/synthesized.ts';

const PAGE = readFileSync(join(import.meta.dirname, '../../docs/data.md'), 'utf8');

/** The member with the name of a store, by type of resource. Buckets have no name: their rows name the stack's purpose. */
const NAME_OF: Readonly<Record<string, string>> = {
  'AWS::DynamoDB::Table': 'TableName',
  'AWS::SQS::Queue': 'QueueName',
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::Events::Archive': 'ArchiveName',
  'AWS::StepFunctions::StateMachine': 'StateMachineName',
  'AWS::Cognito::UserPool': 'UserPoolName',
  'AWS::S3::Bucket': 'BucketName',
};

/** Rows about buckets, by the logical id of the bucket without its hash. */
const BUCKETS: Readonly<Record<string, string>> = { Seals: 'bucket of seals' };

let resources: readonly (readonly [string, Resource])[];
beforeAll(async () => {
  const { stacks } = (await createApp({ sealArchive: 'on' })).synth();
  resources = stacks.flatMap(({ template }) => Object.entries<Resource>(template.Resources));
});
afterAll(removeAssemblies);

/** The names of a page between backticks; a `*` at the end stands for any letters, digits and hyphens. */
const namedIn = (page: string): RegExp[] =>
  [...page.matchAll(/`([\w/*.-]+)`/g)].map(([, name = '']) => new RegExp(`^${name.replace(/\*$/, '[\\w-]+')}$`));

function missingIn(page: string, stores: typeof resources): string[] {
  const known = namedIn(page);
  return stores.flatMap(([id, { Type, Properties }]) => {
    const member = NAME_OF[Type];
    if (member === undefined) return [];
    const name = Properties[member];
    if (typeof name === 'string') return known.some((pattern) => pattern.test(name)) ? [] : [`${Type} ${name}`];
    const row = BUCKETS[id.replace(/[0-9A-F]{8}$/, '')];
    return row !== undefined && page.includes(row) ? [] : [`${Type} ${id}`];
  });
}

describe('The page about data', () => {
  test('names every table, queue, bucket, log group, archive, state machine and user pool of the template', () => {
    expect(missingIn(PAGE, resources)).toEqual([]);
  });

  test('would not pass without one of its stores', () => {
    for (const name of ['submissions', 'notify-dlq', '/aws/lambda/*', 'account-applications'])
      expect(missingIn(PAGE.replaceAll(`\`${name}\``, ''), resources)).not.toEqual([]);
    const table: Resource = { Type: 'AWS::DynamoDB::Table', Properties: { TableName: 'new-table' } };
    expect(missingIn(PAGE, [['New', table]])).toEqual(['AWS::DynamoDB::Table new-table']);
    const bucket: Resource = { Type: 'AWS::S3::Bucket', Properties: {} };
    expect(missingIn(PAGE, [['NewBucket12345678', bucket]])).toEqual(['AWS::S3::Bucket NewBucket12345678']);
  });

  test('has the periods that the stages set', () => {
    const dev = stageNamed('dev');
    const prod = stageNamed('prod');
    const { backupRetention, archiveRetention } = dev ?? {};
    expect(PAGE).toContain(`| ${backupRetention?.toDays()} days, *stage* \`backupRetention\``);
    expect(PAGE).toContain(`| ${archiveRetention?.toDays()} days, *stage* \`archiveRetention\``);
    expect(PAGE).toContain(
      `| dev ${dev?.logRetention} days, prod ${prod?.logRetention} days, *stage* \`logRetention\``,
    );
  });
});
