// Makes the calls that it reads from its input, as ../../README.md says.

import { AsyncLocalStorage } from "node:async_hooks";
import type { Readable } from "node:stream";
import type { JsonValue } from "@bufbuild/protobuf";
import { credentials, InterceptingCall, type Interceptor } from "@grpc/grpc-js";
import { serviceConfig } from "@waii/user";
import { Clients, type Method } from "./methods.js";
import { outcomeOf, type Outcome } from "./outcome.js";

const MAX_ANSWER = 8 << 20;

interface Identity {
  key?: string;
  impersonate?: string;
}

interface Call extends Identity {
  method: string;
  timeout: number;
  request: JsonValue;
}

/** As whom calls are made. */
const identity = new AsyncLocalStorage<Identity>();

const identify: Interceptor = (options, nextCall) =>
  new InterceptingCall(nextCall(options), {
    start(metadata, listener, next) {
      const { key, impersonate } = identity.getStore() ?? {};
      if (key !== undefined) metadata.set("authorization", `Bearer ${key}`);
      if (impersonate !== undefined) metadata.set("x-waii-impersonate-user", impersonate);
      next(metadata, listener);
    },
  });

function make(call: Call, methods: Map<string, Method>): Promise<Outcome> {
  const method = methods.get(call.method);
  if (!method) throw new Error(`no method ${call.method}`);
  const send = method(call.request);
  const deadline = Date.now() + call.timeout * 1000;
  return outcomeOf(identity.run(call, () => send({ deadline })));
}

/** The lines of a stream. `node:readline` would end one at U+2028 too, which JSON may hold. */
async function* lines(input: Readable): AsyncGenerator<string> {
  let line = "";
  for await (const chunk of input.setEncoding("utf8") as AsyncIterable<string>) {
    const [rest = "", ...more] = chunk.split("\n");
    line += rest;
    for (const next of more) {
      yield line;
      line = next;
    }
  }
  if (line) yield line;
}

async function main(address: string): Promise<void> {
  const clients = new Clients(address, credentials.createInsecure(), {
    interceptors: [identify],
    "grpc.service_config": serviceConfig,
    "grpc.max_receive_message_length": MAX_ANSWER,
  });
  for await (const line of lines(process.stdin)) {
    console.log(JSON.stringify(await make(JSON.parse(line), clients.methods)));
  }
  clients.close();
}

const [address] = process.argv.slice(2);
if (!address) throw new Error("usage: client <address>");
await main(address);
