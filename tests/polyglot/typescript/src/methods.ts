// The methods of all services by their names, with requests and answers in JSON.

import {
  fromJson,
  toJson,
  type DescMessage,
  type DescMethodUnary,
  type JsonValue,
  type MessageShape,
} from "@bufbuild/protobuf";
import type { ChannelCredentials, ClientOptions } from "@grpc/grpc-js";
import {
  AccessKeyService,
  AccessKeyServiceClient,
  AuditService,
  AuditServiceClient,
  AuthorizationService,
  AuthorizationServiceClient,
  BatchService,
  BatchServiceClient,
  SuspensionService,
  SuspensionServiceClient,
  UserService,
  UserServiceClient,
  type UnaryOptions,
} from "@waii/user";

/** Reads a request, then makes the call: two steps, as only the second one has an outcome. */
export type Method = (request: JsonValue) => (options: UnaryOptions) => Promise<JsonValue>;

type Named = [name: string, method: Method];

function typed<I extends DescMessage, O extends DescMessage>(
  { input, output }: DescMethodUnary<I, O>,
  call: (request: MessageShape<I>, options: UnaryOptions) => Promise<MessageShape<O>>,
): Method {
  return (json) => {
    const request = fromJson(input, json);
    return async (options) => toJson(output, await call(request, options));
  };
}

function userMethods(client: UserServiceClient): Named[] {
  const of = UserService.method;
  return [
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
  ];
}

function accessKeyMethods(client: AccessKeyServiceClient): Named[] {
  const of = AccessKeyService.method;
  return [["RotateAccessKey", typed(of.rotateAccessKey, client.rotateAccessKey.bind(client))]];
}

function auditMethods(client: AuditServiceClient): Named[] {
  const of = AuditService.method;
  return [["ListAuditEvents", typed(of.listAuditEvents, client.listAuditEvents.bind(client))]];
}

function authorizationMethods(client: AuthorizationServiceClient): Named[] {
  const of = AuthorizationService.method;
  return [
    ["CheckAccess", typed(of.checkAccess, client.checkAccess.bind(client))],
    ["GetPrincipal", typed(of.getPrincipal, client.getPrincipal.bind(client))],
  ];
}

function batchMethods(client: BatchServiceClient): Named[] {
  const of = BatchService.method;
  return [["BatchCreate", typed(of.batchCreate, client.batchCreate.bind(client))]];
}

function suspensionMethods(client: SuspensionServiceClient): Named[] {
  const of = SuspensionService.method;
  return [
    ["SuspendUser", typed(of.suspendUser, client.suspendUser.bind(client))],
    ["ReactivateUser", typed(of.reactivateUser, client.reactivateUser.bind(client))],
    ["SuspendTenant", typed(of.suspendTenant, client.suspendTenant.bind(client))],
    ["ReactivateTenant", typed(of.reactivateTenant, client.reactivateTenant.bind(client))],
    ["SuspendOrg", typed(of.suspendOrg, client.suspendOrg.bind(client))],
    ["ReactivateOrg", typed(of.reactivateOrg, client.reactivateOrg.bind(client))],
  ];
}

/** A client of each service, all over one channel. */
export class Clients {
  readonly methods: Map<string, Method>;
  readonly #users: UserServiceClient;

  constructor(address: string, credentials: ChannelCredentials, options: ClientOptions) {
    this.#users = new UserServiceClient(address, credentials, options);
    const same = { ...options, channelOverride: this.#users.getChannel() };
    this.methods = new Map([
      ...userMethods(this.#users),
      ...accessKeyMethods(new AccessKeyServiceClient(address, credentials, same)),
      ...auditMethods(new AuditServiceClient(address, credentials, same)),
      ...authorizationMethods(new AuthorizationServiceClient(address, credentials, same)),
      ...batchMethods(new BatchServiceClient(address, credentials, same)),
      ...suspensionMethods(new SuspensionServiceClient(address, credentials, same)),
    ]);
  }

  /** Closes the channel. */
  close(): void {
    this.#users.close();
  }
}
