import {
  type EventBridgeClient,
  type Rule as ListedRule,
  ListRulesCommand,
  ListTargetsByRuleCommand,
  TestEventPatternCommand,
} from '@aws-sdk/client-eventbridge';
import type { Rule } from '../../../../api/types.generated.ts';
import { callService } from '../../../shared/errors.ts';
import { refuse } from '../../../shared/http/problem.ts';
import type { BusReader } from './ports.ts';

const DEFAULT_BUS = 'default';
/** Maximum number of rules that are read from each bus; further rules are not shown. */
const MAX_RULES = 100;

/** Reads the rules of this system's bus and of the default bus from EventBridge. */
export function createBusReader(client: Pick<EventBridgeClient, 'send'>, busName: string): BusReader {
  return {
    rules: async () => (await Promise.all([busName, DEFAULT_BUS].map((bus) => rulesOn(client, bus)))).flat(),
    matches: async (pattern, event) => {
      const command = new TestEventPatternCommand({ EventPattern: JSON.stringify(pattern), Event: event });
      try {
        return (await callService('Testing a pattern', () => client.send(command))).Result === true;
      } catch (error) {
        if (error instanceof Error && error.name === 'InvalidEventPatternException')
          return refuse(
            'event',
            'event must have all members of an EventBridge event: id, account, source, time, region, resources, detail-type.',
          );
        throw error;
      }
    },
  };
}

async function rulesOn(client: Pick<EventBridgeClient, 'send'>, bus: string): Promise<readonly Rule[]> {
  const command = new ListRulesCommand({ EventBusName: bus, Limit: MAX_RULES });
  const { Rules = [] } = await callService('Listing the rules', () => client.send(command));
  return Promise.all(Rules.map((rule) => viewOf(client, bus, rule)));
}

async function viewOf(client: Pick<EventBridgeClient, 'send'>, bus: string, rule: ListedRule): Promise<Rule> {
  const { Name: name = '', State: state = 'ENABLED', EventPattern, ScheduleExpression: schedule } = rule;
  const command = new ListTargetsByRuleCommand({ Rule: name, EventBusName: bus });
  const { Targets = [] } = await callService('Listing the targets', () => client.send(command));
  return {
    name,
    bus,
    state,
    ...(EventPattern === undefined ? {} : { pattern: JSON.parse(EventPattern) as object }),
    ...(schedule === undefined ? {} : { schedule }),
    targets: Targets.map(({ Arn = '', DeadLetterConfig }) => ({
      arn: Arn,
      ...(DeadLetterConfig?.Arn === undefined ? {} : { deadLetterArn: DeadLetterConfig.Arn }),
    })),
  };
}
