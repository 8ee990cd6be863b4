import { paginateListVersionsByFunction } from '@aws-sdk/client-lambda';
import { DescribeStateMachineCommand, DescribeStateMachineForExecutionCommand } from '@aws-sdk/client-sfn';
import type { Clients } from '../clients.ts';
import { machineArn } from '../records/machine.ts';
import { firstNeeded, versionsNamedIn } from './needed.ts';
import { oldestRun } from './oldest-run.ts';

/** A published version of a function that the workflow calls. */
export interface FunctionVersion {
  readonly functionName: string;
  readonly version: number;
  /** CURRENT: the deployed definition calls the version. RUNS: a run may still call it. NONE: it can be removed. */
  readonly neededBy: 'CURRENT' | 'RUNS' | 'NONE';
}

/** All published versions of the functions that the deployed definition calls with a version number. */
export async function functionVersions(clients: Clients, now: Date): Promise<readonly FunctionVersion[]> {
  const { sfn } = clients;
  const stateMachineArn = await machineArn(sfn);
  const deployed = await sfn.send(new DescribeStateMachineCommand({ stateMachineArn }));
  const current = versionsNamedIn(deployed.definition ?? '');
  const oldest = await oldestRun(sfn, stateMachineArn, now);
  const needed = firstNeeded(current, oldest === undefined ? current : await namedBy(clients, oldest.executionArn));
  const versions: FunctionVersion[] = [];
  for (const [functionName, deployedVersion] of current)
    for (const version of await publishedVersions(clients, functionName)) {
      const isNeeded = version >= (needed.get(functionName) ?? 0);
      const neededBy = version === deployedVersion ? 'CURRENT' : isNeeded ? 'RUNS' : 'NONE';
      versions.push({ functionName, version, neededBy });
    }
  return versions;
}

async function namedBy({ sfn }: Clients, executionArn: string): Promise<ReturnType<typeof versionsNamedIn>> {
  const { definition = '' } = await sfn.send(new DescribeStateMachineForExecutionCommand({ executionArn }));
  return versionsNamedIn(definition);
}

async function publishedVersions({ lambda }: Clients, FunctionName: string): Promise<number[]> {
  const numbers: number[] = [];
  for await (const { Versions = [] } of paginateListVersionsByFunction({ client: lambda }, { FunctionName }))
    numbers.push(...Versions.map(({ Version }) => Number(Version)).filter((version) => !Number.isNaN(version)));
  return numbers;
}
