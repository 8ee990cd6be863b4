import {
  type EventBridgeClient,
  ListRulesCommand,
  ListTargetsByRuleCommand,
  type Target,
} from '@aws-sdk/client-eventbridge';

export interface RuleView {
  readonly name: string;
  readonly arn: string;
  readonly bus: string;
  readonly isEnabled: boolean;
  readonly targets: readonly Target[];
}

/** The rules of a bus with their targets, except rules that AWS manages (each archive has one). */
export async function rulesOf(events: EventBridgeClient, bus: string): Promise<readonly RuleView[]> {
  const rules: RuleView[] = [];
  let NextToken: string | undefined;
  do {
    const page = await events.send(new ListRulesCommand({ EventBusName: bus, NextToken }));
    for (const { Name: name = '', Arn: arn = '', State, ManagedBy } of page.Rules ?? []) {
      if (ManagedBy !== undefined) continue;
      const targets = await targetsOf(events, bus, name);
      rules.push({ name, arn, bus, isEnabled: State !== 'DISABLED', targets });
    }
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return rules;
}

/** One page is enough: a rule has at most five targets (default quota). */
async function targetsOf(events: EventBridgeClient, bus: string, rule: string): Promise<readonly Target[]> {
  return (await events.send(new ListTargetsByRuleCommand({ EventBusName: bus, Rule: rule }))).Targets ?? [];
}
