import type { ClientOptions } from 'google-gax';
import { ConfigError } from '../../config.ts';
import { commonJs } from '../../core/common-js.ts';

/**
 * Client options for a Google service: none for the real one, an insecure channel for a local server. A local project
 * without a local server is refused: the real service would be called with whatever credentials lie around.
 */
export async function clientOptions(
  service: string,
  config: { readonly projectId: string; readonly isLocal: boolean },
  emulatorHost: string | null,
): Promise<ClientOptions> {
  if (emulatorHost === null) {
    if (!config.isLocal) return { projectId: config.projectId };
    throw new ConfigError(`${service} has no local server set, and ${config.projectId} is a local project`);
  }
  const { grpc, GoogleAuth } = commonJs(await import('google-gax'));
  const { PassThroughClient } = commonJs(await import('google-auth-library'));
  const [host, port] = emulatorHost.split(':');
  return {
    projectId: config.projectId,
    apiEndpoint: host ?? '',
    port: Number(port),
    sslCreds: grpc.credentials.createInsecure(),
    auth: new GoogleAuth({ authClient: new PassThroughClient(), projectId: config.projectId }),
  };
}

/** The gRPC status code of a Google client's error; null for anything else. */
export function grpcCode(error: unknown): number | null {
  if (error === null || typeof error !== 'object' || !('code' in error)) return null;
  return typeof error.code === 'number' ? error.code : null;
}
export const NOT_FOUND = 5;
export const ALREADY_EXISTS = 6;
export const FAILED_PRECONDITION = 9;
