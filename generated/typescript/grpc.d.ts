import type { CallOptions, Metadata, ServiceError } from "@grpc/grpc-js";

/** How one call is made. */
export interface UnaryOptions extends CallOptions {
  metadata?: Metadata;
  /** Cancels the call, which then rejects with the signal's reason. */
  signal?: AbortSignal;
}

/** Whether a call rejected with this because it failed. */
export declare function isServiceError(error: unknown): error is ServiceError;
