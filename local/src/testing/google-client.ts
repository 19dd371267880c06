import { CloudSchedulerClient } from '@google-cloud/scheduler';
import { SecretManagerServiceClient } from '@google-cloud/secret-manager';
import { grpc } from 'google-gax';

// The credentials must come from the very copy of gRPC that the clients load: google-gax's.
// Else the clients look for Google's metadata server before their first call.
process.env.METADATA_SERVER_DETECTION = 'none';

const options = (port: number) => ({
  apiEndpoint: '127.0.0.1',
  port,
  projectId: 'demo-local',
  sslCreds: grpc.credentials.createInsecure(),
});

/** Google's own clients, unmodified, pointed at a local server. */
export const schedulerClient = (port: number) => new CloudSchedulerClient(options(port));
export const secretClient = (port: number) => new SecretManagerServiceClient(options(port));
