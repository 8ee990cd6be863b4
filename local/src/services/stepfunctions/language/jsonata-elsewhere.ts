import { type Outcome, runIsolated } from '../../../core/isolation/run-isolated.ts';
import { type Evaluation, thrown } from './jsonata-evaluation.ts';
import { MAX_EVALUATION_MS, OUT_OF_MEMORY, TIMED_OUT } from './jsonata-limits.ts';
import { factsOfExpression } from './jsonata-syntax.ts';
import type { ExpressionWork, ThreadEvaluation } from './jsonata-thread.ts';
import type { Scope } from './scope.ts';

const THREAD = new URL('./jsonata-thread.ts', import.meta.url);
/**
 * The thread checks MAX_EVALUATION_MS between two nodes. This longer limit ends a thread in which one function takes
 * longer.
 */
const LIMIT_MS = MAX_EVALUATION_MS + 1_000;

/** Evaluates an expression in a worker thread, which is terminated if the evaluation takes too long. */
export async function evaluateElsewhere(text: string, scope: Scope): Promise<Evaluation> {
  const outcome = await runIsolated({ module: THREAD, input: workOf(text, scope), limitMs: LIMIT_MS });
  return outcome.kind === 'done' ? evaluationIn(outcome.value) : thrown(`: ${reasonWithout(outcome)}`);
}

/** The work for the thread. Contains only the variables that the expression reads, because others could be large. */
function workOf(text: string, { random, variables, ...rest }: Scope): ExpressionWork {
  const read = factsOfExpression(text).variables.filter((name) => Object.hasOwn(variables, name));
  const own = Object.fromEntries(read.map((name) => [name, variables[name]]));
  return { text, scope: JSON.stringify({ ...rest, variables: own }), seed: random.uuid() };
}

function evaluationIn(answer: unknown): Evaluation {
  const evaluation = answer as ThreadEvaluation;
  return evaluation.kind === 'value' ? { kind: 'value', value: JSON.parse(evaluation.json) } : evaluation;
}

const reasonWithout = (outcome: Exclude<Outcome, { kind: 'done' }>): string => {
  switch (outcome.kind) {
    case 'timed-out':
      return TIMED_OUT;
    case 'out-of-memory':
      return OUT_OF_MEMORY;
    case 'failed':
      return outcome.reason;
  }
};
