import { type OneMachine, start } from 'one-machine';

export const aDayLater = async (): Promise<Date> => {
  const aws: OneMachine = await start({ assembly: 'cdk.out' });
  await aws.clock.advance({ days: 1 });
  await aws.stop();
  // @ts-expect-error a port is a number
  await start({ port: '4566' });
  return aws.clock.now();
};
