// Synthesizes the stacks into $CDK_OUTDIR or cdk.out. The CDK CLI and `npm run synth` run this file and pass the values
// of `-c key=value` in $CDK_CONTEXT_JSON. No AWS account is needed: account and region stay pseudo parameters.
import { App } from 'aws-cdk-lib';
import { ContextError } from './context-keys.ts';
import { createStacks } from './stacks.ts';

try {
  synthesize();
} catch (error) {
  if (!(error instanceof ContextError)) throw error;
  // Prints only the message, because a stack trace would distract from it.
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

function synthesize(): void {
  const app = new App({ outdir: process.env.CDK_OUTDIR ?? 'cdk.out', analyticsReporting: false });
  createStacks(app);
  app.synth();
}
