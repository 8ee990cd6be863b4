import { registerHooks } from 'node:module';

/**
 * GitHub's own parser of workflows. It imports JSON files without the import attribute that Node requires; the hook adds it.
 */
const loadParser = async (): Promise<typeof import('@actions/workflow-parser')> => {
  const hooks = registerHooks({
    resolve: (specifier, context, next) => {
      const resolved = next(specifier, context);
      return specifier.endsWith('.json') ? { ...resolved, importAttributes: { type: 'json' } } : resolved;
    },
  });
  try {
    return await import('@actions/workflow-parser');
  } finally {
    hooks.deregister();
  }
};

/** Returns a function that lists the faults that GitHub finds in a workflow. */
export const workflowFaults = async (): Promise<(name: string, content: string) => Promise<readonly string[]>> => {
  const { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } = await loadParser();
  return async (name, content) => {
    const { context, value } = parseWorkflow({ name, content }, new NoOperationTraceWriter());
    if (value === undefined) return context.errors.getErrors().map(({ message }) => message);
    const { errors = [] } = await convertWorkflowTemplate(context, value);
    return errors.map(({ Message }) => Message);
  };
};
