import {
  type EventBridgeClient,
  EventBridgeServiceException,
  type Rule as ListedRule,
  ListRulesCommand,
  ListTargetsByRuleCommand,
  type Target,
  TestEventPatternCommand,
} from '@aws-sdk/client-eventbridge';
import type { Rule } from '../../../../api/types.generated.ts';
import { callService } from '../../../shared/errors.ts';
import type { BusReader } from './ports.ts';
import { PatternRefused } from './why-not.ts';

const DEFAULT_BUS = 'default';
/** Maximum number of rules that are read from each bus. Operators do not see further rules. */
const MAX_RULES = 100;

/**
 * Reads the rules of this system's bus and of the default bus from EventBridge, except rules that AWS manages (each
 * archive has one).
 */
export function createBusReader(client: Pick<EventBridgeClient, 'send'>, busName: string): BusReader {
  return {
    rules: async () => (await Promise.all([busName, DEFAULT_BUS].map((bus) => rulesOn(client, bus)))).flat(),
    matches: async (pattern, event) => {
      const command = new TestEventPatternCommand({ EventPattern: JSON.stringify(pattern), Event: event });
      try {
        return (await callService('Testing a pattern', () => client.send(command))).Result === true;
      } catch (error) {
        if (error instanceof EventBridgeServiceException && error.$retryable === undefined && error.$fault === 'client')
          throw new PatternRefused(error.message, { cause: error });
        throw error;
      }
    },
  };
}

async function rulesOn(client: Pick<EventBridgeClient, 'send'>, bus: string): Promise<readonly Rule[]> {
  const command = new ListRulesCommand({ EventBusName: bus, Limit: MAX_RULES });
  const { Rules = [] } = await callService('Listing the rules', () => client.send(command));
  const own = Rules.filter(({ ManagedBy }) => ManagedBy === undefined);
  return Promise.all(own.map((rule) => viewOf(client, bus, rule)));
}

/** Targets of a rule. The list is empty if the rule was deleted after ListRules returned it. */
async function targetsOf(client: Pick<EventBridgeClient, 'send'>, bus: string, rule: string): Promise<Target[]> {
  const command = new ListTargetsByRuleCommand({ Rule: rule, EventBusName: bus });
  try {
    return (await callService('Listing the targets', () => client.send(command))).Targets ?? [];
  } catch (error) {
    if (error instanceof Error && error.name === 'ResourceNotFoundException') return [];
    throw error;
  }
}

async function viewOf(client: Pick<EventBridgeClient, 'send'>, bus: string, rule: ListedRule): Promise<Rule> {
  const { Name: name = '', State: state = 'ENABLED', EventPattern, ScheduleExpression: schedule } = rule;
  const targets = await targetsOf(client, bus, name);
  return {
    name,
    bus,
    state,
    ...(EventPattern === undefined ? {} : { pattern: JSON.parse(EventPattern) as object }),
    ...(schedule === undefined ? {} : { schedule }),
    targets: targets.map(({ Arn = '', DeadLetterConfig }) => ({
      arn: Arn,
      ...(DeadLetterConfig?.Arn === undefined ? {} : { deadLetterArn: DeadLetterConfig.Arn }),
    })),
  };
}
