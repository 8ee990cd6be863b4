import type { Home } from '../../../core/aws/arn.ts';
import { type LayerVersion, layerArn, layerVersionArn } from './layer.ts';

/** The structure LayerVersionsListItem of the API. */
export const describeLayerVersion = (home: Home, name: string, version: LayerVersion) => ({
  LayerVersionArn: layerVersionArn(home, name, version.version),
  Version: version.version,
  Description: version.description,
  CreatedDate: new Date(version.createdMs).toISOString().replace('Z', '+0000'),
  CompatibleRuntimes: version.compatibleRuntimes,
  CompatibleArchitectures: version.compatibleArchitectures,
  ...(version.licenseInfo !== undefined && { LicenseInfo: version.licenseInfo }),
});

/** The answer of PublishLayerVersion and GetLayerVersion. */
export const describeWholeVersion = (home: Home, name: string, version: LayerVersion) => ({
  ...describeLayerVersion(home, name, version),
  LayerArn: layerArn(home, name),
  Content: {
    Location: `file://${version.code.directory}`,
    CodeSha256: version.code.sha256,
    CodeSize: version.code.sizeBytes,
  },
});
