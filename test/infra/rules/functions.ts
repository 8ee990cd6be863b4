import type { Rule } from './rule.ts';
import { allOf, functionOf, listOf, type Named, objectOf, resourceOf, type Template } from './template.ts';

/** Functions that rules and topics invoke asynchronously. */
const calledAsynchronously = (template: Template): Named[] => {
  const targets = allOf(template, 'AWS::Events::Rule').flatMap(({ properties }) => listOf(properties.Targets));
  const subscriptions = allOf(template, 'AWS::SNS::Subscription').filter(
    ({ properties }) => properties.Protocol === 'lambda',
  );
  const values = [
    ...targets.map((target) => objectOf(target).Arn),
    ...subscriptions.map(({ properties }) => properties.Endpoint),
  ];
  const functions = values.flatMap((value) => functionOf(template, value) ?? []);
  return [...new Map(functions.map((found) => [found.id, found])).values()];
};

const hasDestination = (template: Template, { id, properties }: Named): boolean =>
  objectOf(properties.DeadLetterConfig).TargetArn !== undefined ||
  allOf(template, 'AWS::Lambda::EventInvokeConfig').some(
    (config) =>
      resourceOf(template, config.properties.FunctionName)?.id === id &&
      objectOf(objectOf(config.properties.DestinationConfig).OnFailure).Destination !== undefined,
  );

export const FAILURES_HAVE_A_DESTINATION: Rule = {
  name: 'a function that is invoked asynchronously has a destination for failed events',
  why: 'Lambda drops the event after the third attempt.',
  check: (template) =>
    calledAsynchronously(template)
      .filter((found) => !hasDestination(template, found))
      .map(({ id }) => `${id} has no destination on failure`),
};
