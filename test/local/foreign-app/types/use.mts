import { type Deployment, type OneMachine, start } from 'one-machine';

await using aws: OneMachine = await start({ assembly: 'cdk.out', functionsEnv: { COLOUR: 'red' } });
export const now: Date = aws.clock.now();
export const url: string | undefined = aws.outputs.QueueUrl;
export const subjects: readonly string[] = aws.mail().map(({ subject }) => subject);
export const deployment: Deployment | undefined = aws.deployment;
// @ts-expect-error a duration has no years
await aws.clock.advance({ years: 1 });
// @ts-expect-error the modes are `enforce` and `warn`
await start({ iam: 'off' });
