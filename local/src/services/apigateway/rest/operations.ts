import { type OperationInput, operation } from '../../../core/operation.ts';

/** The properties of the resource in the template, with its ids. */
export type PartInput = OperationInput & { readonly Id: string };

export const putRestApi = operation<PartInput>('restapis', 'PutRestApi');

export const putResource = operation<PartInput>('restapis', 'PutResource');

export const putMethod = operation<PartInput>('restapis', 'PutMethod');

export const putAuthorizer = operation<PartInput>('restapis', 'PutAuthorizer');

export const putGatewayResponse = operation<PartInput>('restapis', 'PutGatewayResponse');

export const putModel = operation<PartInput>('restapis', 'PutModel');

export const putRequestValidator = operation<PartInput>('restapis', 'PutRequestValidator');

export const putStage = operation<PartInput>('restapis', 'PutStage');

export const putApiKey = operation<PartInput>('restapis', 'PutApiKey');

export const putUsagePlan = operation<PartInput>('restapis', 'PutUsagePlan');

export const putUsagePlanKey = operation<PartInput>('restapis', 'PutUsagePlanKey');

/** Deletes a definition; `Kind` is its kind in the store. */
export const deletePart = operation<{ readonly Kind: string; readonly Id: string }>('restapis', 'DeletePart');
