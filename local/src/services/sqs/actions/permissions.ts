import { accountRoot, isAccountId, oneOrMore } from '../../../core/policy/shared-with.ts';
import type { Action } from '../../../core/service.ts';
import { invalidParameter, invalidValue, missingParameter } from '../errors.ts';
import { requiredText, textList } from '../parameters.ts';
import { checkStatements } from '../queue/attributes.ts';
import type { Queues } from '../queues.ts';
import type { Queue } from '../store/queue-table.ts';

interface Policy {
  readonly Version: string;
  readonly Id?: string;
  readonly Statement: readonly { readonly Sid?: string }[];
}

const LABEL = /^[A-Za-z0-9_-]{1,80}$/;
const MAX_ACTIONS = 7;
/** The actions for which a queue's owner can give permission; `*` means all of them. */
const SHARED = new Set([
  '*',
  'ChangeMessageVisibility',
  'DeleteMessage',
  'GetQueueAttributes',
  'GetQueueUrl',
  'ListDeadLetterSourceQueues',
  'PurgeQueue',
  'ReceiveMessage',
  'SendMessage',
]);

const policyOf = ({ attributes }: Queue, arn: string): Policy => {
  const { Statement = [], ...rest } = JSON.parse(attributes.Policy || '{}') as Partial<Policy>;
  return { Version: '2008-10-17', Id: `${arn}/SQSDefaultPolicy`, ...rest, Statement: [Statement].flat() };
};

const readAccounts = (ids: readonly string[]): readonly string[] => {
  if (ids.length === 0) throw missingParameter('AWSAccountIds');
  const wrong = ids.find((id) => !isAccountId(id));
  if (wrong !== undefined)
    throw invalidParameter(`Value [${ids.join(', ')}] for parameter PrincipalId is invalid. Reason: Unable to verify.`);
  return ids.map(accountRoot);
};

const readActions = (names: readonly string[]): readonly string[] => {
  if (names.length === 0) throw missingParameter('Actions');
  if (names.length > MAX_ACTIONS)
    throw invalidParameter(`${names.length} Actions were found, maximum allowed is ${MAX_ACTIONS}.`);
  const wrong = names.find((name) => !SHARED.has(name));
  if (wrong !== undefined)
    throw invalidValue('ActionName', `SQS:${wrong}`, 'Only the queue owner is allowed to invoke this action.');
  return names.map((name) => `SQS:${name}`);
};

const readLabel = (input: Record<string, unknown>): string => {
  const label = requiredText(input, 'Label');
  if (LABEL.test(label)) return label;
  throw invalidValue(
    'Label',
    label,
    'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length.',
  );
};

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_AddPermission.html */
export const addPermission =
  (queues: Queues): Action =>
  async (input) => {
    await queues.change(input.QueueUrl, (queue) => {
      const Sid = readLabel(input);
      const Principal = { AWS: oneOrMore(readAccounts(textList(input, 'AWSAccountIds'))) };
      const Actions = oneOrMore(readActions(textList(input, 'Actions')));
      const arn = queues.arnOf(queue);
      const policy = policyOf(queue, arn);
      if (policy.Statement.some((statement) => statement.Sid === Sid))
        throw invalidValue('Label', Sid, 'Already exists.');
      checkStatements(policy.Statement.length + 1);
      const added = { Sid, Effect: 'Allow', Principal, Action: Actions, Resource: arn };
      setPolicy(queues, queue, { ...policy, Statement: [...policy.Statement, added] });
    });
    return {};
  };

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_RemovePermission.html */
export const removePermission =
  (queues: Queues): Action =>
  async (input) => {
    await queues.change(input.QueueUrl, (queue) => {
      const label = requiredText(input, 'Label');
      const policy = policyOf(queue, queues.arnOf(queue));
      const Statement = policy.Statement.filter(({ Sid }) => Sid !== label);
      if (Statement.length === policy.Statement.length)
        throw invalidValue('Label', label, "can't find label on existing policy.");
      setPolicy(queues, queue, { ...policy, Statement });
    });
    return {};
  };

/** Stores the policy; a policy without statements is removed. */
const setPolicy = (queues: Queues, queue: Queue, policy: Policy): void => {
  const { Policy: _before, ...others } = queue.attributes;
  const attributes = policy.Statement.length === 0 ? others : { ...others, Policy: JSON.stringify(policy) };
  queues.table.setAttributes(queue, attributes, queues.kernel.clock.now());
};
