import type { App } from 'aws-cdk-lib';
import { ApplicationStack } from './application-stack.ts';
import { ConsoleStack } from './console-stack.ts';
import { readChoices } from './context.ts';

/** The stacks of the system: the application itself, and the console where a build of it is named. */
export function createStacks(app: App): void {
  const { addresses } = new ApplicationStack(app, 'account-applications');
  const { stage, consoleBuild } = readChoices(app.node);
  if (consoleBuild === undefined) return;
  new ConsoleStack(app, 'account-applications-console', { stage, addresses, build: consoleBuild });
}
