import { type App, Stack, Tags } from 'aws-cdk-lib';
import { ApplicationStack } from '../infra/application/application-stack.ts';
import { ConsoleStack } from '../infra/application/console-stack.ts';
import { SealArchiveStack } from '../infra/application/seal-archive-stack.ts';
import { keepData } from '../infra/constructs/keep-data.ts';
import { createSamples, SAMPLE_MACHINES } from '../samples/stacks.ts';
import { readChoices } from './choices.ts';

/**
 * Creates the stacks that the choices of `app` ask for: the application, its console, the archive of seals and
 * the samples. Except for `dev`,
 * the name of a stack contains its stage. A deployment with another stage therefore creates a separate stack and never
 * changes the stage of an existing one; it fails if a physical name is already taken.
 */
export function createStacks(app: App): void {
  const choices = readChoices(app.node);
  const { stage, consoleBuild } = choices;
  const suffix = stage.name === 'dev' ? '' : `-${stage.name}`;
  const application = new ApplicationStack(app, `account-applications${suffix}`, {
    ...choices,
    otherMachines: [...(choices.hasSamples ? SAMPLE_MACHINES : []), ...choices.otherMachines],
  });
  if (consoleBuild !== undefined)
    new ConsoleStack(app, `account-applications-console${suffix}`, {
      stage,
      addresses: application.addresses,
      build: consoleBuild,
    });
  if (choices.hasSealArchive)
    new SealArchiveStack(app, `account-applications-seals${suffix}`, { stage, alarmEmail: choices.alarmEmail });
  if (choices.hasSamples) for (const sample of createSamples(app, choices, suffix)) application.redriveAlso(sample);
  for (const stack of app.node.children.filter((child) => child instanceof Stack)) {
    stack.terminationProtection = stage.data.isDeletionProtected;
    keepData(stack, stage.data.removalPolicy);
    Tags.of(stack).add('stage', stage.name);
  }
}
