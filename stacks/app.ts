// Synthesizes the stacks into $CDK_OUTDIR or cdk.out. The CDK CLI and `npm run synth` run it; choices made by
// `-c key=value` come in $CDK_CONTEXT_JSON. It needs no account: account and region stay pseudo parameters.
import { App } from 'aws-cdk-lib';
import { ContextError } from './context-keys.ts';
import { createStacks } from './stacks.ts';

try {
  synthesize();
} catch (error) {
  if (!(error instanceof ContextError)) throw error;
  // The sentence is enough: a stack trace would hide it.
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

function synthesize(): void {
  const app = new App({ outdir: process.env.CDK_OUTDIR ?? 'cdk.out', analyticsReporting: false });
  createStacks(app);
  app.synth();
}
