// Synthesizes the stack into cdk.out (or $CDK_OUTDIR). Run by `npm run synth`, by the CDK CLI, and before a local start;
// it needs no account: account and region stay pseudo parameters.
import { App } from 'aws-cdk-lib';
import { ApplicationStack } from './application-stack.ts';
import { contextFromArguments } from './context.ts';

/** The whole CDK app. `context` holds what `-c key=value` would. */
export function createApp(context: Record<string, string>, outdir: string): App {
  const app = new App({ outdir, context, analyticsReporting: false });
  new ApplicationStack(app, 'account-applications');
  return app;
}

if (import.meta.main) {
  createApp(contextFromArguments(process.argv.slice(2)), process.env.CDK_OUTDIR ?? 'cdk.out').synth();
}
