// What the generated clients have in common: messages of protobuf-es over the calls of grpc-js.

import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import { Metadata } from "@grpc/grpc-js";

// `create` takes plain objects as well as messages: requests of a client, answers of a server.
const serializer = (schema) => (init) => {
  const bytes = toBinary(schema, create(schema, init));
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
};

const deserializer = (schema) => (bytes) => fromBinary(schema, bytes);

const methodDefinition = ({ parent, name, input, output }) => ({
  path: `/${parent.typeName}/${name}`,
  requestStream: false,
  responseStream: false,
  requestSerialize: serializer(input),
  requestDeserialize: deserializer(input),
  responseSerialize: serializer(output),
  responseDeserialize: deserializer(output),
});

export function serviceDefinition(service) {
  return Object.fromEntries(
    service.methods.map((method) => [method.localName, methodDefinition(method)]),
  );
}

export function unary(client, method, request, { metadata, signal, ...options } = {}) {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const abort = () => call.cancel();
    const call = client.makeUnaryRequest(
      method.path,
      method.requestSerialize,
      method.responseDeserialize,
      request,
      metadata ?? new Metadata(),
      options,
      (error, response) => {
        signal?.removeEventListener("abort", abort);
        if (error) reject(signal?.aborted ? signal.reason : error);
        else resolve(response);
      },
    );
    signal?.addEventListener("abort", abort, { once: true });
  });
}
