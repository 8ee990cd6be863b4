import { Stack, Tags } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { ApplicationStack } from '../infra/application/application-stack.ts';
import { ConsoleStack } from '../infra/application/console-stack.ts';
import { SealArchiveStack } from '../infra/application/seal-archive-stack.ts';
import { keepData } from '../infra/constructs/keep-data.ts';
import { checkNameLengths } from '../infra/constructs/name-lengths.ts';
import { named } from '../infra/constructs/named.ts';
import { trustThisAccountOnly } from '../infra/constructs/trust.ts';
import { createSamples, SAMPLE_MACHINES } from '../samples/stacks.ts';
import { readChoices } from './choices.ts';

/**
 * Creates the stacks that the choices in the context of `scope` ask for: the application, its console, the archive of
 * seals and the samples. Except for `dev`, the name of a stack contains its stage. A deployment with another stage
 * therefore creates a separate stack and never changes the stage of an existing one; it fails if a physical name is
 * already taken. With a prefix, the names of all stacks and resources begin with it, so that several deployments live in
 * one account and region.
 */
export function createStacks(scope: Construct): void {
  const choices = readChoices(scope.node);
  const { stage, consoleBuild } = choices;
  const suffix = stage.name === 'dev' ? '' : `-${stage.name}`;
  const idOf = (name: string): string => named(scope, `${name}${suffix}`);
  const application = new ApplicationStack(scope, idOf('account-applications'), {
    ...choices,
    otherMachines: [
      ...(choices.hasSamples ? SAMPLE_MACHINES.map((name) => named(scope, name)) : []),
      ...choices.otherMachines,
    ],
  });
  if (consoleBuild !== undefined)
    new ConsoleStack(scope, idOf('account-applications-console'), {
      stage,
      addresses: application.addresses,
      build: consoleBuild,
    });
  if (choices.hasSealArchive)
    new SealArchiveStack(scope, idOf('account-applications-seals'), { stage, alarmEmail: choices.alarmEmail });
  if (choices.hasSamples)
    for (const sample of createSamples(scope, choices, idOf)) {
      application.redriveAlso(sample);
      trustThisAccountOnly(sample);
    }
  for (const stack of scope.node.children.filter((child) => child instanceof Stack)) {
    stack.terminationProtection = stage.data.isDeletionProtected;
    checkNameLengths(stack);
    keepData(stack, stage.data.removalPolicy);
    // cfn-lint does not know the tags of dashboards yet.
    Tags.of(stack).add('stage', stage.name, { excludeResourceTypes: ['AWS::CloudWatch::Dashboard'] });
  }
}
