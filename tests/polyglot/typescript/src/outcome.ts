import type { JsonValue } from "@bufbuild/protobuf";
import { status, type ServiceError } from "@grpc/grpc-js";
import { isServiceError } from "@waii/user";
import { BadRequest, ErrorInfo, type BadRequest_FieldViolation } from "nice-grpc-error-details";
import { Status } from "nice-grpc-error-details/lib/proto/google/rpc/status.js";

interface Failure {
  code: string;
  message: string;
  reason: string;
  domain: string;
  metadata: Record<string, string>;
  fields: Pick<BadRequest_FieldViolation, "field" | "description">[];
}

export type Outcome = { response: JsonValue } | { error: Failure };

export async function outcomeOf(response: Promise<JsonValue>): Promise<Outcome> {
  try {
    return { response: await response };
  } catch (error) {
    if (!isServiceError(error)) throw error;
    return { error: failure(error) };
  }
}

function failure(error: ServiceError): Failure {
  const info = detail(error, ErrorInfo);
  const fields = detail(error, BadRequest)?.fieldViolations ?? [];
  return {
    code: status[error.code],
    message: error.details,
    reason: info?.reason ?? "",
    domain: info?.domain ?? "",
    metadata: info?.metadata ?? {},
    fields: fields.map(({ field, description }) => ({ field, description })),
  };
}

interface DetailType<T> {
  $type: string;
  decode(bytes: Uint8Array): T;
}

function detail<T>(error: ServiceError, type: DetailType<T>): T | undefined {
  const [bytes] = error.metadata.get("grpc-status-details-bin");
  if (!(bytes instanceof Buffer)) return undefined;
  const { details } = Status.decode(bytes);
  const found = details.find(({ typeUrl }) => typeUrl.endsWith(`/${type.$type}`));
  return found && type.decode(found.value);
}
