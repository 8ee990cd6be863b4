import type { Rule } from './rule.ts';
import {
  allOf,
  allowing,
  functionOf,
  listOf,
  type Named,
  objectOf,
  resourceOf,
  statementsOf,
  type Template,
} from './template.ts';

/** Targets with effects outside the system, and actions with such effects that functions and state machines can do. */
const OUTSIDE_TARGETS = ['AWS::SNS::Topic', 'AWS::Events::ApiDestination', 'AWS::KinesisFirehose::DeliveryStream'];
const OUTSIDE_ACTIONS = /^(sns:Publish|ses:Send\w+|states:InvokeHTTPEndpoint|events:InvokeApiDestination)$/;

const roleOf = (template: Template, { properties }: Named): Named | undefined =>
  resourceOf(template, properties.Role ?? properties.RoleArn);

const actionsOf = (template: Template, role: Named | undefined): string[] =>
  allOf(template, 'AWS::IAM::Policy')
    .filter(({ properties }) => listOf(properties.Roles).some((value) => resourceOf(template, value)?.id === role?.id))
    .flatMap(({ properties }) => allowing(statementsOf(properties.PolicyDocument)))
    .flatMap(({ Action }) => listOf(Action).map(String));

const reachesOutside = (template: Template, target: Named): boolean =>
  OUTSIDE_TARGETS.includes(target.type) ||
  actionsOf(template, roleOf(template, target)).some((action) => OUTSIDE_ACTIONS.test(action));

/** Detail types that an archive's pattern excludes. For patterns of another kind, all events count as archived. */
const leftOut = ({ properties }: Named): unknown[] => {
  const [first] = listOf(objectOf(properties.EventPattern)['detail-type']);
  return listOf(objectOf(first)['anything-but']);
};

const canBeReplayed = (template: Template, rule: Named): boolean => {
  const pattern = objectOf(rule.properties.EventPattern);
  const busId = resourceOf(template, rule.properties.EventBusName)?.id;
  const wanted = listOf(pattern['detail-type']);
  return allOf(template, 'AWS::Events::Archive')
    .filter((archive) => resourceOf(template, archive.properties.SourceArn)?.id === busId)
    .some((archive) => wanted.length === 0 || wanted.some((type) => !leftOut(archive).includes(type)));
};

const isGuarded = (rule: Named): boolean => objectOf(rule.properties.EventPattern)['replay-name'] !== undefined;

export const REPLAYS_STAY_INSIDE: Rule = {
  name: 'a rule with effects outside the system receives no replayed events unless its pattern selects them',
  why: 'Otherwise a replay sends old events to other systems as if they were new.',
  check: (template) =>
    allOf(template, 'AWS::Events::Rule')
      .filter((rule) => canBeReplayed(template, rule) && !isGuarded(rule))
      .filter((rule) =>
        listOf(rule.properties.Targets).some((target) => {
          const { Arn } = objectOf(target);
          const found = functionOf(template, Arn) ?? resourceOf(template, Arn);
          return found !== undefined && reachesOutside(template, found);
        }),
      )
      .map(({ id }) => `${id} receives replayed events and has effects outside the system`),
};
