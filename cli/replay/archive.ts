import { DescribeArchiveCommand, DescribeRuleCommand, type EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { CommandFailure, EXIT } from '../failures.ts';
import { BUS } from '../system-names.ts';

export interface Archive {
  readonly name: string;
  readonly arn: string;
  readonly busArn: string;
}

/** @throws the SDK's ResourceNotFoundException; CommandFailure if the archive belongs to another bus */
export async function findArchive(events: EventBridgeClient, name: string): Promise<Archive> {
  const { ArchiveArn = '', EventSourceArn = '' } = await events.send(new DescribeArchiveCommand({ ArchiveName: name }));
  const bus = EventSourceArn.slice(EventSourceArn.lastIndexOf('/') + 1);
  if (bus !== BUS)
    throw new CommandFailure(EXIT.conflict, `The archive ${name} belongs to the bus ${bus}, not to ${BUS}.`);
  // Some endpoints omit ArchiveArn. The ARN is then built from the ARN of the bus.
  const arn = ArchiveArn || EventSourceArn.replace(`event-bus/${bus}`, `archive/${name}`);
  return { name, arn, busArn: EventSourceArn };
}

/**
 * The ARN of an enabled rule on the system's bus.
 * @throws the SDK's ResourceNotFoundException; CommandFailure if the rule is disabled
 */
export async function hearingRule(events: EventBridgeClient, name: string): Promise<string> {
  const { Arn = '', State } = await events.send(new DescribeRuleCommand({ Name: name, EventBusName: BUS }));
  if (State !== 'DISABLED') return Arn;
  const remedy = `aws events enable-rule --event-bus-name ${BUS} --name ${name}`;
  throw new CommandFailure(EXIT.conflict, `The rule ${name} is disabled and would match no events; first: ${remedy}`);
}
