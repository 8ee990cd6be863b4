import type { App } from 'aws-cdk-lib';
import { ApplicationStack } from '../infra/application/application-stack.ts';
import { ConsoleStack } from '../infra/application/console-stack.ts';
import { createSamples } from '../samples/stacks.ts';
import { readChoices } from './choices.ts';

/** Creates the stacks that the choices of `app` ask for: the application, its console and the samples. */
export function createStacks(app: App): void {
  const choices = readChoices(app.node);
  const { stage, consoleBuild } = choices;
  const { addresses } = new ApplicationStack(app, 'account-applications', choices);
  if (consoleBuild !== undefined)
    new ConsoleStack(app, 'account-applications-console', { stage, addresses, build: consoleBuild });
  if (choices.hasSamples) createSamples(app, choices);
}
