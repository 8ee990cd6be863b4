import { AwsError } from '../../../core/aws/aws-error.ts';
import type { Action } from '../../../core/service.ts';
import type { EventBridgeContext } from '../context.ts';
import { busParameter } from '../names.ts';
import { page } from '../paging.ts';
import { type Input, NAME, objectList, requiredText, textList } from '../parameters.ts';
import { targetParameter } from './target-parameters.ts';

/** AWS's quota for targets per rule. */
const MAX_TARGETS = 5;
const RULE = { max: 64, pattern: NAME };

const failed = (TargetId: string, ErrorCode: string, ErrorMessage: string) => ({ TargetId, ErrorCode, ErrorMessage });

export const targetActions = ({
  buses,
  rules,
  managedRules,
}: EventBridgeContext): { readonly [name: string]: Action } => {
  /** Throws ResourceNotFoundException, and ManagedRuleException for a rule that AWS manages. */
  const checkRule = (bus: string, name: string, input: Input) => {
    buses.get(bus);
    managedRules.refuseChange(bus, name, input);
    rules.get(bus, name);
  };

  const PutTargets: Action = async (input) => {
    const rule = requiredText(input, 'Rule', RULE);
    const bus = busParameter(input);
    const checked = objectList(input, 'Targets', { required: true, min: 1 }).map((target, index) =>
      targetParameter(target, index + 1),
    );
    await rules.change(bus, () => {
      checkRule(bus, rule, input);
      for (const one of checked) if (one.kind === 'target') rules.putTarget(bus, rule, one.target);
      if (rules.targets(bus, rule).length > MAX_TARGETS)
        throw new AwsError('LimitExceededException', 'The requested resource exceeds the maximum number allowed.');
    });
    const FailedEntries = checked.flatMap((one) =>
      one.kind === 'failed' ? [failed(one.id, 'ValidationException', one.message)] : [],
    );
    return { FailedEntryCount: FailedEntries.length, FailedEntries };
  };

  const RemoveTargets: Action = async (input) => {
    const rule = requiredText(input, 'Rule', RULE);
    const bus = busParameter(input);
    const ids = textList(input, 'Ids', { required: true });
    const missing = await rules.change(bus, () => {
      checkRule(bus, rule, input);
      return ids.filter((id) => !rules.removeTarget(bus, rule, id));
    });
    const FailedEntries = missing.map((id) =>
      failed(id, 'ResourceNotFoundException', `Rule ${rule} does not have a target with the Id ${id}.`),
    );
    return { FailedEntryCount: FailedEntries.length, FailedEntries };
  };

  const ListTargetsByRule: Action = (input) => {
    const rule = requiredText(input, 'Rule', RULE);
    const bus = busParameter(input);
    buses.get(bus);
    const managed = managedRules.find(bus, rule);
    if (!managed) rules.get(bus, rule);
    const targets = managed ? managedRules.targets(managed) : rules.targets(bus, rule);
    const { items, ...next } = page(targets, ({ Id }) => Id, input);
    return { Targets: items, ...next };
  };

  return { PutTargets, RemoveTargets, ListTargetsByRule };
};
