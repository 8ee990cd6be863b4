// Synthesizes the stacks into $CDK_OUTDIR or cdk.out. The CDK CLI and `npm run synth` run it; choices made by
// `-c key=value` come in $CDK_CONTEXT_JSON. It needs no account: account and region stay pseudo parameters.
import { App } from 'aws-cdk-lib';
import { createStacks } from './stacks.ts';

const app = new App({ outdir: process.env.CDK_OUTDIR ?? 'cdk.out', analyticsReporting: false });
createStacks(app);
app.synth();
