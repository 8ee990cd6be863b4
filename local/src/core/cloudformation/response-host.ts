/**
 * The host in the response URLs of custom resources. On AWS it is the host of a bucket that belongs to CloudFormation.
 * Requests of functions to this host are answered inside this process.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-requests.html
 */
export const responseHost = (region: string): string =>
  `cloudformation-custom-resource-response-${region.replaceAll('-', '')}.s3.${region}.amazonaws.com`;
