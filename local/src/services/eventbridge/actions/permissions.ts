import { validationError } from '../../../core/aws/aws-error.ts';
import { faultOfResourcePolicy } from '../../../core/policy/document.ts';
import { accountRoot } from '../../../core/policy/shared-with.ts';
import type { Action } from '../../../core/service.ts';
import type { EventBridgeContext } from '../context.ts';
import { notFound } from '../errors.ts';
import { busArn, busParameter } from '../names.ts';
import { type Input, optionalObject, optionalText, requiredText } from '../parameters.ts';

interface Statement {
  readonly Sid?: string;
  readonly [member: string]: unknown;
}

const VERSION = '2012-10-17';
const statementsOf = (policy: string | null): readonly Statement[] => {
  if (policy === null) return [];
  const { Statement } = JSON.parse(policy) as { Statement?: Statement | Statement[] };
  return [Statement ?? []].flat();
};

const statement = (input: Input, arn: string): Statement => {
  const Sid = requiredText(input, 'StatementId', { max: 64, pattern: '[a-zA-Z0-9-_]+' });
  const action = requiredText(input, 'Action', { max: 64, pattern: 'events:[a-zA-Z]+' });
  if (action !== 'events:PutEvents') throw validationError("Provided value in parameter 'action' is not supported.");
  const principal = requiredText(input, 'Principal', { max: 12, pattern: '(\\d{12}|\\*)' });
  const condition = optionalObject(input, 'Condition');
  const made = { Sid, Effect: 'Allow', Principal: principal === '*' ? '*' : { AWS: accountRoot(principal) } };
  const granted = { ...made, Action: action, Resource: arn };
  if (!condition) return granted;
  const type = requiredText(condition, 'Type');
  const key = requiredText(condition, 'Key');
  const value = requiredText(condition, 'Value');
  return { ...granted, Condition: { [type]: { [key]: value } } };
};

const wholePolicy = (text: string): string => {
  if (faultOfResourcePolicy(text) === undefined) return text;
  throw validationError('Provided policy is not a valid JSON policy document.');
};

/** The actions on the resource policy of a bus. They change one statement or the whole policy. */
export const permissionActions = ({ kernel, buses }: EventBridgeContext): { readonly [name: string]: Action } => {
  const change = async (bus: string, next: (policy: string | null) => string | null) => {
    await kernel.store.write(() => {
      const found = buses.get(bus);
      buses.put({ ...found, policy: next(found.policy), modifiedMs: kernel.clock.now() });
    });
    return {};
  };
  const policyOf = (statements: readonly Statement[]): string | null =>
    statements.length === 0 ? null : JSON.stringify({ Version: VERSION, Statement: statements });

  const PutPermission: Action = (input) => {
    const bus = busParameter(input);
    const whole = optionalText(input, 'Policy');
    if (whole !== undefined) return change(bus, () => wholePolicy(whole));
    const added = statement(input, busArn(kernel.home, bus));
    return change(bus, (policy) => policyOf([...statementsOf(policy).filter(({ Sid }) => Sid !== added.Sid), added]));
  };

  const RemovePermission: Action = (input) => {
    const bus = busParameter(input);
    if (input.RemoveAllPermissions === true) return change(bus, () => null);
    const id = requiredText(input, 'StatementId', { max: 64 });
    return change(bus, (policy) => {
      if (policy === null) throw notFound('EventBus does not have a policy.');
      const rest = statementsOf(policy).filter(({ Sid }) => Sid !== id);
      if (rest.length === statementsOf(policy).length) throw notFound('Statement with the provided id does not exist.');
      return policyOf(rest);
    });
  };

  return { PutPermission, RemovePermission };
};
