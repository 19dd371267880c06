import protos from '@google-cloud/secret-manager/build/protos/protos.json' with { type: 'json' };
import { type GrpcServer, startGrpcServer } from '../grpc.ts';
import { secretRpcs } from './rpcs.ts';
import { Secrets } from './secrets.ts';

export interface SecretManagerOptions {
  host: string;
  /** The gRPC port; 0 takes a free one. */
  port: number;
  /** Where secrets are kept, readable by the owner only; without it they last as long as the process. */
  stateFile?: string;
}

/** Starts the Secret Manager emulator: google.cloud.secretmanager.v1 for the unmodified client. Nobody is asked who he is. */
export async function startSecretManager({ host, port, stateFile }: SecretManagerOptions): Promise<GrpcServer> {
  const rpcs = secretRpcs(new Secrets(stateFile), Date.now);
  return startGrpcServer({
    host,
    port,
    protos,
    serviceName: 'google.cloud.secretmanager.v1.SecretManagerService',
    rpcs,
  });
}
