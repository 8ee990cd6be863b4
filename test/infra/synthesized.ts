import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { bundle } from '../../scripts/bundle.ts';
import { createStacks } from '../../stacks/stacks.ts';

export type Properties = Readonly<Record<string, unknown>>;

export interface Resource {
  readonly Type: string;
  readonly Properties: Properties;
  readonly DeletionPolicy?: string;
}

// CI validates the templates once, by `npm run synth`; here CDK's validation would take two thirds of the time.
process.env.CDK_VALIDATION = 'false';

const bundled = bundle();
const directories: string[] = [];

/** Creates the CDK app with its own output directory and these context values. Does not synthesize it. */
export async function createApp(context: Record<string, string> = {}): Promise<App> {
  await bundled;
  const outdir = mkdtempSync(join(tmpdir(), 'cdk-'));
  directories.push(outdir);
  const app = new App({ outdir, context, analyticsReporting: false });
  createStacks(app);
  return app;
}

/** Deletes the output directories of all apps that `createApp` has created. */
export function removeAssemblies(): void {
  for (const directory of directories) rmSync(directory, { recursive: true, force: true });
}

const synthesized = new Map<string, Promise<ReadonlyMap<string, Resource>>>();

/** Resources of the synthesized template, by logical id. Each context is synthesized only once. */
export function resourcesWith(context: Record<string, string> = {}): Promise<ReadonlyMap<string, Resource>> {
  const key = JSON.stringify(context);
  const made = synthesized.get(key) ?? synthesizeResources(context);
  synthesized.set(key, made);
  return made;
}

async function synthesizeResources(context: Record<string, string>): Promise<ReadonlyMap<string, Resource>> {
  const assembly = (await createApp(context)).synth();
  const stackName = context.stage === 'prod' ? 'account-applications-prod' : 'account-applications';
  const template: { readonly Resources: Record<string, Resource> } = assembly.getStackByName(stackName).template;
  return new Map(Object.entries(template.Resources));
}
