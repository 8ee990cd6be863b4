import {
  type CloudFormationClient,
  DescribeStacksCommand,
  paginateListStackResources,
} from '@aws-sdk/client-cloudformation';
import type { Finding } from '../../cli/doctor/finding.ts';
import { endpointOf } from '../../cli/endpoint.ts';

/** The deployment that the smoke test examines. */
export interface Deployment {
  /** True for the runtime on this machine, which has no CloudFormation and no CloudWatch. */
  readonly isLocal: boolean;
  /** Names of the alarms of the stack. */
  readonly alarms: readonly string[];
  readonly finding: Finding;
}

const CHECK = 'stack';

/**
 * Finds the deployment: the system at AWS_ENDPOINT_URL, or the stack of this name in the account and region of the
 * credentials. Throws the errors of the AWS SDK.
 */
export async function findDeployment(
  stacks: CloudFormationClient,
  stackName: string,
  env: NodeJS.ProcessEnv,
): Promise<Deployment> {
  const endpoint = endpointOf(env);
  return endpoint === undefined ? await onAws(stacks, stackName) : await onThisMachine(endpoint);
}

async function onThisMachine(endpoint: string): Promise<Deployment> {
  await fetch(`${endpoint}/_local/health`).catch((cause) => {
    throw new Error(`nothing answers at AWS_ENDPOINT_URL, ${endpoint}. Start the system: npm start`, { cause });
  });
  const finding = { check: CHECK, severity: 'ok', text: `the system on this machine, ${endpoint}` } as const;
  return { isLocal: true, alarms: [], finding };
}

async function onAws(stacks: CloudFormationClient, StackName: string): Promise<Deployment> {
  const { Stacks: [stack] = [] } = await stacks.send(new DescribeStacksCommand({ StackName }));
  const alarms: string[] = [];
  for await (const { StackResourceSummaries = [] } of paginateListStackResources({ client: stacks }, { StackName }))
    for (const { ResourceType, PhysicalResourceId } of StackResourceSummaries)
      if (ResourceType === 'AWS::CloudWatch::Alarm' && PhysicalResourceId) alarms.push(PhysicalResourceId);
  return { isLocal: false, alarms, finding: stackFinding(StackName, stack?.StackStatus) };
}

/** A stack is complete after its creation, an update, or the roll-back of an update. */
export function stackFinding(name: string, status = 'unknown'): Finding {
  const text = `${name} is ${status}`;
  if (['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'IMPORT_COMPLETE'].includes(status))
    return { check: CHECK, severity: 'ok', text };
  return {
    check: CHECK,
    severity: 'fail',
    text,
    remedy: `aws cloudformation describe-stack-events --stack-name ${name}`,
  };
}
