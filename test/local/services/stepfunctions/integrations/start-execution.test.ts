import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { startWorkflows, type Workflows } from '../step-functions.ts';

let workflows: Workflows;

beforeEach(async () => {
  workflows = await startWorkflows();
});

afterEach(() => workflows.stop());

const parentOf = (child: string, pattern: string, Input: Record<string, unknown> = {}, more: object = {}) =>
  workflows.machine(`parent${pattern.replaceAll(/[.:]/g, '-')}`, {
    Call: {
      Type: 'Task',
      Resource: `arn:aws:states:::states:startExecution${pattern}`,
      Parameters: { StateMachineArn: child, Name: 'child', Input },
      ...more,
      End: true,
    },
  });

describe.each(['.sync', '.sync:2'])('startExecution%s', (pattern) => {
  test('returns the members that AWS returns', async () => {
    const child = await workflows.machine('child', { Done: { Type: 'Succeed' } });
    const { output } = await workflows.ended(await workflows.begin(await parentOf(child, pattern)));
    expect(Object.keys(JSON.parse(String(output))).sort()).toEqual([
      'ExecutionArn',
      'Input',
      'InputDetails',
      'Name',
      'Output',
      'OutputDetails',
      'StartDate',
      'StateMachineArn',
      'Status',
      'StopDate',
    ]);
  });

  test('fails if the child is an Express execution, whose end cannot be described', async () => {
    const child = await workflows.machine('child', { Done: { Type: 'Succeed' } }, { type: 'EXPRESS' });
    const executionArn = await workflows.begin(await parentOf(child, pattern));
    expect(await workflows.ended(executionArn)).toMatchObject({
      status: 'FAILED',
      error: 'StepFunctions.InvalidArnException',
      cause: expect.stringContaining("Invalid Arn: 'Resource type not valid in this context: express'"),
    });
    expect(await workflows.history(executionArn)).toContain('TaskSubmitFailed');
  });

  test('times out if no heartbeat arrives in time', async () => {
    const child = await workflows.machine('child', { Rest: { Type: 'Wait', Seconds: 100, End: true } });
    const parent = await parentOf(child, pattern, {}, { TimeoutSeconds: 60, HeartbeatSeconds: 10 });
    const executionArn = await workflows.begin(parent);
    await workflows.timers.advance(10_000);
    expect(await workflows.ended(executionArn)).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
  });

  test('has a task token, with which the child can complete the task', async () => {
    const child = await workflows.machine('child', {
      Answer: {
        Type: 'Task',
        Resource: 'arn:aws:states:::aws-sdk:sfn:sendTaskSuccess',
        Parameters: { 'TaskToken.$': '$.token', Output: { by: 'child' } },
        Next: 'Rest',
      },
      Rest: { Type: 'Wait', Seconds: 10, End: true },
    });
    const parent = await parentOf(child, pattern, { 'token.$': '$$.Task.Token' });
    const { status, output } = await workflows.ended(await workflows.begin(parent));
    expect([status, output]).toEqual(['SUCCEEDED', '{"by":"child"}']);
    await workflows.timers.advance(10_000);
    const childArn = `${child.replace(':stateMachine:', ':execution:')}:child`;
    expect(await workflows.ended(childArn)).toMatchObject({ status: 'SUCCEEDED' });
  });
});
