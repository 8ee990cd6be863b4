import type { Target } from '@aws-sdk/client-eventbridge';
import { parsedObject } from './about.ts';
import type { DeadLetter } from './dead-letter.ts';
import type { DeadLetterQueue } from './find.ts';
import type { RuleView } from './rules.ts';

/** Where a redrive sends a dead letter, and with which input. `none`: the dead letter stays in the queue. */
export type RedriveTarget =
  /** `input` is the new message; without it the dead letter is sent with its attributes. */
  | { readonly kind: 'queue'; readonly to: string; readonly input?: string }
  | { readonly kind: 'execution'; readonly to: string; readonly input: string }
  | { readonly kind: 'function'; readonly to: string; readonly input: string }
  | { readonly kind: 'none'; readonly reason: string };

/**
 * The target that EventBridge could not reach, the function whose asynchronous invocation failed, or the source queue.
 * Decided by the message's attributes: RULE_ARN and TARGET_ARN, RequestID, or neither.
 */
export function redriveTargetOf({ attributes, body }: DeadLetter, queue: DeadLetterQueue): RedriveTarget {
  const { RULE_ARN, TARGET_ARN } = attributes;
  if (RULE_ARN !== undefined && TARGET_ARN !== undefined) return toTarget(queue, RULE_ARN, TARGET_ARN, body);
  const [name] = queue.functions;
  if (attributes.RequestID !== undefined && name !== undefined)
    return { kind: 'function', to: asItsRuleCalls(name, queue), input: body };
  const [source] = queue.sourceQueues;
  if (source !== undefined) return { kind: 'queue', to: nameIn(source) };
  return { kind: 'none', reason: 'its source is unknown' };
}

/** The ARN by which a rule calls the function, which can name an alias; the name alone if no rule calls the function. */
function asItsRuleCalls(name: string, { rules }: DeadLetterQueue): string {
  const arns = rules.flatMap(({ targets }) => targets.map(({ Arn = '' }) => Arn));
  return arns.find((arn) => arn.includes(':function:') && functionNameIn(arn) === name) ?? name;
}

function toTarget(queue: DeadLetterQueue, ruleArn: string, targetArn: string, body: string): RedriveTarget {
  const rule = queue.rules.find(({ arn }) => arn === ruleArn);
  const target = rule?.targets.find(({ Arn }) => Arn === targetArn) ?? aliasOf(targetArn, rule);
  if (target?.Arn === undefined)
    return { kind: 'none', reason: `the rule ${nameIn(ruleArn)} no longer has this target` };
  const input = inputOf(target, body);
  if (input === undefined)
    return { kind: 'none', reason: `a redrive cannot build the input of the rule ${nameIn(ruleArn)}` };
  const service = targetArn.split(':')[2] ?? '';
  if (service === 'states') return { kind: 'execution', to: targetArn, input };
  if (service === 'sqs' && queue.sourceQueues.includes(targetArn))
    return { kind: 'queue', to: nameIn(targetArn), input };
  if (service === 'lambda') return { kind: 'function', to: target.Arn, input };
  return { kind: 'none', reason: `a redrive cannot call a target of ${service}` };
}

/** The target that is an alias of the function: a deployment can have put it in the place of the function itself. */
const aliasOf = (functionArn: string, rule: RuleView | undefined): Target | undefined =>
  rule?.targets.find(({ Arn = '' }) => functionArn.includes(':function:') && Arn.startsWith(`${functionArn}:`));

/**
 * The target's input: the whole event, the constant in Input, or the member at InputPath. Undefined for an
 * InputTransformer and for a path with brackets, quotes or wildcards, which are not evaluated here.
 */
function inputOf({ Input, InputPath, InputTransformer }: Target, body: string): string | undefined {
  if (InputTransformer !== undefined) return undefined;
  if (Input !== undefined) return Input;
  if (InputPath === undefined || InputPath === '$') return body;
  const names = InputPath.split('.');
  if (names[0] !== '$' || names.some((name) => /[[\]*'"]/.test(name))) return undefined;
  const found = names.slice(1).reduce<unknown>((value, name) => memberOf(value, name), parsedObject(body));
  return found === undefined ? undefined : JSON.stringify(found);
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;
}

/** The resource name at the end of an ARN. */
function nameIn(arn: string): string {
  return arn.slice(Math.max(arn.lastIndexOf(':'), arn.lastIndexOf('/')) + 1);
}

/** The name of a function in its ARN, with or without a qualifier, or in its name. */
const functionNameIn = (reference: string): string =>
  /(?:^|:function:)([\w-]+)(?::[^:]+)?$/.exec(reference)?.[1] ?? reference;

/** The redrive target as text, for tables and prompts. */
export function redriveTargetText(target: RedriveTarget): string {
  switch (target.kind) {
    case 'queue':
      return `to the queue ${target.to}`;
    case 'execution':
      return `starts the state machine ${nameIn(target.to)}`;
    case 'function':
      return `calls the function ${functionNameIn(target.to)}`;
    case 'none':
      return `stays: ${target.reason}`;
  }
}
