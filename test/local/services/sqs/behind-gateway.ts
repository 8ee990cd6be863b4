import type { Kernel } from '../../../../local/src/core/kernel.ts';
import type { ServiceModule } from '../../../../local/src/core/service.ts';
import { Gateway } from '../../../../local/src/gateway/gateway.ts';
import { startKernel, type TestKernel } from '../../kernel.ts';

export interface BehindGateway {
  readonly kernel: TestKernel;
  /** Configuration for an SDK client. */
  readonly client: {
    readonly endpoint: string;
    readonly region: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  };
  stop(): Promise<void>;
}

/** Starts services behind the real gateway, for tests with the AWS SDK. */
export const startBehindGateway = async (
  createServices: (kernel: Kernel) => ServiceModule[],
  options: { readonly dataDir?: string } = {},
): Promise<BehindGateway> => {
  const gateway = new Gateway();
  const endpoint = `http://127.0.0.1:${await gateway.listen(0)}`;
  const kernel = await startKernel((made) => createServices({ ...made, endpoint: () => endpoint }), options);
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
