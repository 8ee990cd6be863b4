import type { Kernel } from '../../core/kernel.ts';
import type { ServiceModule } from '../../core/service.ts';
import { deleteParameter } from './actions/delete-parameter.ts';
import { deleteParameters } from './actions/delete-parameters.ts';
import { describeParameters } from './actions/describe-parameters.ts';
import { getParameter } from './actions/get-parameter.ts';
import { getParameterHistory } from './actions/get-parameter-history.ts';
import { getParameters } from './actions/get-parameters.ts';
import { getParametersByPath } from './actions/get-parameters-by-path.ts';
import { putParameter } from './actions/put-parameter.ts';
import { tagActions } from './actions/tags.ts';
import type { SsmContext } from './context.ts';
import { ParameterTable } from './parameter-table.ts';

/** The Parameter Store of Systems Manager, without labels and parameter policies. */
export const createSsm = (kernel: Kernel): ServiceModule => {
  const context: SsmContext = { kernel, table: new ParameterTable(kernel.store) };
  return {
    service: {
      name: 'ssm',
      actions: {
        DeleteParameter: deleteParameter(context),
        DeleteParameters: deleteParameters(context),
        DescribeParameters: describeParameters(context),
        GetParameter: getParameter(context),
        GetParameterHistory: getParameterHistory(context),
        GetParameters: getParameters(context),
        GetParametersByPath: getParametersByPath(context),
        PutParameter: putParameter(context),
        ...tagActions(context),
      },
      refused: ['LabelParameterVersion', 'UnlabelParameterVersion'],
      protocols: [{ kind: 'json', targetPrefix: 'AmazonSSM', version: '1.1' }],
    },
  };
};
