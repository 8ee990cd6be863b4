import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import type { Json, JsonObject } from '../../../../../local/src/services/stepfunctions/language/json.ts';
import {
  invalidDefinitionMessage,
  validateDefinition,
} from '../../../../../local/src/services/stepfunctions/validate/validate-definition.ts';
import { variableReferences } from '../../../../../local/src/services/stepfunctions/validate/variable-references.ts';

const FOLDER = new URL('../../../../../../shared/conformance/', import.meta.url);
const MISSING = 'the conformance data is not beside this repository';

interface Step {
  readonly op?: string;
  readonly params?: { readonly definition?: string; readonly type?: 'STANDARD' | 'EXPRESS' };
  readonly expect?: JsonObject;
  readonly error?: { readonly code: string; readonly message: string };
}
interface ApiCase {
  readonly id: string;
  readonly category: string;
  readonly steps: readonly Step[];
}
interface Execution {
  readonly id: string;
  readonly type?: 'STANDARD' | 'EXPRESS';
  readonly definition: string;
}

const read = (file: string): string[] =>
  existsSync(FOLDER)
    ? readFileSync(new URL(file, FOLDER), 'utf8')
        .split('\n')
        .filter((line) => line !== '')
    : [];

const executions = read('asl.jsonl').map((line): Execution => JSON.parse(line));
const apiCases = read('api.jsonl').map((line): ApiCase => JSON.parse(line));

/** Placeholders stand for resources that a fixture would have created. */
const filled = (definition: string): string =>
  definition
    .replaceAll(/\{\{lambda\d+\.arn\}\}/g, 'arn:aws:lambda:us-east-1:000000000000:function:f')
    .replaceAll(/\{\{(?!\*)[^}]*arn[^}]*\}\}/gi, 'arn:aws:states:us-east-1:000000000000:activity:a');

/** The recorded answers mask the partition and other parts of ARNs. */
const masked = (message: string): string => message.replaceAll('arn:aws:', 'arn:{{*}}:');

const outcomes = (steps: readonly Step[], op: string): Step[] =>
  steps.filter((step) => step.op === `stepfunctions.${op}`);

if (executions.length === 0) {
  test.skip(`recorded definitions (${MISSING})`, () => {});
} else {
  describe('definitions that AWS accepts', () => {
    test.each(executions.map((each) => [each.id, each] as const))('finds no fault in %s', (_, recorded) => {
      expect(validateDefinition(filled(recorded.definition), recorded.type ?? 'STANDARD')).toEqual([]);
    });
    const created = apiCases.flatMap(({ id, steps }) =>
      outcomes(steps, 'CreateStateMachine')
        .filter((step) => step.error === undefined && step.params?.definition !== undefined)
        .map((step) => [id, step] as const),
    );
    test.each(created)('finds no fault in the state machine of %s', (_, step) => {
      expect(validateDefinition(filled(step.params?.definition ?? ''), step.params?.type ?? 'STANDARD')).toEqual([]);
    });
  });

  describe('definitions that AWS refuses', () => {
    const refused = apiCases.flatMap(({ id, steps }) =>
      outcomes(steps, 'CreateStateMachine')
        .filter((step) => step.error?.code === 'InvalidDefinition')
        .map((step) => [id, step] as const),
    );
    test.each(refused)('refuses %s', (_, step) => {
      const diagnostics = validateDefinition(filled(step.params?.definition ?? ''), step.params?.type ?? 'STANDARD');
      const message = invalidDefinitionMessage(diagnostics) ?? 'nothing found';
      expect(diagnostics).not.toEqual([]);
      // Some recordings come from another implementation and contain the names of its internals.
      if (step.error?.message.startsWith('Invalid State Machine Definition')) {
        expect(masked(message)).toBe(masked(step.error.message));
      }
    });
    const diagnosed = apiCases.flatMap(({ id, steps }) =>
      outcomes(steps, 'ValidateStateMachineDefinition').map((step) => [id, step] as const),
    );
    test.each(diagnosed)('reports the diagnostics of AWS for %s', (_, step) => {
      const diagnostics = validateDefinition(step.params?.definition ?? '', step.params?.type ?? 'STANDARD');
      expect(diagnostics).toEqual(step.expect?.diagnostics);
    });
  });

  describe('variable references', () => {
    const described = apiCases
      .filter((each) => each.category === 'sfn.variable_references')
      .map(({ id, steps }) => {
        const definition = outcomes(steps, 'CreateStateMachine')[0]?.params?.definition ?? '{}';
        const expected: Json | undefined = outcomes(steps, 'DescribeStateMachine')[0]?.expect?.variableReferences;
        return [id, definition, expected ?? {}] as const;
      });
    test.each(described)('agrees with AWS on %s', (_, definition, expected) => {
      expect(variableReferences(JSON.parse(definition))).toEqual(expected);
    });
  });
}
