import { AwsError } from '../../../core/aws/aws-error.ts';
import { SDK_SERVICES, sdkInput, sdkOutput } from '../../../core/aws/sdk/sdk-services.ts';
import { StoreUnavailableError } from '../../../core/store/errors.ts';
import { type Answer, asJsonObject, fieldsOf, type Request } from './integration.ts';
import { sdkFailure, TaskFailure } from './task-failure.ts';

/**
 * Calls `aws-sdk:<service>:<action>`. Any action of this runtime's services can be called; see "AWS SDK service
 * integrations". Throws TaskFailure; for an unknown service or action its cause contains the name.
 */
export const performSdkCall = async (request: Request, sdkName: string, action: string): Promise<Answer> => {
  const { kernel, caller } = request;
  const known = SDK_SERVICES[sdkName];
  const name = `${action.charAt(0).toUpperCase()}${action.slice(1)}`;
  if (!known || !kernel.services.has({ service: known.service, action: name }))
    throw new TaskFailure(
      'States.Runtime',
      `The resource arn:aws:states:::aws-sdk:${sdkName}:${action} is not supported by the one-machine runtime.`,
    );
  const requestId = kernel.ids.uuid();
  try {
    const input = sdkInput(fieldsOf(request), known);
    const answer = asJsonObject(await kernel.services.callByName(known.service, name, input, caller, { requestId }));
    return { output: sdkOutput(answer, known) };
  } catch (error) {
    if (!(error instanceof AwsError) || error instanceof StoreUnavailableError) throw error;
    throw sdkFailure(error, { prefix: known.id, service: known.id, base: `${known.id}Exception` }, requestId);
  }
};
