package ai.waii.user.v1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * Organizations, tenants, users and their access keys.
 * Metadata of every call:
 * - `authorization: Bearer &lt;access key&gt;`: required, once.
 * - `x-waii-impersonate-user: &lt;user id&gt;`: optional, at most once, to act as another user.
 * - `x-request-id`: optional, names the call in logs; answered in the trailing metadata.
 * What the comments of all services mean:
 * - The actor is the user whose key it is. The caller, or subject, is the one as whom the call is made:
 *   whom the actor impersonates, else the actor.
 * - The scope is the caller's own organization; for a super-admin (who holds `write:org`) every
 *   organization. What lies outside the scope answers exactly like what does not exist.
 * - An access key may be limited to some of its user's permissions: what the caller holds, and who is a
 *   super-admin, means what the key of the call leaves.
 * - An error is a status code, and the name of an ErrorReason without its `ERROR_REASON_`.
 * Besides the errors that it lists, every method may answer these. They are checked in this order:
 * 1. RESOURCE_EXHAUSTED: OVERLOADED (too many calls at once).
 * 2. RESOURCE_EXHAUSTED: RATE_LIMIT_EXCEEDED (of failed attempts). UNAUTHENTICATED: ACCESS_KEY_INVALID.
 * 3. PERMISSION_DENIED: SUSPENDED, then API_USAGE_DENIED.
 * 4. RESOURCE_EXHAUSTED: RATE_LIMIT_EXCEEDED (of the key).
 * 5. Where somebody is impersonated, INVALID_ARGUMENT: METADATA_INVALID. PERMISSION_DENIED:
 *    IMPERSONATION_DENIED, IMPERSONATION_TARGET_NOT_FOUND, SUSPENDED, IMPERSONATION_CEILING_EXCEEDED.
 * 6. PERMISSION_DENIED: PERMISSION_MISSING.
 * 7. INVALID_ARGUMENT: REQUEST_MALFORMED, then FIELDS_INVALID.
 * 8. What the method lists: a `request_id` that was answered before, scope and existence, ceiling,
 *    `etag`, other state.
 * At any time, UNAVAILABLE: DATABASE_UNAVAILABLE (try again with back-off), ABORTED: CONFLICT (lost
 * races; try again), and with a reason that is called as the code is, INTERNAL (a bug of the server) and
 * DEADLINE_EXCEEDED (not begun, or not begun anew after a lost race, in time). A mutation that is
 * refused changes nothing.
 * A request has at most 4 MiB, unless the server is set otherwise. A larger one (RESOURCE_EXHAUSTED), a
 * method that is not there (UNIMPLEMENTED) and a call at the moment when the server stops (UNAVAILABLE,
 * CANCELLED) are refused by gRPC itself, before all else and without details. A call whose request does
 * not follow its headers within five seconds is CANCELLED.
 * </pre>
 */
@io.grpc.stub.annotations.GrpcGenerated
public final class UserServiceGrpc {

  private UserServiceGrpc() {}

  public static final java.lang.String SERVICE_NAME = "waii.user.v1.UserService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<ai.waii.user.v1.CreateAccessKeyRequest,
      ai.waii.user.v1.GetAccessKeyResponse> getCreateAccessKeyMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "CreateAccessKey",
      requestType = ai.waii.user.v1.CreateAccessKeyRequest.class,
      responseType = ai.waii.user.v1.GetAccessKeyResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<ai.waii.user.v1.CreateAccessKeyRequest,
      ai.waii.user.v1.GetAccessKeyResponse> getCreateAccessKeyMethod() {
    io.grpc.MethodDescriptor<ai.waii.user.v1.CreateAccessKeyRequest, ai.waii.user.v1.GetAccessKeyResponse> getCreateAccessKeyMethod;
    if ((getCreateAccessKeyMethod = UserServiceGrpc.getCreateAccessKeyMethod) == null) {
      synchronized (UserServiceGrpc.class) {
        if ((getCreateAccessKeyMethod = UserServiceGrpc.getCreateAccessKeyMethod) == null) {
          UserServiceGrpc.getCreateAccessKeyMethod = getCreateAccessKeyMethod =
              io.grpc.MethodDescriptor.<ai.waii.user.v1.CreateAccessKeyRequest, ai.waii.user.v1.GetAccessKeyResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "CreateAccessKey"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  ai.waii.user.v1.CreateAccessKeyRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  ai.waii.user.v1.GetAccessKeyResponse.getDefaultInstance()))
              .setSchemaDescriptor(new UserServiceMethodDescriptorSupplier("CreateAccessKey"))
              .build();
        }
      }
    }
    return getCreateAccessKeyMethod;
  }

  private static volatile io.grpc.MethodDescriptor<ai.waii.user.v1.GetAccessKeyRequest,
      ai.waii.user.v1.GetAccessKeyResponse> getListAccessKeysMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListAccessKeys",
      requestType = ai.waii.user.v1.GetAccessKeyRequest.class,
      responseType = ai.waii.user.v1.GetAccessKeyResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<ai.waii.user.v1.GetAccessKeyRequest,
      ai.waii.user.v1.GetAccessKeyResponse> getListAccessKeysMethod() {
    io.grpc.MethodDescriptor<ai.waii.user.v1.GetAccessKeyRequest, ai.waii.user.v1.GetAccessKeyResponse> getListAccessKeysMethod;
    if ((getListAccessKeysMethod = UserServiceGrpc.getListAccessKeysMethod) == null) {
      synchronized (UserServiceGrpc.class) {
        if ((getListAccessKeysMethod = UserServiceGrpc.getListAccessKeysMethod) == null) {
          UserServiceGrpc.getListAccessKeysMethod = getListAccessKeysMethod =
              io.grpc.MethodDescriptor.<ai.waii.user.v1.GetAccessKeyRequest, ai.waii.user.v1.GetAccessKeyResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListAccessKeys"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  ai.waii.user.v1.GetAccessKeyRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  ai.waii.user.v1.GetAccessKeyResponse.getDefaultInstance()))
              .setSchemaDescriptor(new UserServiceMethodDescriptorSupplier("ListAccessKeys"))
              .build();
        }
      }
    }
    return getListAccessKeysMethod;
  }

  private static volatile io.grpc.MethodDescriptor<ai.waii.user.v1.DelAccessKeyRequest,
      ai.waii.user.v1.DelAccessKeyResponse> getDeleteAccessKeyMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "DeleteAccessKey",
      requestType = ai.waii.user.v1.DelAccessKeyRequest.class,
      responseType = ai.waii.user.v1.DelAccessKeyResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<ai.waii.user.v1.DelAccessKeyRequest,
      ai.waii.user.v1.DelAccessKeyResponse> getDeleteAccessKeyMethod() {
    io.grpc.MethodDescriptor<ai.waii.user.v1.DelAccessKeyRequest, ai.waii.user.v1.DelAccessKeyResponse> getDeleteAccessKeyMethod;
    if ((getDeleteAccessKeyMethod = UserServiceGrpc.getDeleteAccessKeyMethod) == null) {
      synchronized (UserServiceGrpc.class) {
        if ((getDeleteAccessKeyMethod = UserServiceGrpc.getDeleteAccessKeyMethod) == null) {
          UserServiceGrpc.getDeleteAccessKeyMethod = getDeleteAccessKeyMethod =
              io.grpc.MethodDescriptor.<ai.waii.user.v1.DelAccessKeyRequest, ai.waii.user.v1.DelAccessKeyResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "DeleteAccessKey"))
              .setIdempotent(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  ai.waii.user.v1.DelAccessKeyRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  ai.waii.user.v1.DelAccessKeyResponse.getDefaultInstance()))
              .setSchemaDescriptor(new UserServiceMethodDescriptorSupplier("DeleteAccessKey"))
              .build();
        }
      }
    }
    return getDeleteAccessKeyMethod;
  }

  private static volatile io.grpc.MethodDescriptor<ai.waii.user.v1.GetUserInfoRequest,
      ai.waii.user.v1.GetUserInfoResponse> getGetUserInfoMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetUserInfo",
      requestType = ai.waii.user.v1.GetUserInfoRequest.class,
      responseType = ai.waii.user.v1.GetUserInfoResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<ai.waii.user.v1.GetUserInfoRequest,
      ai.waii.user.v1.GetUserInfoResponse> getGetUserInfoMethod() {
    io.grpc.MethodDescriptor<ai.waii.user.v1.GetUserInfoRequest, ai.waii.user.v1.GetUserInfoResponse> getGetUserInfoMethod;
    if ((getGetUserInfoMethod = UserServiceGrpc.getGetUserInfoMethod) == null) {
      synchronized (UserServiceGrpc.class) {
        if ((getGetUserInfoMethod = UserServiceGrpc.getGetUserInfoMethod) == null) {
          UserServiceGrpc.getGetUserInfoMethod = getGetUserInfoMethod =
              io.grpc.MethodDescriptor.<ai.waii.user.v1.GetUserInfoRequest, ai.waii.user.v1.GetUserInfoResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetUserInfo"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  ai.waii.user.v1.GetUserInfoRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  ai.waii.user.v1.GetUserInfoResponse.getDefaultInstance()))
              .setSchemaDescriptor(new UserServiceMethodDescriptorSupplier("GetUserInfo"))
              .build();
        }
      }
    }
    return getGetUserInfoMethod;
  }

  private static volatile io.grpc.MethodDescriptor<ai.waii.user.v1.UpdateConfigRequest,
      ai.waii.user.v1.UpdateConfigResponse> getUpdateConfigMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "UpdateConfig",
      requestType = ai.waii.user.v1.UpdateConfigRequest.class,
      responseType = ai.waii.user.v1.UpdateConfigResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<ai.waii.user.v1.UpdateConfigRequest,
      ai.waii.user.v1.UpdateConfigResponse> getUpdateConfigMethod() {
    io.grpc.MethodDescriptor<ai.waii.user.v1.UpdateConfigRequest, ai.waii.user.v1.UpdateConfigResponse> getUpdateConfigMethod;
    if ((getUpdateConfigMethod = UserServiceGrpc.getUpdateConfigMethod) == null) {
      synchronized (UserServiceGrpc.class) {
        if ((getUpdateConfigMethod = UserServiceGrpc.getUpdateConfigMethod) == null) {
          UserServiceGrpc.getUpdateConfigMethod = getUpdateConfigMethod =
              io.grpc.MethodDescriptor.<ai.waii.user.v1.UpdateConfigRequest, ai.waii.user.v1.UpdateConfigResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "UpdateConfig"))
              .setIdempotent(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  ai.waii.user.v1.UpdateConfigRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  ai.waii.user.v1.UpdateConfigResponse.getDefaultInstance()))
              .setSchemaDescriptor(new UserServiceMethodDescriptorSupplier("UpdateConfig"))
              .build();
        }
      }
    }
    return getUpdateConfigMethod;
  }

  private static volatile io.grpc.MethodDescriptor<ai.waii.user.v1.CreateUserRequest,
      ai.waii.user.v1.CommonResponse> getCreateUserMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "CreateUser",
      requestType = ai.waii.user.v1.CreateUserRequest.class,
      responseType = ai.waii.user.v1.CommonResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<ai.waii.user.v1.CreateUserRequest,
      ai.waii.user.v1.CommonResponse> getCreateUserMethod() {
    io.grpc.MethodDescriptor<ai.waii.user.v1.CreateUserRequest, ai.waii.user.v1.CommonResponse> getCreateUserMethod;
    if ((getCreateUserMethod = UserServiceGrpc.getCreateUserMethod) == null) {
      synchronized (UserServiceGrpc.class) {
        if ((getCreateUserMethod = UserServiceGrpc.getCreateUserMethod) == null) {
          UserServiceGrpc.getCreateUserMethod = getCreateUserMethod =
              io.grpc.MethodDescriptor.<ai.waii.user.v1.CreateUserRequest, ai.waii.user.v1.CommonResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "CreateUser"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  ai.waii.user.v1.CreateUserRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  ai.waii.user.v1.CommonResponse.getDefaultInstance()))
              .setSchemaDescriptor(new UserServiceMethodDescriptorSupplier("CreateUser"))
              .build();
        }
      }
    }
    return getCreateUserMethod;
  }

  private static volatile io.grpc.MethodDescriptor<ai.waii.user.v1.DeleteUserRequest,
      ai.waii.user.v1.CommonResponse> getDeleteUserMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "DeleteUser",
      requestType = ai.waii.user.v1.DeleteUserRequest.class,
      responseType = ai.waii.user.v1.CommonResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<ai.waii.user.v1.DeleteUserRequest,
      ai.waii.user.v1.CommonResponse> getDeleteUserMethod() {
    io.grpc.MethodDescriptor<ai.waii.user.v1.DeleteUserRequest, ai.waii.user.v1.CommonResponse> getDeleteUserMethod;
    if ((getDeleteUserMethod = UserServiceGrpc.getDeleteUserMethod) == null) {
      synchronized (UserServiceGrpc.class) {
        if ((getDeleteUserMethod = UserServiceGrpc.getDeleteUserMethod) == null) {
          UserServiceGrpc.getDeleteUserMethod = getDeleteUserMethod =
              io.grpc.MethodDescriptor.<ai.waii.user.v1.DeleteUserRequest, ai.waii.user.v1.CommonResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "DeleteUser"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  ai.waii.user.v1.DeleteUserRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  ai.waii.user.v1.CommonResponse.getDefaultInstance()))
              .setSchemaDescriptor(new UserServiceMethodDescriptorSupplier("DeleteUser"))
              .build();
        }
      }
    }
    return getDeleteUserMethod;
  }

  private static volatile io.grpc.MethodDescriptor<ai.waii.user.v1.UpdateUserRequest,
      ai.waii.user.v1.CommonResponse> getUpdateUserMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "UpdateUser",
      requestType = ai.waii.user.v1.UpdateUserRequest.class,
      responseType = ai.waii.user.v1.CommonResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<ai.waii.user.v1.UpdateUserRequest,
      ai.waii.user.v1.CommonResponse> getUpdateUserMethod() {
    io.grpc.MethodDescriptor<ai.waii.user.v1.UpdateUserRequest, ai.waii.user.v1.CommonResponse> getUpdateUserMethod;
    if ((getUpdateUserMethod = UserServiceGrpc.getUpdateUserMethod) == null) {
      synchronized (UserServiceGrpc.class) {
        if ((getUpdateUserMethod = UserServiceGrpc.getUpdateUserMethod) == null) {
          UserServiceGrpc.getUpdateUserMethod = getUpdateUserMethod =
              io.grpc.MethodDescriptor.<ai.waii.user.v1.UpdateUserRequest, ai.waii.user.v1.CommonResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "UpdateUser"))
              .setIdempotent(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  ai.waii.user.v1.UpdateUserRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  ai.waii.user.v1.CommonResponse.getDefaultInstance()))
              .setSchemaDescriptor(new UserServiceMethodDescriptorSupplier("UpdateUser"))
              .build();
        }
      }
    }
    return getUpdateUserMethod;
  }

  private static volatile io.grpc.MethodDescriptor<ai.waii.user.v1.ListUsersRequest,
      ai.waii.user.v1.ListUsersResponse> getListUsersMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListUsers",
      requestType = ai.waii.user.v1.ListUsersRequest.class,
      responseType = ai.waii.user.v1.ListUsersResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<ai.waii.user.v1.ListUsersRequest,
      ai.waii.user.v1.ListUsersResponse> getListUsersMethod() {
    io.grpc.MethodDescriptor<ai.waii.user.v1.ListUsersRequest, ai.waii.user.v1.ListUsersResponse> getListUsersMethod;
    if ((getListUsersMethod = UserServiceGrpc.getListUsersMethod) == null) {
      synchronized (UserServiceGrpc.class) {
        if ((getListUsersMethod = UserServiceGrpc.getListUsersMethod) == null) {
          UserServiceGrpc.getListUsersMethod = getListUsersMethod =
              io.grpc.MethodDescriptor.<ai.waii.user.v1.ListUsersRequest, ai.waii.user.v1.ListUsersResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListUsers"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  ai.waii.user.v1.ListUsersRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  ai.waii.user.v1.ListUsersResponse.getDefaultInstance()))
              .setSchemaDescriptor(new UserServiceMethodDescriptorSupplier("ListUsers"))
              .build();
        }
      }
    }
    return getListUsersMethod;
  }

  private static volatile io.grpc.MethodDescriptor<ai.waii.user.v1.CreateTenantRequest,
      ai.waii.user.v1.CommonResponse> getCreateTenantMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "CreateTenant",
      requestType = ai.waii.user.v1.CreateTenantRequest.class,
      responseType = ai.waii.user.v1.CommonResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<ai.waii.user.v1.CreateTenantRequest,
      ai.waii.user.v1.CommonResponse> getCreateTenantMethod() {
    io.grpc.MethodDescriptor<ai.waii.user.v1.CreateTenantRequest, ai.waii.user.v1.CommonResponse> getCreateTenantMethod;
    if ((getCreateTenantMethod = UserServiceGrpc.getCreateTenantMethod) == null) {
      synchronized (UserServiceGrpc.class) {
        if ((getCreateTenantMethod = UserServiceGrpc.getCreateTenantMethod) == null) {
          UserServiceGrpc.getCreateTenantMethod = getCreateTenantMethod =
              io.grpc.MethodDescriptor.<ai.waii.user.v1.CreateTenantRequest, ai.waii.user.v1.CommonResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "CreateTenant"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  ai.waii.user.v1.CreateTenantRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  ai.waii.user.v1.CommonResponse.getDefaultInstance()))
              .setSchemaDescriptor(new UserServiceMethodDescriptorSupplier("CreateTenant"))
              .build();
        }
      }
    }
    return getCreateTenantMethod;
  }

  private static volatile io.grpc.MethodDescriptor<ai.waii.user.v1.UpdateTenantRequest,
      ai.waii.user.v1.CommonResponse> getUpdateTenantMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "UpdateTenant",
      requestType = ai.waii.user.v1.UpdateTenantRequest.class,
      responseType = ai.waii.user.v1.CommonResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<ai.waii.user.v1.UpdateTenantRequest,
      ai.waii.user.v1.CommonResponse> getUpdateTenantMethod() {
    io.grpc.MethodDescriptor<ai.waii.user.v1.UpdateTenantRequest, ai.waii.user.v1.CommonResponse> getUpdateTenantMethod;
    if ((getUpdateTenantMethod = UserServiceGrpc.getUpdateTenantMethod) == null) {
      synchronized (UserServiceGrpc.class) {
        if ((getUpdateTenantMethod = UserServiceGrpc.getUpdateTenantMethod) == null) {
          UserServiceGrpc.getUpdateTenantMethod = getUpdateTenantMethod =
              io.grpc.MethodDescriptor.<ai.waii.user.v1.UpdateTenantRequest, ai.waii.user.v1.CommonResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "UpdateTenant"))
              .setIdempotent(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  ai.waii.user.v1.UpdateTenantRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  ai.waii.user.v1.CommonResponse.getDefaultInstance()))
              .setSchemaDescriptor(new UserServiceMethodDescriptorSupplier("UpdateTenant"))
              .build();
        }
      }
    }
    return getUpdateTenantMethod;
  }

  private static volatile io.grpc.MethodDescriptor<ai.waii.user.v1.DeleteTenantRequest,
      ai.waii.user.v1.CommonResponse> getDeleteTenantMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "DeleteTenant",
      requestType = ai.waii.user.v1.DeleteTenantRequest.class,
      responseType = ai.waii.user.v1.CommonResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<ai.waii.user.v1.DeleteTenantRequest,
      ai.waii.user.v1.CommonResponse> getDeleteTenantMethod() {
    io.grpc.MethodDescriptor<ai.waii.user.v1.DeleteTenantRequest, ai.waii.user.v1.CommonResponse> getDeleteTenantMethod;
    if ((getDeleteTenantMethod = UserServiceGrpc.getDeleteTenantMethod) == null) {
      synchronized (UserServiceGrpc.class) {
        if ((getDeleteTenantMethod = UserServiceGrpc.getDeleteTenantMethod) == null) {
          UserServiceGrpc.getDeleteTenantMethod = getDeleteTenantMethod =
              io.grpc.MethodDescriptor.<ai.waii.user.v1.DeleteTenantRequest, ai.waii.user.v1.CommonResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "DeleteTenant"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  ai.waii.user.v1.DeleteTenantRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  ai.waii.user.v1.CommonResponse.getDefaultInstance()))
              .setSchemaDescriptor(new UserServiceMethodDescriptorSupplier("DeleteTenant"))
              .build();
        }
      }
    }
    return getDeleteTenantMethod;
  }

  private static volatile io.grpc.MethodDescriptor<ai.waii.user.v1.ListTenantsRequest,
      ai.waii.user.v1.ListTenantsResponse> getListTenantsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListTenants",
      requestType = ai.waii.user.v1.ListTenantsRequest.class,
      responseType = ai.waii.user.v1.ListTenantsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<ai.waii.user.v1.ListTenantsRequest,
      ai.waii.user.v1.ListTenantsResponse> getListTenantsMethod() {
    io.grpc.MethodDescriptor<ai.waii.user.v1.ListTenantsRequest, ai.waii.user.v1.ListTenantsResponse> getListTenantsMethod;
    if ((getListTenantsMethod = UserServiceGrpc.getListTenantsMethod) == null) {
      synchronized (UserServiceGrpc.class) {
        if ((getListTenantsMethod = UserServiceGrpc.getListTenantsMethod) == null) {
          UserServiceGrpc.getListTenantsMethod = getListTenantsMethod =
              io.grpc.MethodDescriptor.<ai.waii.user.v1.ListTenantsRequest, ai.waii.user.v1.ListTenantsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListTenants"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  ai.waii.user.v1.ListTenantsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  ai.waii.user.v1.ListTenantsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new UserServiceMethodDescriptorSupplier("ListTenants"))
              .build();
        }
      }
    }
    return getListTenantsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<ai.waii.user.v1.CreateOrganizationRequest,
      ai.waii.user.v1.CommonResponse> getCreateOrgMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "CreateOrg",
      requestType = ai.waii.user.v1.CreateOrganizationRequest.class,
      responseType = ai.waii.user.v1.CommonResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<ai.waii.user.v1.CreateOrganizationRequest,
      ai.waii.user.v1.CommonResponse> getCreateOrgMethod() {
    io.grpc.MethodDescriptor<ai.waii.user.v1.CreateOrganizationRequest, ai.waii.user.v1.CommonResponse> getCreateOrgMethod;
    if ((getCreateOrgMethod = UserServiceGrpc.getCreateOrgMethod) == null) {
      synchronized (UserServiceGrpc.class) {
        if ((getCreateOrgMethod = UserServiceGrpc.getCreateOrgMethod) == null) {
          UserServiceGrpc.getCreateOrgMethod = getCreateOrgMethod =
              io.grpc.MethodDescriptor.<ai.waii.user.v1.CreateOrganizationRequest, ai.waii.user.v1.CommonResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "CreateOrg"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  ai.waii.user.v1.CreateOrganizationRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  ai.waii.user.v1.CommonResponse.getDefaultInstance()))
              .setSchemaDescriptor(new UserServiceMethodDescriptorSupplier("CreateOrg"))
              .build();
        }
      }
    }
    return getCreateOrgMethod;
  }

  private static volatile io.grpc.MethodDescriptor<ai.waii.user.v1.UpdateOrganizationRequest,
      ai.waii.user.v1.CommonResponse> getUpdateOrgMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "UpdateOrg",
      requestType = ai.waii.user.v1.UpdateOrganizationRequest.class,
      responseType = ai.waii.user.v1.CommonResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<ai.waii.user.v1.UpdateOrganizationRequest,
      ai.waii.user.v1.CommonResponse> getUpdateOrgMethod() {
    io.grpc.MethodDescriptor<ai.waii.user.v1.UpdateOrganizationRequest, ai.waii.user.v1.CommonResponse> getUpdateOrgMethod;
    if ((getUpdateOrgMethod = UserServiceGrpc.getUpdateOrgMethod) == null) {
      synchronized (UserServiceGrpc.class) {
        if ((getUpdateOrgMethod = UserServiceGrpc.getUpdateOrgMethod) == null) {
          UserServiceGrpc.getUpdateOrgMethod = getUpdateOrgMethod =
              io.grpc.MethodDescriptor.<ai.waii.user.v1.UpdateOrganizationRequest, ai.waii.user.v1.CommonResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "UpdateOrg"))
              .setIdempotent(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  ai.waii.user.v1.UpdateOrganizationRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  ai.waii.user.v1.CommonResponse.getDefaultInstance()))
              .setSchemaDescriptor(new UserServiceMethodDescriptorSupplier("UpdateOrg"))
              .build();
        }
      }
    }
    return getUpdateOrgMethod;
  }

  private static volatile io.grpc.MethodDescriptor<ai.waii.user.v1.DeleteOrganizationRequest,
      ai.waii.user.v1.CommonResponse> getDeleteOrgMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "DeleteOrg",
      requestType = ai.waii.user.v1.DeleteOrganizationRequest.class,
      responseType = ai.waii.user.v1.CommonResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<ai.waii.user.v1.DeleteOrganizationRequest,
      ai.waii.user.v1.CommonResponse> getDeleteOrgMethod() {
    io.grpc.MethodDescriptor<ai.waii.user.v1.DeleteOrganizationRequest, ai.waii.user.v1.CommonResponse> getDeleteOrgMethod;
    if ((getDeleteOrgMethod = UserServiceGrpc.getDeleteOrgMethod) == null) {
      synchronized (UserServiceGrpc.class) {
        if ((getDeleteOrgMethod = UserServiceGrpc.getDeleteOrgMethod) == null) {
          UserServiceGrpc.getDeleteOrgMethod = getDeleteOrgMethod =
              io.grpc.MethodDescriptor.<ai.waii.user.v1.DeleteOrganizationRequest, ai.waii.user.v1.CommonResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "DeleteOrg"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  ai.waii.user.v1.DeleteOrganizationRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  ai.waii.user.v1.CommonResponse.getDefaultInstance()))
              .setSchemaDescriptor(new UserServiceMethodDescriptorSupplier("DeleteOrg"))
              .build();
        }
      }
    }
    return getDeleteOrgMethod;
  }

  private static volatile io.grpc.MethodDescriptor<ai.waii.user.v1.ListOrganizationsRequest,
      ai.waii.user.v1.ListOrganizationsResponse> getListOrgsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListOrgs",
      requestType = ai.waii.user.v1.ListOrganizationsRequest.class,
      responseType = ai.waii.user.v1.ListOrganizationsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<ai.waii.user.v1.ListOrganizationsRequest,
      ai.waii.user.v1.ListOrganizationsResponse> getListOrgsMethod() {
    io.grpc.MethodDescriptor<ai.waii.user.v1.ListOrganizationsRequest, ai.waii.user.v1.ListOrganizationsResponse> getListOrgsMethod;
    if ((getListOrgsMethod = UserServiceGrpc.getListOrgsMethod) == null) {
      synchronized (UserServiceGrpc.class) {
        if ((getListOrgsMethod = UserServiceGrpc.getListOrgsMethod) == null) {
          UserServiceGrpc.getListOrgsMethod = getListOrgsMethod =
              io.grpc.MethodDescriptor.<ai.waii.user.v1.ListOrganizationsRequest, ai.waii.user.v1.ListOrganizationsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListOrgs"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  ai.waii.user.v1.ListOrganizationsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  ai.waii.user.v1.ListOrganizationsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new UserServiceMethodDescriptorSupplier("ListOrgs"))
              .build();
        }
      }
    }
    return getListOrgsMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static UserServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<UserServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<UserServiceStub>() {
        @java.lang.Override
        public UserServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new UserServiceStub(channel, callOptions);
        }
      };
    return UserServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports all types of calls on the service
   */
  public static UserServiceBlockingV2Stub newBlockingV2Stub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<UserServiceBlockingV2Stub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<UserServiceBlockingV2Stub>() {
        @java.lang.Override
        public UserServiceBlockingV2Stub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new UserServiceBlockingV2Stub(channel, callOptions);
        }
      };
    return UserServiceBlockingV2Stub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static UserServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<UserServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<UserServiceBlockingStub>() {
        @java.lang.Override
        public UserServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new UserServiceBlockingStub(channel, callOptions);
        }
      };
    return UserServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static UserServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<UserServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<UserServiceFutureStub>() {
        @java.lang.Override
        public UserServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new UserServiceFutureStub(channel, callOptions);
        }
      };
    return UserServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * Organizations, tenants, users and their access keys.
   * Metadata of every call:
   * - `authorization: Bearer &lt;access key&gt;`: required, once.
   * - `x-waii-impersonate-user: &lt;user id&gt;`: optional, at most once, to act as another user.
   * - `x-request-id`: optional, names the call in logs; answered in the trailing metadata.
   * What the comments of all services mean:
   * - The actor is the user whose key it is. The caller, or subject, is the one as whom the call is made:
   *   whom the actor impersonates, else the actor.
   * - The scope is the caller's own organization; for a super-admin (who holds `write:org`) every
   *   organization. What lies outside the scope answers exactly like what does not exist.
   * - An access key may be limited to some of its user's permissions: what the caller holds, and who is a
   *   super-admin, means what the key of the call leaves.
   * - An error is a status code, and the name of an ErrorReason without its `ERROR_REASON_`.
   * Besides the errors that it lists, every method may answer these. They are checked in this order:
   * 1. RESOURCE_EXHAUSTED: OVERLOADED (too many calls at once).
   * 2. RESOURCE_EXHAUSTED: RATE_LIMIT_EXCEEDED (of failed attempts). UNAUTHENTICATED: ACCESS_KEY_INVALID.
   * 3. PERMISSION_DENIED: SUSPENDED, then API_USAGE_DENIED.
   * 4. RESOURCE_EXHAUSTED: RATE_LIMIT_EXCEEDED (of the key).
   * 5. Where somebody is impersonated, INVALID_ARGUMENT: METADATA_INVALID. PERMISSION_DENIED:
   *    IMPERSONATION_DENIED, IMPERSONATION_TARGET_NOT_FOUND, SUSPENDED, IMPERSONATION_CEILING_EXCEEDED.
   * 6. PERMISSION_DENIED: PERMISSION_MISSING.
   * 7. INVALID_ARGUMENT: REQUEST_MALFORMED, then FIELDS_INVALID.
   * 8. What the method lists: a `request_id` that was answered before, scope and existence, ceiling,
   *    `etag`, other state.
   * At any time, UNAVAILABLE: DATABASE_UNAVAILABLE (try again with back-off), ABORTED: CONFLICT (lost
   * races; try again), and with a reason that is called as the code is, INTERNAL (a bug of the server) and
   * DEADLINE_EXCEEDED (not begun, or not begun anew after a lost race, in time). A mutation that is
   * refused changes nothing.
   * A request has at most 4 MiB, unless the server is set otherwise. A larger one (RESOURCE_EXHAUSTED), a
   * method that is not there (UNIMPLEMENTED) and a call at the moment when the server stops (UNAVAILABLE,
   * CANCELLED) are refused by gRPC itself, before all else and without details. A call whose request does
   * not follow its headers within five seconds is CANCELLED.
   * </pre>
   */
  public interface AsyncService {

    /**
     * <pre>
     * Creates an access key for the caller; the answer holds it, and it alone.
     * Permission: `write:access_key`.
     * Target: the caller's own keys. The key of the call must hold all of `permissions`.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`name`, `expire_time`, `permissions`, `request_id`),
     *   REQUEST_ID_REUSED.
     * - PERMISSION_DENIED: PERMISSION_CEILING_EXCEEDED (`permissions` beyond those of the key of the call).
     * - ALREADY_EXISTS: ACCESS_KEY_ALREADY_EXISTS.
     * - RESOURCE_EXHAUSTED: ACCESS_KEY_LIMIT_EXCEEDED (the user has 100 keys).
     * Retry: with `request_id`, safe. Without it, not: after a lost answer delete the name and create it
     * again.
     * </pre>
     */
    default void createAccessKey(ai.waii.user.v1.CreateAccessKeyRequest request,
        io.grpc.stub.StreamObserver<ai.waii.user.v1.GetAccessKeyResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getCreateAccessKeyMethod(), responseObserver);
    }

    /**
     * <pre>
     * Lists all access keys of the caller, ordered by name.
     * Permission: none beyond `usage:api`.
     * Target: the caller's own keys.
     * Errors: none of its own.
     * Retry: safe.
     * </pre>
     */
    default void listAccessKeys(ai.waii.user.v1.GetAccessKeyRequest request,
        io.grpc.stub.StreamObserver<ai.waii.user.v1.GetAccessKeyResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListAccessKeysMethod(), responseObserver);
    }

    /**
     * <pre>
     * Deletes access keys of the caller by name, all or none; they are refused from the next call on.
     * Permission: `write:access_key`.
     * Target: the caller's own keys. A limited key deletes none that reaches further than itself.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`names`).
     * - PERMISSION_DENIED: PERMISSION_CEILING_EXCEEDED (a key with permissions that the key of the call
     *   lacks).
     * Retry: repeats harmlessly unless a key of the same name was created in between.
     * </pre>
     */
    default void deleteAccessKey(ai.waii.user.v1.DelAccessKeyRequest request,
        io.grpc.stub.StreamObserver<ai.waii.user.v1.DelAccessKeyResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getDeleteAccessKeyMethod(), responseObserver);
    }

    /**
     * <pre>
     * Answers who a user is: name, e-mail, roles, permissions.
     * Permission: none beyond `usage:api` for oneself; `read:user` for others.
     * Target: another user must be in scope.
     * Errors:
     * - PERMISSION_DENIED: PERMISSION_MISSING (about another user).
     * - INVALID_ARGUMENT: FIELDS_INVALID (`user_id`).
     * - NOT_FOUND: USER_NOT_FOUND.
     * Retry: safe.
     * </pre>
     */
    default void getUserInfo(ai.waii.user.v1.GetUserInfoRequest request,
        io.grpc.stub.StreamObserver<ai.waii.user.v1.GetUserInfoResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetUserInfoMethod(), responseObserver);
    }

    /**
     * <pre>
     * Sets and deletes keys of the caller's config in one transaction; answers the whole config.
     * Permission: none beyond `usage:api`.
     * Target: the caller's own config.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`updated`, `deleted`).
     * - RESOURCE_EXHAUSTED: CONFIG_LIMIT_EXCEEDED (over 1,000 keys or 1 MiB).
     * Retry: repeats harmlessly unless the same keys were changed in between.
     * </pre>
     */
    default void updateConfig(ai.waii.user.v1.UpdateConfigRequest request,
        io.grpc.stub.StreamObserver<ai.waii.user.v1.UpdateConfigResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getUpdateConfigMethod(), responseObserver);
    }

    /**
     * <pre>
     * Creates a user. Its tenant and organization must exist.
     * Permission: `write:user`.
     * Target: the tenant and the organization must be in scope, and the caller must hold every permission
     * of the roles that the user gets.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`user`, `request_id`; a tenant of another organization),
     *   REQUEST_ID_REUSED.
     * - NOT_FOUND: ORGANIZATION_NOT_FOUND, TENANT_NOT_FOUND.
     * - PERMISSION_DENIED: PERMISSION_CEILING_EXCEEDED (roles beyond one's own).
     * - ALREADY_EXISTS: USER_ALREADY_EXISTS.
     * Retry: with `request_id`, safe. Without it, after a lost answer ALREADY_EXISTS says that the first
     * one succeeded, or that another caller took the id.
     * </pre>
     */
    default void createUser(ai.waii.user.v1.CreateUserRequest request,
        io.grpc.stub.StreamObserver<ai.waii.user.v1.CommonResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getCreateUserMethod(), responseObserver);
    }

    /**
     * <pre>
     * Deletes a user with its access keys and config, in one transaction.
     * Permission: `write:user`.
     * Target: the user must be in scope, and the caller must hold every permission of the user's roles.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`id`).
     * - NOT_FOUND: USER_NOT_FOUND.
     * - PERMISSION_DENIED: PERMISSION_CEILING_EXCEEDED (a user with permissions beyond one's own).
     * - ABORTED: ETAG_MISMATCH.
     * - FAILED_PRECONDITION: LAST_SUPER_ADMIN.
     * Retry: after a lost answer, NOT_FOUND says that the first one succeeded.
     * </pre>
     */
    default void deleteUser(ai.waii.user.v1.DeleteUserRequest request,
        io.grpc.stub.StreamObserver<ai.waii.user.v1.CommonResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getDeleteUserMethod(), responseObserver);
    }

    /**
     * <pre>
     * Replaces the fields of a user that are present, or those that `update_mask` names.
     * Permission: `write:user`.
     * Target: the user, and the tenant and the organization that are named, must be in scope; the caller
     * must hold every permission of the roles that the user has, and of those that it gets.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`user`, `update_mask`; a tenant of another organization).
     * - NOT_FOUND: USER_NOT_FOUND, ORGANIZATION_NOT_FOUND, TENANT_NOT_FOUND.
     * - PERMISSION_DENIED: PERMISSION_CEILING_EXCEEDED (a user, or roles, with permissions beyond one's
     *   own).
     * - ABORTED: ETAG_MISMATCH.
     * - FAILED_PRECONDITION: LAST_SUPER_ADMIN (who would be demoted, or moved to where all are suspended).
     * Retry: repeats harmlessly unless the user was changed in between.
     * </pre>
     */
    default void updateUser(ai.waii.user.v1.UpdateUserRequest request,
        io.grpc.stub.StreamObserver<ai.waii.user.v1.CommonResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getUpdateUserMethod(), responseObserver);
    }

    /**
     * <pre>
     * Lists users, ordered by id, in pages.
     * Permission: `read:user`.
     * Target: the organization must be in scope. A tenant or a user that is not gives an empty list.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`lookup_org_id`, `lookup_tenant_id`, `lookup_user_id`,
     *   `page_size`, `page_token`).
     * - NOT_FOUND: ORGANIZATION_NOT_FOUND.
     * Retry: safe.
     * </pre>
     */
    default void listUsers(ai.waii.user.v1.ListUsersRequest request,
        io.grpc.stub.StreamObserver<ai.waii.user.v1.ListUsersResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListUsersMethod(), responseObserver);
    }

    /**
     * <pre>
     * Creates a tenant. Its organization must exist.
     * Permission: `write:tenant`.
     * Target: the organization must be in scope.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`tenant`, `request_id`), REQUEST_ID_REUSED.
     * - NOT_FOUND: ORGANIZATION_NOT_FOUND.
     * - ALREADY_EXISTS: TENANT_ALREADY_EXISTS.
     * Retry: with `request_id`, safe. Without it, after a lost answer ALREADY_EXISTS says that the first
     * one succeeded, or that another caller took the id.
     * </pre>
     */
    default void createTenant(ai.waii.user.v1.CreateTenantRequest request,
        io.grpc.stub.StreamObserver<ai.waii.user.v1.CommonResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getCreateTenantMethod(), responseObserver);
    }

    /**
     * <pre>
     * Replaces the fields of a tenant that are present, or those that `update_mask` names.
     * Permission: `write:tenant`.
     * Target: the tenant must be in scope.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`tenant`, `update_mask`; another organization than it has).
     * - NOT_FOUND: TENANT_NOT_FOUND, ORGANIZATION_NOT_FOUND.
     * - ABORTED: ETAG_MISMATCH.
     * Retry: repeats harmlessly unless the tenant was changed in between.
     * </pre>
     */
    default void updateTenant(ai.waii.user.v1.UpdateTenantRequest request,
        io.grpc.stub.StreamObserver<ai.waii.user.v1.CommonResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getUpdateTenantMethod(), responseObserver);
    }

    /**
     * <pre>
     * Deletes a tenant; with `force` also its users with their keys and configs, in one transaction.
     * Permission: `write:tenant`.
     * Target: the tenant must be in scope; with `force`, the caller must hold every permission of the roles
     * of its users.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`id`).
     * - NOT_FOUND: TENANT_NOT_FOUND.
     * - PERMISSION_DENIED: PERMISSION_CEILING_EXCEEDED (with `force`: a user in it with permissions beyond
     *   one's own).
     * - ABORTED: ETAG_MISMATCH.
     * - FAILED_PRECONDITION: TENANT_NOT_EMPTY (without `force`), LAST_SUPER_ADMIN (with `force`).
     * Retry: after a lost answer, NOT_FOUND says that the first one succeeded.
     * </pre>
     */
    default void deleteTenant(ai.waii.user.v1.DeleteTenantRequest request,
        io.grpc.stub.StreamObserver<ai.waii.user.v1.CommonResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getDeleteTenantMethod(), responseObserver);
    }

    /**
     * <pre>
     * Lists the tenants of an organization, ordered by id, in pages.
     * Permission: `read:tenant`.
     * Target: the organization must be in scope.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`lookup_org_id`, `page_size`, `page_token`).
     * - NOT_FOUND: ORGANIZATION_NOT_FOUND.
     * Retry: safe.
     * </pre>
     */
    default void listTenants(ai.waii.user.v1.ListTenantsRequest request,
        io.grpc.stub.StreamObserver<ai.waii.user.v1.ListTenantsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListTenantsMethod(), responseObserver);
    }

    /**
     * <pre>
     * Creates an organization.
     * Permission: `write:org`.
     * Target: none: who holds the permission creates any.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`organization`, `request_id`), REQUEST_ID_REUSED.
     * - ALREADY_EXISTS: ORGANIZATION_ALREADY_EXISTS.
     * Retry: with `request_id`, safe. Without it, after a lost answer ALREADY_EXISTS says that the first
     * one succeeded, or that another caller took the id.
     * </pre>
     */
    default void createOrg(ai.waii.user.v1.CreateOrganizationRequest request,
        io.grpc.stub.StreamObserver<ai.waii.user.v1.CommonResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getCreateOrgMethod(), responseObserver);
    }

    /**
     * <pre>
     * Replaces the fields of an organization that are present, or those that `update_mask` names.
     * Permission: `write:org`.
     * Target: the organization must exist: who holds the permission has all in scope.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`organization`, `update_mask`).
     * - NOT_FOUND: ORGANIZATION_NOT_FOUND.
     * - ABORTED: ETAG_MISMATCH.
     * Retry: repeats harmlessly unless the organization was changed in between.
     * </pre>
     */
    default void updateOrg(ai.waii.user.v1.UpdateOrganizationRequest request,
        io.grpc.stub.StreamObserver<ai.waii.user.v1.CommonResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getUpdateOrgMethod(), responseObserver);
    }

    /**
     * <pre>
     * Deletes an organization; with `force` also its tenants and users with their keys and configs, in
     * one transaction.
     * Permission: `write:org`.
     * Target: the organization must exist; with `force`, the caller must hold every permission of the roles
     * of its users, which a limited key may lack.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`id`).
     * - NOT_FOUND: ORGANIZATION_NOT_FOUND.
     * - PERMISSION_DENIED: PERMISSION_CEILING_EXCEEDED (with `force`: a user in it with permissions beyond
     *   one's own).
     * - ABORTED: ETAG_MISMATCH.
     * - FAILED_PRECONDITION: ORGANIZATION_NOT_EMPTY (without `force`), LAST_SUPER_ADMIN (with `force`).
     * Retry: after a lost answer, NOT_FOUND says that the first one succeeded.
     * </pre>
     */
    default void deleteOrg(ai.waii.user.v1.DeleteOrganizationRequest request,
        io.grpc.stub.StreamObserver<ai.waii.user.v1.CommonResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getDeleteOrgMethod(), responseObserver);
    }

    /**
     * <pre>
     * Lists organizations, ordered by id, in pages: all for a super-admin, else the caller's own.
     * Permission: `read:org`.
     * Target: none: what is not in scope is left out.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`page_size`, `page_token`).
     * Retry: safe.
     * </pre>
     */
    default void listOrgs(ai.waii.user.v1.ListOrganizationsRequest request,
        io.grpc.stub.StreamObserver<ai.waii.user.v1.ListOrganizationsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListOrgsMethod(), responseObserver);
    }
  }

  /**
   * Base class for the server implementation of the service UserService.
   * <pre>
   * Organizations, tenants, users and their access keys.
   * Metadata of every call:
   * - `authorization: Bearer &lt;access key&gt;`: required, once.
   * - `x-waii-impersonate-user: &lt;user id&gt;`: optional, at most once, to act as another user.
   * - `x-request-id`: optional, names the call in logs; answered in the trailing metadata.
   * What the comments of all services mean:
   * - The actor is the user whose key it is. The caller, or subject, is the one as whom the call is made:
   *   whom the actor impersonates, else the actor.
   * - The scope is the caller's own organization; for a super-admin (who holds `write:org`) every
   *   organization. What lies outside the scope answers exactly like what does not exist.
   * - An access key may be limited to some of its user's permissions: what the caller holds, and who is a
   *   super-admin, means what the key of the call leaves.
   * - An error is a status code, and the name of an ErrorReason without its `ERROR_REASON_`.
   * Besides the errors that it lists, every method may answer these. They are checked in this order:
   * 1. RESOURCE_EXHAUSTED: OVERLOADED (too many calls at once).
   * 2. RESOURCE_EXHAUSTED: RATE_LIMIT_EXCEEDED (of failed attempts). UNAUTHENTICATED: ACCESS_KEY_INVALID.
   * 3. PERMISSION_DENIED: SUSPENDED, then API_USAGE_DENIED.
   * 4. RESOURCE_EXHAUSTED: RATE_LIMIT_EXCEEDED (of the key).
   * 5. Where somebody is impersonated, INVALID_ARGUMENT: METADATA_INVALID. PERMISSION_DENIED:
   *    IMPERSONATION_DENIED, IMPERSONATION_TARGET_NOT_FOUND, SUSPENDED, IMPERSONATION_CEILING_EXCEEDED.
   * 6. PERMISSION_DENIED: PERMISSION_MISSING.
   * 7. INVALID_ARGUMENT: REQUEST_MALFORMED, then FIELDS_INVALID.
   * 8. What the method lists: a `request_id` that was answered before, scope and existence, ceiling,
   *    `etag`, other state.
   * At any time, UNAVAILABLE: DATABASE_UNAVAILABLE (try again with back-off), ABORTED: CONFLICT (lost
   * races; try again), and with a reason that is called as the code is, INTERNAL (a bug of the server) and
   * DEADLINE_EXCEEDED (not begun, or not begun anew after a lost race, in time). A mutation that is
   * refused changes nothing.
   * A request has at most 4 MiB, unless the server is set otherwise. A larger one (RESOURCE_EXHAUSTED), a
   * method that is not there (UNIMPLEMENTED) and a call at the moment when the server stops (UNAVAILABLE,
   * CANCELLED) are refused by gRPC itself, before all else and without details. A call whose request does
   * not follow its headers within five seconds is CANCELLED.
   * </pre>
   */
  public static abstract class UserServiceImplBase
      implements io.grpc.BindableService, AsyncService {

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return UserServiceGrpc.bindService(this);
    }
  }

  /**
   * A stub to allow clients to do asynchronous rpc calls to service UserService.
   * <pre>
   * Organizations, tenants, users and their access keys.
   * Metadata of every call:
   * - `authorization: Bearer &lt;access key&gt;`: required, once.
   * - `x-waii-impersonate-user: &lt;user id&gt;`: optional, at most once, to act as another user.
   * - `x-request-id`: optional, names the call in logs; answered in the trailing metadata.
   * What the comments of all services mean:
   * - The actor is the user whose key it is. The caller, or subject, is the one as whom the call is made:
   *   whom the actor impersonates, else the actor.
   * - The scope is the caller's own organization; for a super-admin (who holds `write:org`) every
   *   organization. What lies outside the scope answers exactly like what does not exist.
   * - An access key may be limited to some of its user's permissions: what the caller holds, and who is a
   *   super-admin, means what the key of the call leaves.
   * - An error is a status code, and the name of an ErrorReason without its `ERROR_REASON_`.
   * Besides the errors that it lists, every method may answer these. They are checked in this order:
   * 1. RESOURCE_EXHAUSTED: OVERLOADED (too many calls at once).
   * 2. RESOURCE_EXHAUSTED: RATE_LIMIT_EXCEEDED (of failed attempts). UNAUTHENTICATED: ACCESS_KEY_INVALID.
   * 3. PERMISSION_DENIED: SUSPENDED, then API_USAGE_DENIED.
   * 4. RESOURCE_EXHAUSTED: RATE_LIMIT_EXCEEDED (of the key).
   * 5. Where somebody is impersonated, INVALID_ARGUMENT: METADATA_INVALID. PERMISSION_DENIED:
   *    IMPERSONATION_DENIED, IMPERSONATION_TARGET_NOT_FOUND, SUSPENDED, IMPERSONATION_CEILING_EXCEEDED.
   * 6. PERMISSION_DENIED: PERMISSION_MISSING.
   * 7. INVALID_ARGUMENT: REQUEST_MALFORMED, then FIELDS_INVALID.
   * 8. What the method lists: a `request_id` that was answered before, scope and existence, ceiling,
   *    `etag`, other state.
   * At any time, UNAVAILABLE: DATABASE_UNAVAILABLE (try again with back-off), ABORTED: CONFLICT (lost
   * races; try again), and with a reason that is called as the code is, INTERNAL (a bug of the server) and
   * DEADLINE_EXCEEDED (not begun, or not begun anew after a lost race, in time). A mutation that is
   * refused changes nothing.
   * A request has at most 4 MiB, unless the server is set otherwise. A larger one (RESOURCE_EXHAUSTED), a
   * method that is not there (UNIMPLEMENTED) and a call at the moment when the server stops (UNAVAILABLE,
   * CANCELLED) are refused by gRPC itself, before all else and without details. A call whose request does
   * not follow its headers within five seconds is CANCELLED.
   * </pre>
   */
  public static final class UserServiceStub
      extends io.grpc.stub.AbstractAsyncStub<UserServiceStub> {
    private UserServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected UserServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new UserServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * Creates an access key for the caller; the answer holds it, and it alone.
     * Permission: `write:access_key`.
     * Target: the caller's own keys. The key of the call must hold all of `permissions`.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`name`, `expire_time`, `permissions`, `request_id`),
     *   REQUEST_ID_REUSED.
     * - PERMISSION_DENIED: PERMISSION_CEILING_EXCEEDED (`permissions` beyond those of the key of the call).
     * - ALREADY_EXISTS: ACCESS_KEY_ALREADY_EXISTS.
     * - RESOURCE_EXHAUSTED: ACCESS_KEY_LIMIT_EXCEEDED (the user has 100 keys).
     * Retry: with `request_id`, safe. Without it, not: after a lost answer delete the name and create it
     * again.
     * </pre>
     */
    public void createAccessKey(ai.waii.user.v1.CreateAccessKeyRequest request,
        io.grpc.stub.StreamObserver<ai.waii.user.v1.GetAccessKeyResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getCreateAccessKeyMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Lists all access keys of the caller, ordered by name.
     * Permission: none beyond `usage:api`.
     * Target: the caller's own keys.
     * Errors: none of its own.
     * Retry: safe.
     * </pre>
     */
    public void listAccessKeys(ai.waii.user.v1.GetAccessKeyRequest request,
        io.grpc.stub.StreamObserver<ai.waii.user.v1.GetAccessKeyResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListAccessKeysMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Deletes access keys of the caller by name, all or none; they are refused from the next call on.
     * Permission: `write:access_key`.
     * Target: the caller's own keys. A limited key deletes none that reaches further than itself.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`names`).
     * - PERMISSION_DENIED: PERMISSION_CEILING_EXCEEDED (a key with permissions that the key of the call
     *   lacks).
     * Retry: repeats harmlessly unless a key of the same name was created in between.
     * </pre>
     */
    public void deleteAccessKey(ai.waii.user.v1.DelAccessKeyRequest request,
        io.grpc.stub.StreamObserver<ai.waii.user.v1.DelAccessKeyResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getDeleteAccessKeyMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Answers who a user is: name, e-mail, roles, permissions.
     * Permission: none beyond `usage:api` for oneself; `read:user` for others.
     * Target: another user must be in scope.
     * Errors:
     * - PERMISSION_DENIED: PERMISSION_MISSING (about another user).
     * - INVALID_ARGUMENT: FIELDS_INVALID (`user_id`).
     * - NOT_FOUND: USER_NOT_FOUND.
     * Retry: safe.
     * </pre>
     */
    public void getUserInfo(ai.waii.user.v1.GetUserInfoRequest request,
        io.grpc.stub.StreamObserver<ai.waii.user.v1.GetUserInfoResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetUserInfoMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Sets and deletes keys of the caller's config in one transaction; answers the whole config.
     * Permission: none beyond `usage:api`.
     * Target: the caller's own config.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`updated`, `deleted`).
     * - RESOURCE_EXHAUSTED: CONFIG_LIMIT_EXCEEDED (over 1,000 keys or 1 MiB).
     * Retry: repeats harmlessly unless the same keys were changed in between.
     * </pre>
     */
    public void updateConfig(ai.waii.user.v1.UpdateConfigRequest request,
        io.grpc.stub.StreamObserver<ai.waii.user.v1.UpdateConfigResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getUpdateConfigMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Creates a user. Its tenant and organization must exist.
     * Permission: `write:user`.
     * Target: the tenant and the organization must be in scope, and the caller must hold every permission
     * of the roles that the user gets.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`user`, `request_id`; a tenant of another organization),
     *   REQUEST_ID_REUSED.
     * - NOT_FOUND: ORGANIZATION_NOT_FOUND, TENANT_NOT_FOUND.
     * - PERMISSION_DENIED: PERMISSION_CEILING_EXCEEDED (roles beyond one's own).
     * - ALREADY_EXISTS: USER_ALREADY_EXISTS.
     * Retry: with `request_id`, safe. Without it, after a lost answer ALREADY_EXISTS says that the first
     * one succeeded, or that another caller took the id.
     * </pre>
     */
    public void createUser(ai.waii.user.v1.CreateUserRequest request,
        io.grpc.stub.StreamObserver<ai.waii.user.v1.CommonResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getCreateUserMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Deletes a user with its access keys and config, in one transaction.
     * Permission: `write:user`.
     * Target: the user must be in scope, and the caller must hold every permission of the user's roles.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`id`).
     * - NOT_FOUND: USER_NOT_FOUND.
     * - PERMISSION_DENIED: PERMISSION_CEILING_EXCEEDED (a user with permissions beyond one's own).
     * - ABORTED: ETAG_MISMATCH.
     * - FAILED_PRECONDITION: LAST_SUPER_ADMIN.
     * Retry: after a lost answer, NOT_FOUND says that the first one succeeded.
     * </pre>
     */
    public void deleteUser(ai.waii.user.v1.DeleteUserRequest request,
        io.grpc.stub.StreamObserver<ai.waii.user.v1.CommonResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getDeleteUserMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Replaces the fields of a user that are present, or those that `update_mask` names.
     * Permission: `write:user`.
     * Target: the user, and the tenant and the organization that are named, must be in scope; the caller
     * must hold every permission of the roles that the user has, and of those that it gets.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`user`, `update_mask`; a tenant of another organization).
     * - NOT_FOUND: USER_NOT_FOUND, ORGANIZATION_NOT_FOUND, TENANT_NOT_FOUND.
     * - PERMISSION_DENIED: PERMISSION_CEILING_EXCEEDED (a user, or roles, with permissions beyond one's
     *   own).
     * - ABORTED: ETAG_MISMATCH.
     * - FAILED_PRECONDITION: LAST_SUPER_ADMIN (who would be demoted, or moved to where all are suspended).
     * Retry: repeats harmlessly unless the user was changed in between.
     * </pre>
     */
    public void updateUser(ai.waii.user.v1.UpdateUserRequest request,
        io.grpc.stub.StreamObserver<ai.waii.user.v1.CommonResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getUpdateUserMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Lists users, ordered by id, in pages.
     * Permission: `read:user`.
     * Target: the organization must be in scope. A tenant or a user that is not gives an empty list.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`lookup_org_id`, `lookup_tenant_id`, `lookup_user_id`,
     *   `page_size`, `page_token`).
     * - NOT_FOUND: ORGANIZATION_NOT_FOUND.
     * Retry: safe.
     * </pre>
     */
    public void listUsers(ai.waii.user.v1.ListUsersRequest request,
        io.grpc.stub.StreamObserver<ai.waii.user.v1.ListUsersResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListUsersMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Creates a tenant. Its organization must exist.
     * Permission: `write:tenant`.
     * Target: the organization must be in scope.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`tenant`, `request_id`), REQUEST_ID_REUSED.
     * - NOT_FOUND: ORGANIZATION_NOT_FOUND.
     * - ALREADY_EXISTS: TENANT_ALREADY_EXISTS.
     * Retry: with `request_id`, safe. Without it, after a lost answer ALREADY_EXISTS says that the first
     * one succeeded, or that another caller took the id.
     * </pre>
     */
    public void createTenant(ai.waii.user.v1.CreateTenantRequest request,
        io.grpc.stub.StreamObserver<ai.waii.user.v1.CommonResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getCreateTenantMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Replaces the fields of a tenant that are present, or those that `update_mask` names.
     * Permission: `write:tenant`.
     * Target: the tenant must be in scope.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`tenant`, `update_mask`; another organization than it has).
     * - NOT_FOUND: TENANT_NOT_FOUND, ORGANIZATION_NOT_FOUND.
     * - ABORTED: ETAG_MISMATCH.
     * Retry: repeats harmlessly unless the tenant was changed in between.
     * </pre>
     */
    public void updateTenant(ai.waii.user.v1.UpdateTenantRequest request,
        io.grpc.stub.StreamObserver<ai.waii.user.v1.CommonResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getUpdateTenantMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Deletes a tenant; with `force` also its users with their keys and configs, in one transaction.
     * Permission: `write:tenant`.
     * Target: the tenant must be in scope; with `force`, the caller must hold every permission of the roles
     * of its users.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`id`).
     * - NOT_FOUND: TENANT_NOT_FOUND.
     * - PERMISSION_DENIED: PERMISSION_CEILING_EXCEEDED (with `force`: a user in it with permissions beyond
     *   one's own).
     * - ABORTED: ETAG_MISMATCH.
     * - FAILED_PRECONDITION: TENANT_NOT_EMPTY (without `force`), LAST_SUPER_ADMIN (with `force`).
     * Retry: after a lost answer, NOT_FOUND says that the first one succeeded.
     * </pre>
     */
    public void deleteTenant(ai.waii.user.v1.DeleteTenantRequest request,
        io.grpc.stub.StreamObserver<ai.waii.user.v1.CommonResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getDeleteTenantMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Lists the tenants of an organization, ordered by id, in pages.
     * Permission: `read:tenant`.
     * Target: the organization must be in scope.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`lookup_org_id`, `page_size`, `page_token`).
     * - NOT_FOUND: ORGANIZATION_NOT_FOUND.
     * Retry: safe.
     * </pre>
     */
    public void listTenants(ai.waii.user.v1.ListTenantsRequest request,
        io.grpc.stub.StreamObserver<ai.waii.user.v1.ListTenantsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListTenantsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Creates an organization.
     * Permission: `write:org`.
     * Target: none: who holds the permission creates any.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`organization`, `request_id`), REQUEST_ID_REUSED.
     * - ALREADY_EXISTS: ORGANIZATION_ALREADY_EXISTS.
     * Retry: with `request_id`, safe. Without it, after a lost answer ALREADY_EXISTS says that the first
     * one succeeded, or that another caller took the id.
     * </pre>
     */
    public void createOrg(ai.waii.user.v1.CreateOrganizationRequest request,
        io.grpc.stub.StreamObserver<ai.waii.user.v1.CommonResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getCreateOrgMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Replaces the fields of an organization that are present, or those that `update_mask` names.
     * Permission: `write:org`.
     * Target: the organization must exist: who holds the permission has all in scope.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`organization`, `update_mask`).
     * - NOT_FOUND: ORGANIZATION_NOT_FOUND.
     * - ABORTED: ETAG_MISMATCH.
     * Retry: repeats harmlessly unless the organization was changed in between.
     * </pre>
     */
    public void updateOrg(ai.waii.user.v1.UpdateOrganizationRequest request,
        io.grpc.stub.StreamObserver<ai.waii.user.v1.CommonResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getUpdateOrgMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Deletes an organization; with `force` also its tenants and users with their keys and configs, in
     * one transaction.
     * Permission: `write:org`.
     * Target: the organization must exist; with `force`, the caller must hold every permission of the roles
     * of its users, which a limited key may lack.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`id`).
     * - NOT_FOUND: ORGANIZATION_NOT_FOUND.
     * - PERMISSION_DENIED: PERMISSION_CEILING_EXCEEDED (with `force`: a user in it with permissions beyond
     *   one's own).
     * - ABORTED: ETAG_MISMATCH.
     * - FAILED_PRECONDITION: ORGANIZATION_NOT_EMPTY (without `force`), LAST_SUPER_ADMIN (with `force`).
     * Retry: after a lost answer, NOT_FOUND says that the first one succeeded.
     * </pre>
     */
    public void deleteOrg(ai.waii.user.v1.DeleteOrganizationRequest request,
        io.grpc.stub.StreamObserver<ai.waii.user.v1.CommonResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getDeleteOrgMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Lists organizations, ordered by id, in pages: all for a super-admin, else the caller's own.
     * Permission: `read:org`.
     * Target: none: what is not in scope is left out.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`page_size`, `page_token`).
     * Retry: safe.
     * </pre>
     */
    public void listOrgs(ai.waii.user.v1.ListOrganizationsRequest request,
        io.grpc.stub.StreamObserver<ai.waii.user.v1.ListOrganizationsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListOrgsMethod(), getCallOptions()), request, responseObserver);
    }
  }

  /**
   * A stub to allow clients to do synchronous rpc calls to service UserService.
   * <pre>
   * Organizations, tenants, users and their access keys.
   * Metadata of every call:
   * - `authorization: Bearer &lt;access key&gt;`: required, once.
   * - `x-waii-impersonate-user: &lt;user id&gt;`: optional, at most once, to act as another user.
   * - `x-request-id`: optional, names the call in logs; answered in the trailing metadata.
   * What the comments of all services mean:
   * - The actor is the user whose key it is. The caller, or subject, is the one as whom the call is made:
   *   whom the actor impersonates, else the actor.
   * - The scope is the caller's own organization; for a super-admin (who holds `write:org`) every
   *   organization. What lies outside the scope answers exactly like what does not exist.
   * - An access key may be limited to some of its user's permissions: what the caller holds, and who is a
   *   super-admin, means what the key of the call leaves.
   * - An error is a status code, and the name of an ErrorReason without its `ERROR_REASON_`.
   * Besides the errors that it lists, every method may answer these. They are checked in this order:
   * 1. RESOURCE_EXHAUSTED: OVERLOADED (too many calls at once).
   * 2. RESOURCE_EXHAUSTED: RATE_LIMIT_EXCEEDED (of failed attempts). UNAUTHENTICATED: ACCESS_KEY_INVALID.
   * 3. PERMISSION_DENIED: SUSPENDED, then API_USAGE_DENIED.
   * 4. RESOURCE_EXHAUSTED: RATE_LIMIT_EXCEEDED (of the key).
   * 5. Where somebody is impersonated, INVALID_ARGUMENT: METADATA_INVALID. PERMISSION_DENIED:
   *    IMPERSONATION_DENIED, IMPERSONATION_TARGET_NOT_FOUND, SUSPENDED, IMPERSONATION_CEILING_EXCEEDED.
   * 6. PERMISSION_DENIED: PERMISSION_MISSING.
   * 7. INVALID_ARGUMENT: REQUEST_MALFORMED, then FIELDS_INVALID.
   * 8. What the method lists: a `request_id` that was answered before, scope and existence, ceiling,
   *    `etag`, other state.
   * At any time, UNAVAILABLE: DATABASE_UNAVAILABLE (try again with back-off), ABORTED: CONFLICT (lost
   * races; try again), and with a reason that is called as the code is, INTERNAL (a bug of the server) and
   * DEADLINE_EXCEEDED (not begun, or not begun anew after a lost race, in time). A mutation that is
   * refused changes nothing.
   * A request has at most 4 MiB, unless the server is set otherwise. A larger one (RESOURCE_EXHAUSTED), a
   * method that is not there (UNIMPLEMENTED) and a call at the moment when the server stops (UNAVAILABLE,
   * CANCELLED) are refused by gRPC itself, before all else and without details. A call whose request does
   * not follow its headers within five seconds is CANCELLED.
   * </pre>
   */
  public static final class UserServiceBlockingV2Stub
      extends io.grpc.stub.AbstractBlockingStub<UserServiceBlockingV2Stub> {
    private UserServiceBlockingV2Stub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected UserServiceBlockingV2Stub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new UserServiceBlockingV2Stub(channel, callOptions);
    }

    /**
     * <pre>
     * Creates an access key for the caller; the answer holds it, and it alone.
     * Permission: `write:access_key`.
     * Target: the caller's own keys. The key of the call must hold all of `permissions`.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`name`, `expire_time`, `permissions`, `request_id`),
     *   REQUEST_ID_REUSED.
     * - PERMISSION_DENIED: PERMISSION_CEILING_EXCEEDED (`permissions` beyond those of the key of the call).
     * - ALREADY_EXISTS: ACCESS_KEY_ALREADY_EXISTS.
     * - RESOURCE_EXHAUSTED: ACCESS_KEY_LIMIT_EXCEEDED (the user has 100 keys).
     * Retry: with `request_id`, safe. Without it, not: after a lost answer delete the name and create it
     * again.
     * </pre>
     */
    public ai.waii.user.v1.GetAccessKeyResponse createAccessKey(ai.waii.user.v1.CreateAccessKeyRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getCreateAccessKeyMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Lists all access keys of the caller, ordered by name.
     * Permission: none beyond `usage:api`.
     * Target: the caller's own keys.
     * Errors: none of its own.
     * Retry: safe.
     * </pre>
     */
    public ai.waii.user.v1.GetAccessKeyResponse listAccessKeys(ai.waii.user.v1.GetAccessKeyRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getListAccessKeysMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Deletes access keys of the caller by name, all or none; they are refused from the next call on.
     * Permission: `write:access_key`.
     * Target: the caller's own keys. A limited key deletes none that reaches further than itself.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`names`).
     * - PERMISSION_DENIED: PERMISSION_CEILING_EXCEEDED (a key with permissions that the key of the call
     *   lacks).
     * Retry: repeats harmlessly unless a key of the same name was created in between.
     * </pre>
     */
    public ai.waii.user.v1.DelAccessKeyResponse deleteAccessKey(ai.waii.user.v1.DelAccessKeyRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getDeleteAccessKeyMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Answers who a user is: name, e-mail, roles, permissions.
     * Permission: none beyond `usage:api` for oneself; `read:user` for others.
     * Target: another user must be in scope.
     * Errors:
     * - PERMISSION_DENIED: PERMISSION_MISSING (about another user).
     * - INVALID_ARGUMENT: FIELDS_INVALID (`user_id`).
     * - NOT_FOUND: USER_NOT_FOUND.
     * Retry: safe.
     * </pre>
     */
    public ai.waii.user.v1.GetUserInfoResponse getUserInfo(ai.waii.user.v1.GetUserInfoRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetUserInfoMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Sets and deletes keys of the caller's config in one transaction; answers the whole config.
     * Permission: none beyond `usage:api`.
     * Target: the caller's own config.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`updated`, `deleted`).
     * - RESOURCE_EXHAUSTED: CONFIG_LIMIT_EXCEEDED (over 1,000 keys or 1 MiB).
     * Retry: repeats harmlessly unless the same keys were changed in between.
     * </pre>
     */
    public ai.waii.user.v1.UpdateConfigResponse updateConfig(ai.waii.user.v1.UpdateConfigRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getUpdateConfigMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Creates a user. Its tenant and organization must exist.
     * Permission: `write:user`.
     * Target: the tenant and the organization must be in scope, and the caller must hold every permission
     * of the roles that the user gets.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`user`, `request_id`; a tenant of another organization),
     *   REQUEST_ID_REUSED.
     * - NOT_FOUND: ORGANIZATION_NOT_FOUND, TENANT_NOT_FOUND.
     * - PERMISSION_DENIED: PERMISSION_CEILING_EXCEEDED (roles beyond one's own).
     * - ALREADY_EXISTS: USER_ALREADY_EXISTS.
     * Retry: with `request_id`, safe. Without it, after a lost answer ALREADY_EXISTS says that the first
     * one succeeded, or that another caller took the id.
     * </pre>
     */
    public ai.waii.user.v1.CommonResponse createUser(ai.waii.user.v1.CreateUserRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getCreateUserMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Deletes a user with its access keys and config, in one transaction.
     * Permission: `write:user`.
     * Target: the user must be in scope, and the caller must hold every permission of the user's roles.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`id`).
     * - NOT_FOUND: USER_NOT_FOUND.
     * - PERMISSION_DENIED: PERMISSION_CEILING_EXCEEDED (a user with permissions beyond one's own).
     * - ABORTED: ETAG_MISMATCH.
     * - FAILED_PRECONDITION: LAST_SUPER_ADMIN.
     * Retry: after a lost answer, NOT_FOUND says that the first one succeeded.
     * </pre>
     */
    public ai.waii.user.v1.CommonResponse deleteUser(ai.waii.user.v1.DeleteUserRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getDeleteUserMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Replaces the fields of a user that are present, or those that `update_mask` names.
     * Permission: `write:user`.
     * Target: the user, and the tenant and the organization that are named, must be in scope; the caller
     * must hold every permission of the roles that the user has, and of those that it gets.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`user`, `update_mask`; a tenant of another organization).
     * - NOT_FOUND: USER_NOT_FOUND, ORGANIZATION_NOT_FOUND, TENANT_NOT_FOUND.
     * - PERMISSION_DENIED: PERMISSION_CEILING_EXCEEDED (a user, or roles, with permissions beyond one's
     *   own).
     * - ABORTED: ETAG_MISMATCH.
     * - FAILED_PRECONDITION: LAST_SUPER_ADMIN (who would be demoted, or moved to where all are suspended).
     * Retry: repeats harmlessly unless the user was changed in between.
     * </pre>
     */
    public ai.waii.user.v1.CommonResponse updateUser(ai.waii.user.v1.UpdateUserRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getUpdateUserMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Lists users, ordered by id, in pages.
     * Permission: `read:user`.
     * Target: the organization must be in scope. A tenant or a user that is not gives an empty list.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`lookup_org_id`, `lookup_tenant_id`, `lookup_user_id`,
     *   `page_size`, `page_token`).
     * - NOT_FOUND: ORGANIZATION_NOT_FOUND.
     * Retry: safe.
     * </pre>
     */
    public ai.waii.user.v1.ListUsersResponse listUsers(ai.waii.user.v1.ListUsersRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getListUsersMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Creates a tenant. Its organization must exist.
     * Permission: `write:tenant`.
     * Target: the organization must be in scope.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`tenant`, `request_id`), REQUEST_ID_REUSED.
     * - NOT_FOUND: ORGANIZATION_NOT_FOUND.
     * - ALREADY_EXISTS: TENANT_ALREADY_EXISTS.
     * Retry: with `request_id`, safe. Without it, after a lost answer ALREADY_EXISTS says that the first
     * one succeeded, or that another caller took the id.
     * </pre>
     */
    public ai.waii.user.v1.CommonResponse createTenant(ai.waii.user.v1.CreateTenantRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getCreateTenantMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Replaces the fields of a tenant that are present, or those that `update_mask` names.
     * Permission: `write:tenant`.
     * Target: the tenant must be in scope.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`tenant`, `update_mask`; another organization than it has).
     * - NOT_FOUND: TENANT_NOT_FOUND, ORGANIZATION_NOT_FOUND.
     * - ABORTED: ETAG_MISMATCH.
     * Retry: repeats harmlessly unless the tenant was changed in between.
     * </pre>
     */
    public ai.waii.user.v1.CommonResponse updateTenant(ai.waii.user.v1.UpdateTenantRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getUpdateTenantMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Deletes a tenant; with `force` also its users with their keys and configs, in one transaction.
     * Permission: `write:tenant`.
     * Target: the tenant must be in scope; with `force`, the caller must hold every permission of the roles
     * of its users.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`id`).
     * - NOT_FOUND: TENANT_NOT_FOUND.
     * - PERMISSION_DENIED: PERMISSION_CEILING_EXCEEDED (with `force`: a user in it with permissions beyond
     *   one's own).
     * - ABORTED: ETAG_MISMATCH.
     * - FAILED_PRECONDITION: TENANT_NOT_EMPTY (without `force`), LAST_SUPER_ADMIN (with `force`).
     * Retry: after a lost answer, NOT_FOUND says that the first one succeeded.
     * </pre>
     */
    public ai.waii.user.v1.CommonResponse deleteTenant(ai.waii.user.v1.DeleteTenantRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getDeleteTenantMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Lists the tenants of an organization, ordered by id, in pages.
     * Permission: `read:tenant`.
     * Target: the organization must be in scope.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`lookup_org_id`, `page_size`, `page_token`).
     * - NOT_FOUND: ORGANIZATION_NOT_FOUND.
     * Retry: safe.
     * </pre>
     */
    public ai.waii.user.v1.ListTenantsResponse listTenants(ai.waii.user.v1.ListTenantsRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getListTenantsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Creates an organization.
     * Permission: `write:org`.
     * Target: none: who holds the permission creates any.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`organization`, `request_id`), REQUEST_ID_REUSED.
     * - ALREADY_EXISTS: ORGANIZATION_ALREADY_EXISTS.
     * Retry: with `request_id`, safe. Without it, after a lost answer ALREADY_EXISTS says that the first
     * one succeeded, or that another caller took the id.
     * </pre>
     */
    public ai.waii.user.v1.CommonResponse createOrg(ai.waii.user.v1.CreateOrganizationRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getCreateOrgMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Replaces the fields of an organization that are present, or those that `update_mask` names.
     * Permission: `write:org`.
     * Target: the organization must exist: who holds the permission has all in scope.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`organization`, `update_mask`).
     * - NOT_FOUND: ORGANIZATION_NOT_FOUND.
     * - ABORTED: ETAG_MISMATCH.
     * Retry: repeats harmlessly unless the organization was changed in between.
     * </pre>
     */
    public ai.waii.user.v1.CommonResponse updateOrg(ai.waii.user.v1.UpdateOrganizationRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getUpdateOrgMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Deletes an organization; with `force` also its tenants and users with their keys and configs, in
     * one transaction.
     * Permission: `write:org`.
     * Target: the organization must exist; with `force`, the caller must hold every permission of the roles
     * of its users, which a limited key may lack.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`id`).
     * - NOT_FOUND: ORGANIZATION_NOT_FOUND.
     * - PERMISSION_DENIED: PERMISSION_CEILING_EXCEEDED (with `force`: a user in it with permissions beyond
     *   one's own).
     * - ABORTED: ETAG_MISMATCH.
     * - FAILED_PRECONDITION: ORGANIZATION_NOT_EMPTY (without `force`), LAST_SUPER_ADMIN (with `force`).
     * Retry: after a lost answer, NOT_FOUND says that the first one succeeded.
     * </pre>
     */
    public ai.waii.user.v1.CommonResponse deleteOrg(ai.waii.user.v1.DeleteOrganizationRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getDeleteOrgMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Lists organizations, ordered by id, in pages: all for a super-admin, else the caller's own.
     * Permission: `read:org`.
     * Target: none: what is not in scope is left out.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`page_size`, `page_token`).
     * Retry: safe.
     * </pre>
     */
    public ai.waii.user.v1.ListOrganizationsResponse listOrgs(ai.waii.user.v1.ListOrganizationsRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getListOrgsMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do limited synchronous rpc calls to service UserService.
   * <pre>
   * Organizations, tenants, users and their access keys.
   * Metadata of every call:
   * - `authorization: Bearer &lt;access key&gt;`: required, once.
   * - `x-waii-impersonate-user: &lt;user id&gt;`: optional, at most once, to act as another user.
   * - `x-request-id`: optional, names the call in logs; answered in the trailing metadata.
   * What the comments of all services mean:
   * - The actor is the user whose key it is. The caller, or subject, is the one as whom the call is made:
   *   whom the actor impersonates, else the actor.
   * - The scope is the caller's own organization; for a super-admin (who holds `write:org`) every
   *   organization. What lies outside the scope answers exactly like what does not exist.
   * - An access key may be limited to some of its user's permissions: what the caller holds, and who is a
   *   super-admin, means what the key of the call leaves.
   * - An error is a status code, and the name of an ErrorReason without its `ERROR_REASON_`.
   * Besides the errors that it lists, every method may answer these. They are checked in this order:
   * 1. RESOURCE_EXHAUSTED: OVERLOADED (too many calls at once).
   * 2. RESOURCE_EXHAUSTED: RATE_LIMIT_EXCEEDED (of failed attempts). UNAUTHENTICATED: ACCESS_KEY_INVALID.
   * 3. PERMISSION_DENIED: SUSPENDED, then API_USAGE_DENIED.
   * 4. RESOURCE_EXHAUSTED: RATE_LIMIT_EXCEEDED (of the key).
   * 5. Where somebody is impersonated, INVALID_ARGUMENT: METADATA_INVALID. PERMISSION_DENIED:
   *    IMPERSONATION_DENIED, IMPERSONATION_TARGET_NOT_FOUND, SUSPENDED, IMPERSONATION_CEILING_EXCEEDED.
   * 6. PERMISSION_DENIED: PERMISSION_MISSING.
   * 7. INVALID_ARGUMENT: REQUEST_MALFORMED, then FIELDS_INVALID.
   * 8. What the method lists: a `request_id` that was answered before, scope and existence, ceiling,
   *    `etag`, other state.
   * At any time, UNAVAILABLE: DATABASE_UNAVAILABLE (try again with back-off), ABORTED: CONFLICT (lost
   * races; try again), and with a reason that is called as the code is, INTERNAL (a bug of the server) and
   * DEADLINE_EXCEEDED (not begun, or not begun anew after a lost race, in time). A mutation that is
   * refused changes nothing.
   * A request has at most 4 MiB, unless the server is set otherwise. A larger one (RESOURCE_EXHAUSTED), a
   * method that is not there (UNIMPLEMENTED) and a call at the moment when the server stops (UNAVAILABLE,
   * CANCELLED) are refused by gRPC itself, before all else and without details. A call whose request does
   * not follow its headers within five seconds is CANCELLED.
   * </pre>
   */
  public static final class UserServiceBlockingStub
      extends io.grpc.stub.AbstractBlockingStub<UserServiceBlockingStub> {
    private UserServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected UserServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new UserServiceBlockingStub(channel, callOptions);
    }

    /**
     * <pre>
     * Creates an access key for the caller; the answer holds it, and it alone.
     * Permission: `write:access_key`.
     * Target: the caller's own keys. The key of the call must hold all of `permissions`.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`name`, `expire_time`, `permissions`, `request_id`),
     *   REQUEST_ID_REUSED.
     * - PERMISSION_DENIED: PERMISSION_CEILING_EXCEEDED (`permissions` beyond those of the key of the call).
     * - ALREADY_EXISTS: ACCESS_KEY_ALREADY_EXISTS.
     * - RESOURCE_EXHAUSTED: ACCESS_KEY_LIMIT_EXCEEDED (the user has 100 keys).
     * Retry: with `request_id`, safe. Without it, not: after a lost answer delete the name and create it
     * again.
     * </pre>
     */
    public ai.waii.user.v1.GetAccessKeyResponse createAccessKey(ai.waii.user.v1.CreateAccessKeyRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getCreateAccessKeyMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Lists all access keys of the caller, ordered by name.
     * Permission: none beyond `usage:api`.
     * Target: the caller's own keys.
     * Errors: none of its own.
     * Retry: safe.
     * </pre>
     */
    public ai.waii.user.v1.GetAccessKeyResponse listAccessKeys(ai.waii.user.v1.GetAccessKeyRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListAccessKeysMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Deletes access keys of the caller by name, all or none; they are refused from the next call on.
     * Permission: `write:access_key`.
     * Target: the caller's own keys. A limited key deletes none that reaches further than itself.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`names`).
     * - PERMISSION_DENIED: PERMISSION_CEILING_EXCEEDED (a key with permissions that the key of the call
     *   lacks).
     * Retry: repeats harmlessly unless a key of the same name was created in between.
     * </pre>
     */
    public ai.waii.user.v1.DelAccessKeyResponse deleteAccessKey(ai.waii.user.v1.DelAccessKeyRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getDeleteAccessKeyMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Answers who a user is: name, e-mail, roles, permissions.
     * Permission: none beyond `usage:api` for oneself; `read:user` for others.
     * Target: another user must be in scope.
     * Errors:
     * - PERMISSION_DENIED: PERMISSION_MISSING (about another user).
     * - INVALID_ARGUMENT: FIELDS_INVALID (`user_id`).
     * - NOT_FOUND: USER_NOT_FOUND.
     * Retry: safe.
     * </pre>
     */
    public ai.waii.user.v1.GetUserInfoResponse getUserInfo(ai.waii.user.v1.GetUserInfoRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetUserInfoMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Sets and deletes keys of the caller's config in one transaction; answers the whole config.
     * Permission: none beyond `usage:api`.
     * Target: the caller's own config.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`updated`, `deleted`).
     * - RESOURCE_EXHAUSTED: CONFIG_LIMIT_EXCEEDED (over 1,000 keys or 1 MiB).
     * Retry: repeats harmlessly unless the same keys were changed in between.
     * </pre>
     */
    public ai.waii.user.v1.UpdateConfigResponse updateConfig(ai.waii.user.v1.UpdateConfigRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getUpdateConfigMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Creates a user. Its tenant and organization must exist.
     * Permission: `write:user`.
     * Target: the tenant and the organization must be in scope, and the caller must hold every permission
     * of the roles that the user gets.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`user`, `request_id`; a tenant of another organization),
     *   REQUEST_ID_REUSED.
     * - NOT_FOUND: ORGANIZATION_NOT_FOUND, TENANT_NOT_FOUND.
     * - PERMISSION_DENIED: PERMISSION_CEILING_EXCEEDED (roles beyond one's own).
     * - ALREADY_EXISTS: USER_ALREADY_EXISTS.
     * Retry: with `request_id`, safe. Without it, after a lost answer ALREADY_EXISTS says that the first
     * one succeeded, or that another caller took the id.
     * </pre>
     */
    public ai.waii.user.v1.CommonResponse createUser(ai.waii.user.v1.CreateUserRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getCreateUserMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Deletes a user with its access keys and config, in one transaction.
     * Permission: `write:user`.
     * Target: the user must be in scope, and the caller must hold every permission of the user's roles.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`id`).
     * - NOT_FOUND: USER_NOT_FOUND.
     * - PERMISSION_DENIED: PERMISSION_CEILING_EXCEEDED (a user with permissions beyond one's own).
     * - ABORTED: ETAG_MISMATCH.
     * - FAILED_PRECONDITION: LAST_SUPER_ADMIN.
     * Retry: after a lost answer, NOT_FOUND says that the first one succeeded.
     * </pre>
     */
    public ai.waii.user.v1.CommonResponse deleteUser(ai.waii.user.v1.DeleteUserRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getDeleteUserMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Replaces the fields of a user that are present, or those that `update_mask` names.
     * Permission: `write:user`.
     * Target: the user, and the tenant and the organization that are named, must be in scope; the caller
     * must hold every permission of the roles that the user has, and of those that it gets.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`user`, `update_mask`; a tenant of another organization).
     * - NOT_FOUND: USER_NOT_FOUND, ORGANIZATION_NOT_FOUND, TENANT_NOT_FOUND.
     * - PERMISSION_DENIED: PERMISSION_CEILING_EXCEEDED (a user, or roles, with permissions beyond one's
     *   own).
     * - ABORTED: ETAG_MISMATCH.
     * - FAILED_PRECONDITION: LAST_SUPER_ADMIN (who would be demoted, or moved to where all are suspended).
     * Retry: repeats harmlessly unless the user was changed in between.
     * </pre>
     */
    public ai.waii.user.v1.CommonResponse updateUser(ai.waii.user.v1.UpdateUserRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getUpdateUserMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Lists users, ordered by id, in pages.
     * Permission: `read:user`.
     * Target: the organization must be in scope. A tenant or a user that is not gives an empty list.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`lookup_org_id`, `lookup_tenant_id`, `lookup_user_id`,
     *   `page_size`, `page_token`).
     * - NOT_FOUND: ORGANIZATION_NOT_FOUND.
     * Retry: safe.
     * </pre>
     */
    public ai.waii.user.v1.ListUsersResponse listUsers(ai.waii.user.v1.ListUsersRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListUsersMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Creates a tenant. Its organization must exist.
     * Permission: `write:tenant`.
     * Target: the organization must be in scope.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`tenant`, `request_id`), REQUEST_ID_REUSED.
     * - NOT_FOUND: ORGANIZATION_NOT_FOUND.
     * - ALREADY_EXISTS: TENANT_ALREADY_EXISTS.
     * Retry: with `request_id`, safe. Without it, after a lost answer ALREADY_EXISTS says that the first
     * one succeeded, or that another caller took the id.
     * </pre>
     */
    public ai.waii.user.v1.CommonResponse createTenant(ai.waii.user.v1.CreateTenantRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getCreateTenantMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Replaces the fields of a tenant that are present, or those that `update_mask` names.
     * Permission: `write:tenant`.
     * Target: the tenant must be in scope.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`tenant`, `update_mask`; another organization than it has).
     * - NOT_FOUND: TENANT_NOT_FOUND, ORGANIZATION_NOT_FOUND.
     * - ABORTED: ETAG_MISMATCH.
     * Retry: repeats harmlessly unless the tenant was changed in between.
     * </pre>
     */
    public ai.waii.user.v1.CommonResponse updateTenant(ai.waii.user.v1.UpdateTenantRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getUpdateTenantMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Deletes a tenant; with `force` also its users with their keys and configs, in one transaction.
     * Permission: `write:tenant`.
     * Target: the tenant must be in scope; with `force`, the caller must hold every permission of the roles
     * of its users.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`id`).
     * - NOT_FOUND: TENANT_NOT_FOUND.
     * - PERMISSION_DENIED: PERMISSION_CEILING_EXCEEDED (with `force`: a user in it with permissions beyond
     *   one's own).
     * - ABORTED: ETAG_MISMATCH.
     * - FAILED_PRECONDITION: TENANT_NOT_EMPTY (without `force`), LAST_SUPER_ADMIN (with `force`).
     * Retry: after a lost answer, NOT_FOUND says that the first one succeeded.
     * </pre>
     */
    public ai.waii.user.v1.CommonResponse deleteTenant(ai.waii.user.v1.DeleteTenantRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getDeleteTenantMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Lists the tenants of an organization, ordered by id, in pages.
     * Permission: `read:tenant`.
     * Target: the organization must be in scope.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`lookup_org_id`, `page_size`, `page_token`).
     * - NOT_FOUND: ORGANIZATION_NOT_FOUND.
     * Retry: safe.
     * </pre>
     */
    public ai.waii.user.v1.ListTenantsResponse listTenants(ai.waii.user.v1.ListTenantsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListTenantsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Creates an organization.
     * Permission: `write:org`.
     * Target: none: who holds the permission creates any.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`organization`, `request_id`), REQUEST_ID_REUSED.
     * - ALREADY_EXISTS: ORGANIZATION_ALREADY_EXISTS.
     * Retry: with `request_id`, safe. Without it, after a lost answer ALREADY_EXISTS says that the first
     * one succeeded, or that another caller took the id.
     * </pre>
     */
    public ai.waii.user.v1.CommonResponse createOrg(ai.waii.user.v1.CreateOrganizationRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getCreateOrgMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Replaces the fields of an organization that are present, or those that `update_mask` names.
     * Permission: `write:org`.
     * Target: the organization must exist: who holds the permission has all in scope.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`organization`, `update_mask`).
     * - NOT_FOUND: ORGANIZATION_NOT_FOUND.
     * - ABORTED: ETAG_MISMATCH.
     * Retry: repeats harmlessly unless the organization was changed in between.
     * </pre>
     */
    public ai.waii.user.v1.CommonResponse updateOrg(ai.waii.user.v1.UpdateOrganizationRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getUpdateOrgMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Deletes an organization; with `force` also its tenants and users with their keys and configs, in
     * one transaction.
     * Permission: `write:org`.
     * Target: the organization must exist; with `force`, the caller must hold every permission of the roles
     * of its users, which a limited key may lack.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`id`).
     * - NOT_FOUND: ORGANIZATION_NOT_FOUND.
     * - PERMISSION_DENIED: PERMISSION_CEILING_EXCEEDED (with `force`: a user in it with permissions beyond
     *   one's own).
     * - ABORTED: ETAG_MISMATCH.
     * - FAILED_PRECONDITION: ORGANIZATION_NOT_EMPTY (without `force`), LAST_SUPER_ADMIN (with `force`).
     * Retry: after a lost answer, NOT_FOUND says that the first one succeeded.
     * </pre>
     */
    public ai.waii.user.v1.CommonResponse deleteOrg(ai.waii.user.v1.DeleteOrganizationRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getDeleteOrgMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Lists organizations, ordered by id, in pages: all for a super-admin, else the caller's own.
     * Permission: `read:org`.
     * Target: none: what is not in scope is left out.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`page_size`, `page_token`).
     * Retry: safe.
     * </pre>
     */
    public ai.waii.user.v1.ListOrganizationsResponse listOrgs(ai.waii.user.v1.ListOrganizationsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListOrgsMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do ListenableFuture-style rpc calls to service UserService.
   * <pre>
   * Organizations, tenants, users and their access keys.
   * Metadata of every call:
   * - `authorization: Bearer &lt;access key&gt;`: required, once.
   * - `x-waii-impersonate-user: &lt;user id&gt;`: optional, at most once, to act as another user.
   * - `x-request-id`: optional, names the call in logs; answered in the trailing metadata.
   * What the comments of all services mean:
   * - The actor is the user whose key it is. The caller, or subject, is the one as whom the call is made:
   *   whom the actor impersonates, else the actor.
   * - The scope is the caller's own organization; for a super-admin (who holds `write:org`) every
   *   organization. What lies outside the scope answers exactly like what does not exist.
   * - An access key may be limited to some of its user's permissions: what the caller holds, and who is a
   *   super-admin, means what the key of the call leaves.
   * - An error is a status code, and the name of an ErrorReason without its `ERROR_REASON_`.
   * Besides the errors that it lists, every method may answer these. They are checked in this order:
   * 1. RESOURCE_EXHAUSTED: OVERLOADED (too many calls at once).
   * 2. RESOURCE_EXHAUSTED: RATE_LIMIT_EXCEEDED (of failed attempts). UNAUTHENTICATED: ACCESS_KEY_INVALID.
   * 3. PERMISSION_DENIED: SUSPENDED, then API_USAGE_DENIED.
   * 4. RESOURCE_EXHAUSTED: RATE_LIMIT_EXCEEDED (of the key).
   * 5. Where somebody is impersonated, INVALID_ARGUMENT: METADATA_INVALID. PERMISSION_DENIED:
   *    IMPERSONATION_DENIED, IMPERSONATION_TARGET_NOT_FOUND, SUSPENDED, IMPERSONATION_CEILING_EXCEEDED.
   * 6. PERMISSION_DENIED: PERMISSION_MISSING.
   * 7. INVALID_ARGUMENT: REQUEST_MALFORMED, then FIELDS_INVALID.
   * 8. What the method lists: a `request_id` that was answered before, scope and existence, ceiling,
   *    `etag`, other state.
   * At any time, UNAVAILABLE: DATABASE_UNAVAILABLE (try again with back-off), ABORTED: CONFLICT (lost
   * races; try again), and with a reason that is called as the code is, INTERNAL (a bug of the server) and
   * DEADLINE_EXCEEDED (not begun, or not begun anew after a lost race, in time). A mutation that is
   * refused changes nothing.
   * A request has at most 4 MiB, unless the server is set otherwise. A larger one (RESOURCE_EXHAUSTED), a
   * method that is not there (UNIMPLEMENTED) and a call at the moment when the server stops (UNAVAILABLE,
   * CANCELLED) are refused by gRPC itself, before all else and without details. A call whose request does
   * not follow its headers within five seconds is CANCELLED.
   * </pre>
   */
  public static final class UserServiceFutureStub
      extends io.grpc.stub.AbstractFutureStub<UserServiceFutureStub> {
    private UserServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected UserServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new UserServiceFutureStub(channel, callOptions);
    }

    /**
     * <pre>
     * Creates an access key for the caller; the answer holds it, and it alone.
     * Permission: `write:access_key`.
     * Target: the caller's own keys. The key of the call must hold all of `permissions`.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`name`, `expire_time`, `permissions`, `request_id`),
     *   REQUEST_ID_REUSED.
     * - PERMISSION_DENIED: PERMISSION_CEILING_EXCEEDED (`permissions` beyond those of the key of the call).
     * - ALREADY_EXISTS: ACCESS_KEY_ALREADY_EXISTS.
     * - RESOURCE_EXHAUSTED: ACCESS_KEY_LIMIT_EXCEEDED (the user has 100 keys).
     * Retry: with `request_id`, safe. Without it, not: after a lost answer delete the name and create it
     * again.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<ai.waii.user.v1.GetAccessKeyResponse> createAccessKey(
        ai.waii.user.v1.CreateAccessKeyRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getCreateAccessKeyMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Lists all access keys of the caller, ordered by name.
     * Permission: none beyond `usage:api`.
     * Target: the caller's own keys.
     * Errors: none of its own.
     * Retry: safe.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<ai.waii.user.v1.GetAccessKeyResponse> listAccessKeys(
        ai.waii.user.v1.GetAccessKeyRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListAccessKeysMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Deletes access keys of the caller by name, all or none; they are refused from the next call on.
     * Permission: `write:access_key`.
     * Target: the caller's own keys. A limited key deletes none that reaches further than itself.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`names`).
     * - PERMISSION_DENIED: PERMISSION_CEILING_EXCEEDED (a key with permissions that the key of the call
     *   lacks).
     * Retry: repeats harmlessly unless a key of the same name was created in between.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<ai.waii.user.v1.DelAccessKeyResponse> deleteAccessKey(
        ai.waii.user.v1.DelAccessKeyRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getDeleteAccessKeyMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Answers who a user is: name, e-mail, roles, permissions.
     * Permission: none beyond `usage:api` for oneself; `read:user` for others.
     * Target: another user must be in scope.
     * Errors:
     * - PERMISSION_DENIED: PERMISSION_MISSING (about another user).
     * - INVALID_ARGUMENT: FIELDS_INVALID (`user_id`).
     * - NOT_FOUND: USER_NOT_FOUND.
     * Retry: safe.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<ai.waii.user.v1.GetUserInfoResponse> getUserInfo(
        ai.waii.user.v1.GetUserInfoRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetUserInfoMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Sets and deletes keys of the caller's config in one transaction; answers the whole config.
     * Permission: none beyond `usage:api`.
     * Target: the caller's own config.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`updated`, `deleted`).
     * - RESOURCE_EXHAUSTED: CONFIG_LIMIT_EXCEEDED (over 1,000 keys or 1 MiB).
     * Retry: repeats harmlessly unless the same keys were changed in between.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<ai.waii.user.v1.UpdateConfigResponse> updateConfig(
        ai.waii.user.v1.UpdateConfigRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getUpdateConfigMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Creates a user. Its tenant and organization must exist.
     * Permission: `write:user`.
     * Target: the tenant and the organization must be in scope, and the caller must hold every permission
     * of the roles that the user gets.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`user`, `request_id`; a tenant of another organization),
     *   REQUEST_ID_REUSED.
     * - NOT_FOUND: ORGANIZATION_NOT_FOUND, TENANT_NOT_FOUND.
     * - PERMISSION_DENIED: PERMISSION_CEILING_EXCEEDED (roles beyond one's own).
     * - ALREADY_EXISTS: USER_ALREADY_EXISTS.
     * Retry: with `request_id`, safe. Without it, after a lost answer ALREADY_EXISTS says that the first
     * one succeeded, or that another caller took the id.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<ai.waii.user.v1.CommonResponse> createUser(
        ai.waii.user.v1.CreateUserRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getCreateUserMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Deletes a user with its access keys and config, in one transaction.
     * Permission: `write:user`.
     * Target: the user must be in scope, and the caller must hold every permission of the user's roles.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`id`).
     * - NOT_FOUND: USER_NOT_FOUND.
     * - PERMISSION_DENIED: PERMISSION_CEILING_EXCEEDED (a user with permissions beyond one's own).
     * - ABORTED: ETAG_MISMATCH.
     * - FAILED_PRECONDITION: LAST_SUPER_ADMIN.
     * Retry: after a lost answer, NOT_FOUND says that the first one succeeded.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<ai.waii.user.v1.CommonResponse> deleteUser(
        ai.waii.user.v1.DeleteUserRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getDeleteUserMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Replaces the fields of a user that are present, or those that `update_mask` names.
     * Permission: `write:user`.
     * Target: the user, and the tenant and the organization that are named, must be in scope; the caller
     * must hold every permission of the roles that the user has, and of those that it gets.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`user`, `update_mask`; a tenant of another organization).
     * - NOT_FOUND: USER_NOT_FOUND, ORGANIZATION_NOT_FOUND, TENANT_NOT_FOUND.
     * - PERMISSION_DENIED: PERMISSION_CEILING_EXCEEDED (a user, or roles, with permissions beyond one's
     *   own).
     * - ABORTED: ETAG_MISMATCH.
     * - FAILED_PRECONDITION: LAST_SUPER_ADMIN (who would be demoted, or moved to where all are suspended).
     * Retry: repeats harmlessly unless the user was changed in between.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<ai.waii.user.v1.CommonResponse> updateUser(
        ai.waii.user.v1.UpdateUserRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getUpdateUserMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Lists users, ordered by id, in pages.
     * Permission: `read:user`.
     * Target: the organization must be in scope. A tenant or a user that is not gives an empty list.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`lookup_org_id`, `lookup_tenant_id`, `lookup_user_id`,
     *   `page_size`, `page_token`).
     * - NOT_FOUND: ORGANIZATION_NOT_FOUND.
     * Retry: safe.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<ai.waii.user.v1.ListUsersResponse> listUsers(
        ai.waii.user.v1.ListUsersRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListUsersMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Creates a tenant. Its organization must exist.
     * Permission: `write:tenant`.
     * Target: the organization must be in scope.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`tenant`, `request_id`), REQUEST_ID_REUSED.
     * - NOT_FOUND: ORGANIZATION_NOT_FOUND.
     * - ALREADY_EXISTS: TENANT_ALREADY_EXISTS.
     * Retry: with `request_id`, safe. Without it, after a lost answer ALREADY_EXISTS says that the first
     * one succeeded, or that another caller took the id.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<ai.waii.user.v1.CommonResponse> createTenant(
        ai.waii.user.v1.CreateTenantRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getCreateTenantMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Replaces the fields of a tenant that are present, or those that `update_mask` names.
     * Permission: `write:tenant`.
     * Target: the tenant must be in scope.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`tenant`, `update_mask`; another organization than it has).
     * - NOT_FOUND: TENANT_NOT_FOUND, ORGANIZATION_NOT_FOUND.
     * - ABORTED: ETAG_MISMATCH.
     * Retry: repeats harmlessly unless the tenant was changed in between.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<ai.waii.user.v1.CommonResponse> updateTenant(
        ai.waii.user.v1.UpdateTenantRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getUpdateTenantMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Deletes a tenant; with `force` also its users with their keys and configs, in one transaction.
     * Permission: `write:tenant`.
     * Target: the tenant must be in scope; with `force`, the caller must hold every permission of the roles
     * of its users.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`id`).
     * - NOT_FOUND: TENANT_NOT_FOUND.
     * - PERMISSION_DENIED: PERMISSION_CEILING_EXCEEDED (with `force`: a user in it with permissions beyond
     *   one's own).
     * - ABORTED: ETAG_MISMATCH.
     * - FAILED_PRECONDITION: TENANT_NOT_EMPTY (without `force`), LAST_SUPER_ADMIN (with `force`).
     * Retry: after a lost answer, NOT_FOUND says that the first one succeeded.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<ai.waii.user.v1.CommonResponse> deleteTenant(
        ai.waii.user.v1.DeleteTenantRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getDeleteTenantMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Lists the tenants of an organization, ordered by id, in pages.
     * Permission: `read:tenant`.
     * Target: the organization must be in scope.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`lookup_org_id`, `page_size`, `page_token`).
     * - NOT_FOUND: ORGANIZATION_NOT_FOUND.
     * Retry: safe.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<ai.waii.user.v1.ListTenantsResponse> listTenants(
        ai.waii.user.v1.ListTenantsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListTenantsMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Creates an organization.
     * Permission: `write:org`.
     * Target: none: who holds the permission creates any.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`organization`, `request_id`), REQUEST_ID_REUSED.
     * - ALREADY_EXISTS: ORGANIZATION_ALREADY_EXISTS.
     * Retry: with `request_id`, safe. Without it, after a lost answer ALREADY_EXISTS says that the first
     * one succeeded, or that another caller took the id.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<ai.waii.user.v1.CommonResponse> createOrg(
        ai.waii.user.v1.CreateOrganizationRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getCreateOrgMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Replaces the fields of an organization that are present, or those that `update_mask` names.
     * Permission: `write:org`.
     * Target: the organization must exist: who holds the permission has all in scope.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`organization`, `update_mask`).
     * - NOT_FOUND: ORGANIZATION_NOT_FOUND.
     * - ABORTED: ETAG_MISMATCH.
     * Retry: repeats harmlessly unless the organization was changed in between.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<ai.waii.user.v1.CommonResponse> updateOrg(
        ai.waii.user.v1.UpdateOrganizationRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getUpdateOrgMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Deletes an organization; with `force` also its tenants and users with their keys and configs, in
     * one transaction.
     * Permission: `write:org`.
     * Target: the organization must exist; with `force`, the caller must hold every permission of the roles
     * of its users, which a limited key may lack.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`id`).
     * - NOT_FOUND: ORGANIZATION_NOT_FOUND.
     * - PERMISSION_DENIED: PERMISSION_CEILING_EXCEEDED (with `force`: a user in it with permissions beyond
     *   one's own).
     * - ABORTED: ETAG_MISMATCH.
     * - FAILED_PRECONDITION: ORGANIZATION_NOT_EMPTY (without `force`), LAST_SUPER_ADMIN (with `force`).
     * Retry: after a lost answer, NOT_FOUND says that the first one succeeded.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<ai.waii.user.v1.CommonResponse> deleteOrg(
        ai.waii.user.v1.DeleteOrganizationRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getDeleteOrgMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Lists organizations, ordered by id, in pages: all for a super-admin, else the caller's own.
     * Permission: `read:org`.
     * Target: none: what is not in scope is left out.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`page_size`, `page_token`).
     * Retry: safe.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<ai.waii.user.v1.ListOrganizationsResponse> listOrgs(
        ai.waii.user.v1.ListOrganizationsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListOrgsMethod(), getCallOptions()), request);
    }
  }

  private static final int METHODID_CREATE_ACCESS_KEY = 0;
  private static final int METHODID_LIST_ACCESS_KEYS = 1;
  private static final int METHODID_DELETE_ACCESS_KEY = 2;
  private static final int METHODID_GET_USER_INFO = 3;
  private static final int METHODID_UPDATE_CONFIG = 4;
  private static final int METHODID_CREATE_USER = 5;
  private static final int METHODID_DELETE_USER = 6;
  private static final int METHODID_UPDATE_USER = 7;
  private static final int METHODID_LIST_USERS = 8;
  private static final int METHODID_CREATE_TENANT = 9;
  private static final int METHODID_UPDATE_TENANT = 10;
  private static final int METHODID_DELETE_TENANT = 11;
  private static final int METHODID_LIST_TENANTS = 12;
  private static final int METHODID_CREATE_ORG = 13;
  private static final int METHODID_UPDATE_ORG = 14;
  private static final int METHODID_DELETE_ORG = 15;
  private static final int METHODID_LIST_ORGS = 16;

  private static final class MethodHandlers<Req, Resp> implements
      io.grpc.stub.ServerCalls.UnaryMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.ServerStreamingMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.ClientStreamingMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.BidiStreamingMethod<Req, Resp> {
    private final AsyncService serviceImpl;
    private final int methodId;

    MethodHandlers(AsyncService serviceImpl, int methodId) {
      this.serviceImpl = serviceImpl;
      this.methodId = methodId;
    }

    @java.lang.Override
    @java.lang.SuppressWarnings("unchecked")
    public void invoke(Req request, io.grpc.stub.StreamObserver<Resp> responseObserver) {
      switch (methodId) {
        case METHODID_CREATE_ACCESS_KEY:
          serviceImpl.createAccessKey((ai.waii.user.v1.CreateAccessKeyRequest) request,
              (io.grpc.stub.StreamObserver<ai.waii.user.v1.GetAccessKeyResponse>) responseObserver);
          break;
        case METHODID_LIST_ACCESS_KEYS:
          serviceImpl.listAccessKeys((ai.waii.user.v1.GetAccessKeyRequest) request,
              (io.grpc.stub.StreamObserver<ai.waii.user.v1.GetAccessKeyResponse>) responseObserver);
          break;
        case METHODID_DELETE_ACCESS_KEY:
          serviceImpl.deleteAccessKey((ai.waii.user.v1.DelAccessKeyRequest) request,
              (io.grpc.stub.StreamObserver<ai.waii.user.v1.DelAccessKeyResponse>) responseObserver);
          break;
        case METHODID_GET_USER_INFO:
          serviceImpl.getUserInfo((ai.waii.user.v1.GetUserInfoRequest) request,
              (io.grpc.stub.StreamObserver<ai.waii.user.v1.GetUserInfoResponse>) responseObserver);
          break;
        case METHODID_UPDATE_CONFIG:
          serviceImpl.updateConfig((ai.waii.user.v1.UpdateConfigRequest) request,
              (io.grpc.stub.StreamObserver<ai.waii.user.v1.UpdateConfigResponse>) responseObserver);
          break;
        case METHODID_CREATE_USER:
          serviceImpl.createUser((ai.waii.user.v1.CreateUserRequest) request,
              (io.grpc.stub.StreamObserver<ai.waii.user.v1.CommonResponse>) responseObserver);
          break;
        case METHODID_DELETE_USER:
          serviceImpl.deleteUser((ai.waii.user.v1.DeleteUserRequest) request,
              (io.grpc.stub.StreamObserver<ai.waii.user.v1.CommonResponse>) responseObserver);
          break;
        case METHODID_UPDATE_USER:
          serviceImpl.updateUser((ai.waii.user.v1.UpdateUserRequest) request,
              (io.grpc.stub.StreamObserver<ai.waii.user.v1.CommonResponse>) responseObserver);
          break;
        case METHODID_LIST_USERS:
          serviceImpl.listUsers((ai.waii.user.v1.ListUsersRequest) request,
              (io.grpc.stub.StreamObserver<ai.waii.user.v1.ListUsersResponse>) responseObserver);
          break;
        case METHODID_CREATE_TENANT:
          serviceImpl.createTenant((ai.waii.user.v1.CreateTenantRequest) request,
              (io.grpc.stub.StreamObserver<ai.waii.user.v1.CommonResponse>) responseObserver);
          break;
        case METHODID_UPDATE_TENANT:
          serviceImpl.updateTenant((ai.waii.user.v1.UpdateTenantRequest) request,
              (io.grpc.stub.StreamObserver<ai.waii.user.v1.CommonResponse>) responseObserver);
          break;
        case METHODID_DELETE_TENANT:
          serviceImpl.deleteTenant((ai.waii.user.v1.DeleteTenantRequest) request,
              (io.grpc.stub.StreamObserver<ai.waii.user.v1.CommonResponse>) responseObserver);
          break;
        case METHODID_LIST_TENANTS:
          serviceImpl.listTenants((ai.waii.user.v1.ListTenantsRequest) request,
              (io.grpc.stub.StreamObserver<ai.waii.user.v1.ListTenantsResponse>) responseObserver);
          break;
        case METHODID_CREATE_ORG:
          serviceImpl.createOrg((ai.waii.user.v1.CreateOrganizationRequest) request,
              (io.grpc.stub.StreamObserver<ai.waii.user.v1.CommonResponse>) responseObserver);
          break;
        case METHODID_UPDATE_ORG:
          serviceImpl.updateOrg((ai.waii.user.v1.UpdateOrganizationRequest) request,
              (io.grpc.stub.StreamObserver<ai.waii.user.v1.CommonResponse>) responseObserver);
          break;
        case METHODID_DELETE_ORG:
          serviceImpl.deleteOrg((ai.waii.user.v1.DeleteOrganizationRequest) request,
              (io.grpc.stub.StreamObserver<ai.waii.user.v1.CommonResponse>) responseObserver);
          break;
        case METHODID_LIST_ORGS:
          serviceImpl.listOrgs((ai.waii.user.v1.ListOrganizationsRequest) request,
              (io.grpc.stub.StreamObserver<ai.waii.user.v1.ListOrganizationsResponse>) responseObserver);
          break;
        default:
          throw new AssertionError();
      }
    }

    @java.lang.Override
    @java.lang.SuppressWarnings("unchecked")
    public io.grpc.stub.StreamObserver<Req> invoke(
        io.grpc.stub.StreamObserver<Resp> responseObserver) {
      switch (methodId) {
        default:
          throw new AssertionError();
      }
    }
  }

  public static final io.grpc.ServerServiceDefinition bindService(AsyncService service) {
    return io.grpc.ServerServiceDefinition.builder(getServiceDescriptor())
        .addMethod(
          getCreateAccessKeyMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              ai.waii.user.v1.CreateAccessKeyRequest,
              ai.waii.user.v1.GetAccessKeyResponse>(
                service, METHODID_CREATE_ACCESS_KEY)))
        .addMethod(
          getListAccessKeysMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              ai.waii.user.v1.GetAccessKeyRequest,
              ai.waii.user.v1.GetAccessKeyResponse>(
                service, METHODID_LIST_ACCESS_KEYS)))
        .addMethod(
          getDeleteAccessKeyMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              ai.waii.user.v1.DelAccessKeyRequest,
              ai.waii.user.v1.DelAccessKeyResponse>(
                service, METHODID_DELETE_ACCESS_KEY)))
        .addMethod(
          getGetUserInfoMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              ai.waii.user.v1.GetUserInfoRequest,
              ai.waii.user.v1.GetUserInfoResponse>(
                service, METHODID_GET_USER_INFO)))
        .addMethod(
          getUpdateConfigMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              ai.waii.user.v1.UpdateConfigRequest,
              ai.waii.user.v1.UpdateConfigResponse>(
                service, METHODID_UPDATE_CONFIG)))
        .addMethod(
          getCreateUserMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              ai.waii.user.v1.CreateUserRequest,
              ai.waii.user.v1.CommonResponse>(
                service, METHODID_CREATE_USER)))
        .addMethod(
          getDeleteUserMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              ai.waii.user.v1.DeleteUserRequest,
              ai.waii.user.v1.CommonResponse>(
                service, METHODID_DELETE_USER)))
        .addMethod(
          getUpdateUserMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              ai.waii.user.v1.UpdateUserRequest,
              ai.waii.user.v1.CommonResponse>(
                service, METHODID_UPDATE_USER)))
        .addMethod(
          getListUsersMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              ai.waii.user.v1.ListUsersRequest,
              ai.waii.user.v1.ListUsersResponse>(
                service, METHODID_LIST_USERS)))
        .addMethod(
          getCreateTenantMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              ai.waii.user.v1.CreateTenantRequest,
              ai.waii.user.v1.CommonResponse>(
                service, METHODID_CREATE_TENANT)))
        .addMethod(
          getUpdateTenantMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              ai.waii.user.v1.UpdateTenantRequest,
              ai.waii.user.v1.CommonResponse>(
                service, METHODID_UPDATE_TENANT)))
        .addMethod(
          getDeleteTenantMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              ai.waii.user.v1.DeleteTenantRequest,
              ai.waii.user.v1.CommonResponse>(
                service, METHODID_DELETE_TENANT)))
        .addMethod(
          getListTenantsMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              ai.waii.user.v1.ListTenantsRequest,
              ai.waii.user.v1.ListTenantsResponse>(
                service, METHODID_LIST_TENANTS)))
        .addMethod(
          getCreateOrgMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              ai.waii.user.v1.CreateOrganizationRequest,
              ai.waii.user.v1.CommonResponse>(
                service, METHODID_CREATE_ORG)))
        .addMethod(
          getUpdateOrgMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              ai.waii.user.v1.UpdateOrganizationRequest,
              ai.waii.user.v1.CommonResponse>(
                service, METHODID_UPDATE_ORG)))
        .addMethod(
          getDeleteOrgMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              ai.waii.user.v1.DeleteOrganizationRequest,
              ai.waii.user.v1.CommonResponse>(
                service, METHODID_DELETE_ORG)))
        .addMethod(
          getListOrgsMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              ai.waii.user.v1.ListOrganizationsRequest,
              ai.waii.user.v1.ListOrganizationsResponse>(
                service, METHODID_LIST_ORGS)))
        .build();
  }

  private static abstract class UserServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    UserServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return ai.waii.user.v1.UserServiceProto.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("UserService");
    }
  }

  private static final class UserServiceFileDescriptorSupplier
      extends UserServiceBaseDescriptorSupplier {
    UserServiceFileDescriptorSupplier() {}
  }

  private static final class UserServiceMethodDescriptorSupplier
      extends UserServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final java.lang.String methodName;

    UserServiceMethodDescriptorSupplier(java.lang.String methodName) {
      this.methodName = methodName;
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.MethodDescriptor getMethodDescriptor() {
      return getServiceDescriptor().findMethodByName(methodName);
    }
  }

  private static volatile io.grpc.ServiceDescriptor serviceDescriptor;

  public static io.grpc.ServiceDescriptor getServiceDescriptor() {
    io.grpc.ServiceDescriptor result = serviceDescriptor;
    if (result == null) {
      synchronized (UserServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new UserServiceFileDescriptorSupplier())
              .addMethod(getCreateAccessKeyMethod())
              .addMethod(getListAccessKeysMethod())
              .addMethod(getDeleteAccessKeyMethod())
              .addMethod(getGetUserInfoMethod())
              .addMethod(getUpdateConfigMethod())
              .addMethod(getCreateUserMethod())
              .addMethod(getDeleteUserMethod())
              .addMethod(getUpdateUserMethod())
              .addMethod(getListUsersMethod())
              .addMethod(getCreateTenantMethod())
              .addMethod(getUpdateTenantMethod())
              .addMethod(getDeleteTenantMethod())
              .addMethod(getListTenantsMethod())
              .addMethod(getCreateOrgMethod())
              .addMethod(getUpdateOrgMethod())
              .addMethod(getDeleteOrgMethod())
              .addMethod(getListOrgsMethod())
              .build();
        }
      }
    }
    return result;
  }
}
