import * as grpc from '@grpc/grpc-js';
import { fromJSON } from '@grpc/proto-loader';
import { z } from 'zod';

/** An RPC's refusal, with one of gRPC's status codes and a message that names the field and the fix. */
export class GrpcError extends Error {
  readonly code: grpc.status;
  constructor(code: grpc.status, message: string) {
    super(message);
    this.code = code;
  }
}

/** One RPC: takes the request as proto-loader decodes it (camelCase, enums as names, int64 as strings), gives the reply. */
export type Rpc = (request: unknown) => object | Promise<object>;

export interface GrpcServer {
  port: number;
  close(): Promise<void>;
}

/**
 * Serves one service of the protos that ship inside Google's own client packages, without TLS, for the unmodified
 * clients. `protos` is the package's protos.json, `serviceName` the full name. RPCs without a handler answer UNIMPLEMENTED.
 */
export async function startGrpcServer(options: {
  host: string;
  port: number;
  protos: object;
  serviceName: string;
  rpcs: Record<string, Rpc>;
}): Promise<GrpcServer> {
  const server = new grpc.Server();
  server.addService(loadService(options.protos, options.serviceName), unaryHandlers(options.rpcs));
  const port = await new Promise<number>((resolve, reject) => {
    const address = `${options.host}:${options.port}`;
    server.bindAsync(address, grpc.ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  return {
    port,
    async close() {
      server.forceShutdown();
    },
  };
}

function loadService(protos: object, serviceName: string): grpc.ServiceDefinition {
  const definitions = fromJSON(protos, { longs: String, enums: String, defaults: true, oneofs: true });
  const definition = definitions[serviceName];
  if (definition === undefined || 'format' in definition) throw new Error(`No service ${serviceName} in these protos.`);
  return definition;
}

function unaryHandlers(rpcs: Record<string, Rpc>): grpc.UntypedServiceImplementation {
  const handlers: Record<string, grpc.handleUnaryCall<unknown, object>> = {};
  for (const [name, rpc] of Object.entries(rpcs)) {
    handlers[name] = (call, reply) => {
      // Inside `then` so that a handler may throw as well as reject.
      Promise.resolve(call.request)
        .then(rpc)
        .then(
          (response) => reply(null, response),
          (error: unknown) => reply(toServiceError(error)),
        );
    };
  }
  return handlers;
}

function toServiceError(error: unknown): { code: grpc.status; details: string } {
  if (error instanceof GrpcError) return { code: error.code, details: error.message };
  if (error instanceof z.ZodError) {
    const details = error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
    return { code: grpc.status.INVALID_ARGUMENT, details };
  }
  return { code: grpc.status.INTERNAL, details: String(error) };
}

/** Cuts one page out of a list. The token is the position; a token that is none is INVALID_ARGUMENT. */
export function pageOf<T>(all: T[], request: { pageSize: number; pageToken: string }, maxPageSize: number) {
  if (request.pageSize < 0) throw invalid('page_size may not be negative.');
  if (!/^\d*$/.test(request.pageToken)) throw invalid('page_token is not one that a previous list call returned.');
  const start = Number(request.pageToken);
  const end = start + Math.min(request.pageSize || maxPageSize, maxPageSize);
  return { items: all.slice(start, end), nextPageToken: end < all.length ? String(end) : '' };
}

export function invalid(message: string): GrpcError {
  return new GrpcError(grpc.status.INVALID_ARGUMENT, message);
}

export function notFound(message: string): GrpcError {
  return new GrpcError(grpc.status.NOT_FOUND, message);
}

/** google.protobuf.Timestamp from milliseconds since 1970. */
export function toTimestamp(ms: number): { seconds: string; nanos: number } {
  const seconds = Math.floor(ms / 1000);
  return { seconds: String(seconds), nanos: Math.round((ms - seconds * 1000) * 1e6) };
}

/** google.protobuf.Duration, as decoded. */
export const durationSchema = z.object({ seconds: z.string(), nanos: z.number() });

/** Milliseconds of a decoded google.protobuf.Duration; null where the field was not set. */
export function durationMs(duration: z.infer<typeof durationSchema> | null): number | null {
  return duration === null ? null : Number(duration.seconds) * 1000 + duration.nanos / 1e6;
}

/** google.protobuf.Duration from milliseconds. */
export function toDuration(ms: number): { seconds: string; nanos: number } {
  return toTimestamp(ms);
}
