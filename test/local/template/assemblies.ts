import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

type Json = Record<string, unknown>;

/** Writes a cloud assembly with these templates (by stack name) in the layout of `cdk synth`. */
export const writeAssembly = (
  directory: string,
  stacks: Record<string, Json>,
  options: { dependencies?: Record<string, string[]>; assets?: Record<string, string> } = {},
): string => {
  mkdirSync(directory, { recursive: true });
  const artifacts: Json = {};
  for (const [name, template] of Object.entries(stacks)) {
    writeFileSync(join(directory, `${name}.template.json`), JSON.stringify(template));
    artifacts[name] = {
      type: 'aws:cloudformation:stack',
      environment: 'aws://unknown-account/unknown-region',
      properties: { templateFile: `${name}.template.json` },
      dependencies: options.dependencies?.[name] ?? [],
    };
  }
  const files = Object.fromEntries(
    Object.entries(options.assets ?? {}).map(([key, path]) => [
      key,
      {
        source: { path, packaging: key.endsWith('.zip') ? 'zip' : 'file' },
        destinations: { current: { bucketName: 'assets', objectKey: key } },
      },
    ]),
  );
  writeFileSync(join(directory, 'all.assets.json'), JSON.stringify({ version: '1', files }));
  artifacts['all.assets'] = { type: 'cdk:asset-manifest', properties: { file: 'all.assets.json' } };
  artifacts.Tree = { type: 'cdk:tree', properties: { file: 'tree.json' } };
  writeFileSync(join(directory, 'manifest.json'), JSON.stringify({ version: '1', artifacts }));
  return directory;
};
