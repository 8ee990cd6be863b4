import { readFileSync } from 'node:fs';
import { defined, object, text } from '../../core/cloudformation/properties.ts';
import type { ResourceContext, ResourceTypes } from '../../core/cloudformation/resource-type.ts';
import { readVersionArn } from './layers/layer.ts';
import * as lambda from './operations.ts';

/**
 * The content of a layer: the asset's directory, or the bytes of its zip file. Throws Error if the assembly has no such
 * asset.
 */
const content = ({ asset, properties }: ResourceContext): lambda.CodeLocation => {
  const key = text(object(properties.Content).S3Key) ?? '';
  const found = asset(key);
  if (!found) throw new Error(`The assembly has no asset ${key}. Synthesize the app again.`);
  if (found.packaging === 'zip') return { LocalDirectory: found.path };
  return { ZipFile: readFileSync(found.path).toString('base64') };
};

const publish = async (context: ResourceContext) => {
  const { LayerName, Description, LicenseInfo, CompatibleRuntimes, CompatibleArchitectures } = context.properties;
  const { LayerVersionArn } = await context.call(lambda.publishLayerVersion, {
    LayerName: text(LayerName) ?? context.logicalId,
    Content: content(context),
    ...defined({ Description, LicenseInfo, CompatibleRuntimes, CompatibleArchitectures }),
  });
  return { ref: LayerVersionArn, attributes: { LayerVersionArn } };
};

const permissionOf = (context: ResourceContext): lambda.LayerStatementName => {
  const { name, version } = readVersionArn(text(context.properties.LayerVersionArn) ?? '');
  return { LayerName: name, VersionNumber: version, StatementId: context.name };
};

export const LAYER_TYPES: ResourceTypes = {
  'AWS::Lambda::LayerVersion': {
    kind: 'runs',
    properties: {
      LayerName: true,
      Content: { S3Bucket: true, S3Key: true },
      Description: true,
      LicenseInfo: true,
      CompatibleRuntimes: true,
      CompatibleArchitectures: true,
    },
    attributes: ['LayerVersionArn'],
    replacedBy: ['LayerName', 'Content', 'Description', 'LicenseInfo', 'CompatibleRuntimes', 'CompatibleArchitectures'],
    isCreatedAgain: true,
    create: publish,
    update: async (_, existing) => existing,
    delete: async (context, existing) => {
      const { name, version } = readVersionArn(existing.ref);
      await context.call(lambda.deleteLayerVersion, { LayerName: name, VersionNumber: version });
    },
  },
  'AWS::Lambda::LayerVersionPermission': {
    kind: 'runs',
    properties: { LayerVersionArn: true, Action: true, Principal: true, OrganizationId: true },
    attributes: ['Id'],
    maxNameLength: 100,
    replacedBy: ['LayerVersionArn', 'Action', 'Principal', 'OrganizationId'],
    create: async (context) => {
      const { Action, Principal, OrganizationId } = context.properties;
      const statement = permissionOf(context);
      const input = { ...statement, ...defined({ Action, Principal, OrganizationId }) };
      await context.create(lambda.addLayerVersionPermission, input, async () => {
        await context.call(lambda.removeLayerVersionPermission, statement);
        return context.call(lambda.addLayerVersionPermission, input);
      });
      const Id = `${text(context.properties.LayerVersionArn)}#${context.name}`;
      return { ref: Id, attributes: { Id } };
    },
    update: async (_, existing) => existing,
    delete: async (context) => {
      await context.call(lambda.removeLayerVersionPermission, permissionOf(context));
    },
  },
};
