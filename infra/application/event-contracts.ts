import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CfnRegistry, CfnSchema } from 'aws-cdk-lib/aws-eventschemas';
import { Construct } from 'constructs';
import { BUS_NAME, EVENT_SOURCE } from '../../events/names.ts';
import { named } from '../constructs/named.ts';

const SCHEMAS = join(import.meta.dirname, '../../events/generated/registry');

/** Publishes the schema of every event in an EventBridge schema registry. */
export class EventContracts extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const registry = new CfnRegistry(this, 'Registry', {
      registryName: named(this, BUS_NAME),
      description: 'The events of account applications; see docs/events.md',
    });
    for (const file of readdirSync(SCHEMAS).sort()) {
      const content: { readonly title: string } = JSON.parse(readFileSync(join(SCHEMAS, file), 'utf8'));
      new CfnSchema(this, file.replace('.json', ''), {
        registryName: registry.attrRegistryName,
        schemaName: `${EVENT_SOURCE}@${content.title}`,
        type: 'JSONSchemaDraft4',
        content: JSON.stringify(content),
      });
    }
  }
}
