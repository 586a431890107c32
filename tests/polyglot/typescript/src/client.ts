// Makes the calls that it reads from its input, as ../../README.md says.

import { AsyncLocalStorage } from "node:async_hooks";
import type { Readable } from "node:stream";
import {
  fromJson,
  toJson,
  type DescMessage,
  type DescMethodUnary,
  type JsonValue,
  type MessageShape,
} from "@bufbuild/protobuf";
import { credentials, InterceptingCall, type Interceptor } from "@grpc/grpc-js";
import { serviceConfig, UserService, UserServiceClient, type UnaryOptions } from "@waii/user";
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

/** Reads a request, then makes the call: two steps, as only the second one has an outcome. */
type Method = (request: JsonValue) => (options: UnaryOptions) => Promise<JsonValue>;

function typed<I extends DescMessage, O extends DescMessage>(
  { input, output }: DescMethodUnary<I, O>,
  call: (request: MessageShape<I>, options: UnaryOptions) => Promise<MessageShape<O>>,
): Method {
  return (json) => {
    const request = fromJson(input, json);
    return async (options) => toJson(output, await call(request, options));
  };
}

function methodsOf(client: UserServiceClient): Map<string, Method> {
  const of = UserService.method;
  return new Map([
    ["CreateAccessKey", typed(of.createAccessKey, client.createAccessKey.bind(client))],
    ["ListAccessKeys", typed(of.listAccessKeys, client.listAccessKeys.bind(client))],
    ["DeleteAccessKey", typed(of.deleteAccessKey, client.deleteAccessKey.bind(client))],
    ["GetUserInfo", typed(of.getUserInfo, client.getUserInfo.bind(client))],
    ["UpdateConfig", typed(of.updateConfig, client.updateConfig.bind(client))],
    ["CreateUser", typed(of.createUser, client.createUser.bind(client))],
    ["DeleteUser", typed(of.deleteUser, client.deleteUser.bind(client))],
    ["UpdateUser", typed(of.updateUser, client.updateUser.bind(client))],
    ["ListUsers", typed(of.listUsers, client.listUsers.bind(client))],
    ["CreateTenant", typed(of.createTenant, client.createTenant.bind(client))],
    ["UpdateTenant", typed(of.updateTenant, client.updateTenant.bind(client))],
    ["DeleteTenant", typed(of.deleteTenant, client.deleteTenant.bind(client))],
    ["ListTenants", typed(of.listTenants, client.listTenants.bind(client))],
    ["CreateOrg", typed(of.createOrg, client.createOrg.bind(client))],
    ["UpdateOrg", typed(of.updateOrg, client.updateOrg.bind(client))],
    ["DeleteOrg", typed(of.deleteOrg, client.deleteOrg.bind(client))],
    ["ListOrgs", typed(of.listOrgs, client.listOrgs.bind(client))],
  ]);
}

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
  const client = new UserServiceClient(address, credentials.createInsecure(), {
    interceptors: [identify],
    "grpc.service_config": serviceConfig,
    "grpc.max_receive_message_length": MAX_ANSWER,
  });
  const methods = methodsOf(client);
  for await (const line of lines(process.stdin)) {
    console.log(JSON.stringify(await make(JSON.parse(line), methods)));
  }
  client.close();
}

const [address] = process.argv.slice(2);
if (!address) throw new Error("usage: client <address>");
await main(address);
