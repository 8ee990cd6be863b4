import type { Kernel } from '../../../../local/src/core/kernel.ts';
import type { ServiceModule } from '../../../../local/src/core/service.ts';
import { Gateway } from '../../../../local/src/gateway/gateway.ts';
import { startKernel, type TestKernel } from '../../kernel.ts';

export interface BehindGateway {
  readonly kernel: TestKernel;
  /** What an SDK client is made with. */
  readonly client: {
    readonly endpoint: string;
    readonly region: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  };
  stop(): Promise<void>;
}

/** Parts behind the real door, for tests with AWS's own clients. */
export const startBehindGateway = async (parts: (kernel: Kernel) => ServiceModule[]): Promise<BehindGateway> => {
  const gateway = new Gateway();
  const endpoint = `http://127.0.0.1:${await gateway.listen(0)}`;
  const kernel = await startKernel((made) => parts({ ...made, endpoint: () => endpoint }));
  gateway.connect(kernel, []);
  return {
    kernel,
    client: { endpoint, region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } },
    stop: async () => {
      await kernel.stop();
      await gateway.close();
    },
  };
};
