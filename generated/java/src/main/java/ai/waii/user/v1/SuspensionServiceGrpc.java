package ai.waii.user.v1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * Takes access away at once, and gives it back, without deleting anything.
 * From the next call on, on every replica, the keys of a suspended user are refused, those of every user
 * of a suspended tenant or organization too, and nobody acts as one of them. Keys, configs and all other
 * data stay as they are. Each of the three is suspended for itself: a user whose tenant is
 * reactivated stays suspended where the user was.
 * The metadata of a call, what "caller" and "scope" mean, and the errors that every method may answer
 * are said at UserService.
 * </pre>
 */
@io.grpc.stub.annotations.GrpcGenerated
public final class SuspensionServiceGrpc {

  private SuspensionServiceGrpc() {}

  public static final java.lang.String SERVICE_NAME = "waii.user.v1.SuspensionService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<ai.waii.user.v1.SuspendUserRequest,
      ai.waii.user.v1.CommonResponse> getSuspendUserMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "SuspendUser",
      requestType = ai.waii.user.v1.SuspendUserRequest.class,
      responseType = ai.waii.user.v1.CommonResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<ai.waii.user.v1.SuspendUserRequest,
      ai.waii.user.v1.CommonResponse> getSuspendUserMethod() {
    io.grpc.MethodDescriptor<ai.waii.user.v1.SuspendUserRequest, ai.waii.user.v1.CommonResponse> getSuspendUserMethod;
    if ((getSuspendUserMethod = SuspensionServiceGrpc.getSuspendUserMethod) == null) {
      synchronized (SuspensionServiceGrpc.class) {
        if ((getSuspendUserMethod = SuspensionServiceGrpc.getSuspendUserMethod) == null) {
          SuspensionServiceGrpc.getSuspendUserMethod = getSuspendUserMethod =
              io.grpc.MethodDescriptor.<ai.waii.user.v1.SuspendUserRequest, ai.waii.user.v1.CommonResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "SuspendUser"))
              .setIdempotent(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  ai.waii.user.v1.SuspendUserRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  ai.waii.user.v1.CommonResponse.getDefaultInstance()))
              .setSchemaDescriptor(new SuspensionServiceMethodDescriptorSupplier("SuspendUser"))
              .build();
        }
      }
    }
    return getSuspendUserMethod;
  }

  private static volatile io.grpc.MethodDescriptor<ai.waii.user.v1.ReactivateUserRequest,
      ai.waii.user.v1.CommonResponse> getReactivateUserMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ReactivateUser",
      requestType = ai.waii.user.v1.ReactivateUserRequest.class,
      responseType = ai.waii.user.v1.CommonResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<ai.waii.user.v1.ReactivateUserRequest,
      ai.waii.user.v1.CommonResponse> getReactivateUserMethod() {
    io.grpc.MethodDescriptor<ai.waii.user.v1.ReactivateUserRequest, ai.waii.user.v1.CommonResponse> getReactivateUserMethod;
    if ((getReactivateUserMethod = SuspensionServiceGrpc.getReactivateUserMethod) == null) {
      synchronized (SuspensionServiceGrpc.class) {
        if ((getReactivateUserMethod = SuspensionServiceGrpc.getReactivateUserMethod) == null) {
          SuspensionServiceGrpc.getReactivateUserMethod = getReactivateUserMethod =
              io.grpc.MethodDescriptor.<ai.waii.user.v1.ReactivateUserRequest, ai.waii.user.v1.CommonResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ReactivateUser"))
              .setIdempotent(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  ai.waii.user.v1.ReactivateUserRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  ai.waii.user.v1.CommonResponse.getDefaultInstance()))
              .setSchemaDescriptor(new SuspensionServiceMethodDescriptorSupplier("ReactivateUser"))
              .build();
        }
      }
    }
    return getReactivateUserMethod;
  }

  private static volatile io.grpc.MethodDescriptor<ai.waii.user.v1.SuspendTenantRequest,
      ai.waii.user.v1.CommonResponse> getSuspendTenantMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "SuspendTenant",
      requestType = ai.waii.user.v1.SuspendTenantRequest.class,
      responseType = ai.waii.user.v1.CommonResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<ai.waii.user.v1.SuspendTenantRequest,
      ai.waii.user.v1.CommonResponse> getSuspendTenantMethod() {
    io.grpc.MethodDescriptor<ai.waii.user.v1.SuspendTenantRequest, ai.waii.user.v1.CommonResponse> getSuspendTenantMethod;
    if ((getSuspendTenantMethod = SuspensionServiceGrpc.getSuspendTenantMethod) == null) {
      synchronized (SuspensionServiceGrpc.class) {
        if ((getSuspendTenantMethod = SuspensionServiceGrpc.getSuspendTenantMethod) == null) {
          SuspensionServiceGrpc.getSuspendTenantMethod = getSuspendTenantMethod =
              io.grpc.MethodDescriptor.<ai.waii.user.v1.SuspendTenantRequest, ai.waii.user.v1.CommonResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "SuspendTenant"))
              .setIdempotent(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  ai.waii.user.v1.SuspendTenantRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  ai.waii.user.v1.CommonResponse.getDefaultInstance()))
              .setSchemaDescriptor(new SuspensionServiceMethodDescriptorSupplier("SuspendTenant"))
              .build();
        }
      }
    }
    return getSuspendTenantMethod;
  }

  private static volatile io.grpc.MethodDescriptor<ai.waii.user.v1.ReactivateTenantRequest,
      ai.waii.user.v1.CommonResponse> getReactivateTenantMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ReactivateTenant",
      requestType = ai.waii.user.v1.ReactivateTenantRequest.class,
      responseType = ai.waii.user.v1.CommonResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<ai.waii.user.v1.ReactivateTenantRequest,
      ai.waii.user.v1.CommonResponse> getReactivateTenantMethod() {
    io.grpc.MethodDescriptor<ai.waii.user.v1.ReactivateTenantRequest, ai.waii.user.v1.CommonResponse> getReactivateTenantMethod;
    if ((getReactivateTenantMethod = SuspensionServiceGrpc.getReactivateTenantMethod) == null) {
      synchronized (SuspensionServiceGrpc.class) {
        if ((getReactivateTenantMethod = SuspensionServiceGrpc.getReactivateTenantMethod) == null) {
          SuspensionServiceGrpc.getReactivateTenantMethod = getReactivateTenantMethod =
              io.grpc.MethodDescriptor.<ai.waii.user.v1.ReactivateTenantRequest, ai.waii.user.v1.CommonResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ReactivateTenant"))
              .setIdempotent(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  ai.waii.user.v1.ReactivateTenantRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  ai.waii.user.v1.CommonResponse.getDefaultInstance()))
              .setSchemaDescriptor(new SuspensionServiceMethodDescriptorSupplier("ReactivateTenant"))
              .build();
        }
      }
    }
    return getReactivateTenantMethod;
  }

  private static volatile io.grpc.MethodDescriptor<ai.waii.user.v1.SuspendOrganizationRequest,
      ai.waii.user.v1.CommonResponse> getSuspendOrgMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "SuspendOrg",
      requestType = ai.waii.user.v1.SuspendOrganizationRequest.class,
      responseType = ai.waii.user.v1.CommonResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<ai.waii.user.v1.SuspendOrganizationRequest,
      ai.waii.user.v1.CommonResponse> getSuspendOrgMethod() {
    io.grpc.MethodDescriptor<ai.waii.user.v1.SuspendOrganizationRequest, ai.waii.user.v1.CommonResponse> getSuspendOrgMethod;
    if ((getSuspendOrgMethod = SuspensionServiceGrpc.getSuspendOrgMethod) == null) {
      synchronized (SuspensionServiceGrpc.class) {
        if ((getSuspendOrgMethod = SuspensionServiceGrpc.getSuspendOrgMethod) == null) {
          SuspensionServiceGrpc.getSuspendOrgMethod = getSuspendOrgMethod =
              io.grpc.MethodDescriptor.<ai.waii.user.v1.SuspendOrganizationRequest, ai.waii.user.v1.CommonResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "SuspendOrg"))
              .setIdempotent(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  ai.waii.user.v1.SuspendOrganizationRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  ai.waii.user.v1.CommonResponse.getDefaultInstance()))
              .setSchemaDescriptor(new SuspensionServiceMethodDescriptorSupplier("SuspendOrg"))
              .build();
        }
      }
    }
    return getSuspendOrgMethod;
  }

  private static volatile io.grpc.MethodDescriptor<ai.waii.user.v1.ReactivateOrganizationRequest,
      ai.waii.user.v1.CommonResponse> getReactivateOrgMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ReactivateOrg",
      requestType = ai.waii.user.v1.ReactivateOrganizationRequest.class,
      responseType = ai.waii.user.v1.CommonResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<ai.waii.user.v1.ReactivateOrganizationRequest,
      ai.waii.user.v1.CommonResponse> getReactivateOrgMethod() {
    io.grpc.MethodDescriptor<ai.waii.user.v1.ReactivateOrganizationRequest, ai.waii.user.v1.CommonResponse> getReactivateOrgMethod;
    if ((getReactivateOrgMethod = SuspensionServiceGrpc.getReactivateOrgMethod) == null) {
      synchronized (SuspensionServiceGrpc.class) {
        if ((getReactivateOrgMethod = SuspensionServiceGrpc.getReactivateOrgMethod) == null) {
          SuspensionServiceGrpc.getReactivateOrgMethod = getReactivateOrgMethod =
              io.grpc.MethodDescriptor.<ai.waii.user.v1.ReactivateOrganizationRequest, ai.waii.user.v1.CommonResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ReactivateOrg"))
              .setIdempotent(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  ai.waii.user.v1.ReactivateOrganizationRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  ai.waii.user.v1.CommonResponse.getDefaultInstance()))
              .setSchemaDescriptor(new SuspensionServiceMethodDescriptorSupplier("ReactivateOrg"))
              .build();
        }
      }
    }
    return getReactivateOrgMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static SuspensionServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<SuspensionServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<SuspensionServiceStub>() {
        @java.lang.Override
        public SuspensionServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new SuspensionServiceStub(channel, callOptions);
        }
      };
    return SuspensionServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports all types of calls on the service
   */
  public static SuspensionServiceBlockingV2Stub newBlockingV2Stub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<SuspensionServiceBlockingV2Stub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<SuspensionServiceBlockingV2Stub>() {
        @java.lang.Override
        public SuspensionServiceBlockingV2Stub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new SuspensionServiceBlockingV2Stub(channel, callOptions);
        }
      };
    return SuspensionServiceBlockingV2Stub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static SuspensionServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<SuspensionServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<SuspensionServiceBlockingStub>() {
        @java.lang.Override
        public SuspensionServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new SuspensionServiceBlockingStub(channel, callOptions);
        }
      };
    return SuspensionServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static SuspensionServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<SuspensionServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<SuspensionServiceFutureStub>() {
        @java.lang.Override
        public SuspensionServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new SuspensionServiceFutureStub(channel, callOptions);
        }
      };
    return SuspensionServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * Takes access away at once, and gives it back, without deleting anything.
   * From the next call on, on every replica, the keys of a suspended user are refused, those of every user
   * of a suspended tenant or organization too, and nobody acts as one of them. Keys, configs and all other
   * data stay as they are. Each of the three is suspended for itself: a user whose tenant is
   * reactivated stays suspended where the user was.
   * The metadata of a call, what "caller" and "scope" mean, and the errors that every method may answer
   * are said at UserService.
   * </pre>
   */
  public interface AsyncService {

    /**
     * <pre>
     * Suspends a user. To suspend who is suspended is no error.
     * Permission: `write:user`.
     * Target: the user must be in scope, and the caller must hold every permission of the user's roles.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`id`).
     * - NOT_FOUND: USER_NOT_FOUND.
     * - PERMISSION_DENIED: PERMISSION_CEILING_EXCEEDED (a user with permissions beyond one's own).
     * - FAILED_PRECONDITION: LAST_SUPER_ADMIN (nobody would be left who is a super-admin and not
     *   suspended).
     * Retry: repeats harmlessly unless the user was reactivated in between.
     * </pre>
     */
    default void suspendUser(ai.waii.user.v1.SuspendUserRequest request,
        io.grpc.stub.StreamObserver<ai.waii.user.v1.CommonResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getSuspendUserMethod(), responseObserver);
    }

    /**
     * <pre>
     * Reactivates a user. To reactivate who is not suspended is no error.
     * Permission: `write:user`.
     * Target: the user must be in scope, and the caller must hold every permission of the user's roles.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`id`).
     * - NOT_FOUND: USER_NOT_FOUND.
     * - PERMISSION_DENIED: PERMISSION_CEILING_EXCEEDED (a user with permissions beyond one's own).
     * Retry: repeats harmlessly unless the user was suspended in between.
     * </pre>
     */
    default void reactivateUser(ai.waii.user.v1.ReactivateUserRequest request,
        io.grpc.stub.StreamObserver<ai.waii.user.v1.CommonResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getReactivateUserMethod(), responseObserver);
    }

    /**
     * <pre>
     * Suspends a tenant, and with it every user in it. To suspend one that is suspended is no error.
     * Permission: `write:tenant`.
     * Target: the tenant must be in scope, and the caller must hold every permission of the roles of its
     * users.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`id`).
     * - NOT_FOUND: TENANT_NOT_FOUND.
     * - PERMISSION_DENIED: PERMISSION_CEILING_EXCEEDED (a user in it with permissions beyond one's own).
     * - FAILED_PRECONDITION: LAST_SUPER_ADMIN (nobody would be left who is a super-admin and not
     *   suspended).
     * Retry: repeats harmlessly unless the tenant was reactivated in between.
     * </pre>
     */
    default void suspendTenant(ai.waii.user.v1.SuspendTenantRequest request,
        io.grpc.stub.StreamObserver<ai.waii.user.v1.CommonResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getSuspendTenantMethod(), responseObserver);
    }

    /**
     * <pre>
     * Reactivates a tenant. To reactivate one that is not suspended is no error.
     * Permission: `write:tenant`.
     * Target: the tenant must be in scope, and the caller must hold every permission of the roles of its
     * users.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`id`).
     * - NOT_FOUND: TENANT_NOT_FOUND.
     * - PERMISSION_DENIED: PERMISSION_CEILING_EXCEEDED (a user in it with permissions beyond one's own).
     * Retry: repeats harmlessly unless the tenant was suspended in between.
     * </pre>
     */
    default void reactivateTenant(ai.waii.user.v1.ReactivateTenantRequest request,
        io.grpc.stub.StreamObserver<ai.waii.user.v1.CommonResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getReactivateTenantMethod(), responseObserver);
    }

    /**
     * <pre>
     * Suspends an organization, and with it every user in it. To suspend one that is suspended is no
     * error.
     * Permission: `write:org`.
     * Target: the organization must exist, and the caller must hold every permission of the roles of its
     * users, which a limited key may lack.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`id`).
     * - NOT_FOUND: ORGANIZATION_NOT_FOUND.
     * - PERMISSION_DENIED: PERMISSION_CEILING_EXCEEDED (a user in it with permissions beyond one's own).
     * - FAILED_PRECONDITION: LAST_SUPER_ADMIN (nobody would be left who is a super-admin and not
     *   suspended).
     * Retry: repeats harmlessly unless the organization was reactivated in between.
     * </pre>
     */
    default void suspendOrg(ai.waii.user.v1.SuspendOrganizationRequest request,
        io.grpc.stub.StreamObserver<ai.waii.user.v1.CommonResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getSuspendOrgMethod(), responseObserver);
    }

    /**
     * <pre>
     * Reactivates an organization. To reactivate one that is not suspended is no error.
     * Permission: `write:org`.
     * Target: the organization must exist, and the caller must hold every permission of the roles of its
     * users, which a limited key may lack.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`id`).
     * - NOT_FOUND: ORGANIZATION_NOT_FOUND.
     * - PERMISSION_DENIED: PERMISSION_CEILING_EXCEEDED (a user in it with permissions beyond one's own).
     * Retry: repeats harmlessly unless the organization was suspended in between.
     * </pre>
     */
    default void reactivateOrg(ai.waii.user.v1.ReactivateOrganizationRequest request,
        io.grpc.stub.StreamObserver<ai.waii.user.v1.CommonResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getReactivateOrgMethod(), responseObserver);
    }
  }

  /**
   * Base class for the server implementation of the service SuspensionService.
   * <pre>
   * Takes access away at once, and gives it back, without deleting anything.
   * From the next call on, on every replica, the keys of a suspended user are refused, those of every user
   * of a suspended tenant or organization too, and nobody acts as one of them. Keys, configs and all other
   * data stay as they are. Each of the three is suspended for itself: a user whose tenant is
   * reactivated stays suspended where the user was.
   * The metadata of a call, what "caller" and "scope" mean, and the errors that every method may answer
   * are said at UserService.
   * </pre>
   */
  public static abstract class SuspensionServiceImplBase
      implements io.grpc.BindableService, AsyncService {

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return SuspensionServiceGrpc.bindService(this);
    }
  }

  /**
   * A stub to allow clients to do asynchronous rpc calls to service SuspensionService.
   * <pre>
   * Takes access away at once, and gives it back, without deleting anything.
   * From the next call on, on every replica, the keys of a suspended user are refused, those of every user
   * of a suspended tenant or organization too, and nobody acts as one of them. Keys, configs and all other
   * data stay as they are. Each of the three is suspended for itself: a user whose tenant is
   * reactivated stays suspended where the user was.
   * The metadata of a call, what "caller" and "scope" mean, and the errors that every method may answer
   * are said at UserService.
   * </pre>
   */
  public static final class SuspensionServiceStub
      extends io.grpc.stub.AbstractAsyncStub<SuspensionServiceStub> {
    private SuspensionServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected SuspensionServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new SuspensionServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * Suspends a user. To suspend who is suspended is no error.
     * Permission: `write:user`.
     * Target: the user must be in scope, and the caller must hold every permission of the user's roles.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`id`).
     * - NOT_FOUND: USER_NOT_FOUND.
     * - PERMISSION_DENIED: PERMISSION_CEILING_EXCEEDED (a user with permissions beyond one's own).
     * - FAILED_PRECONDITION: LAST_SUPER_ADMIN (nobody would be left who is a super-admin and not
     *   suspended).
     * Retry: repeats harmlessly unless the user was reactivated in between.
     * </pre>
     */
    public void suspendUser(ai.waii.user.v1.SuspendUserRequest request,
        io.grpc.stub.StreamObserver<ai.waii.user.v1.CommonResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getSuspendUserMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Reactivates a user. To reactivate who is not suspended is no error.
     * Permission: `write:user`.
     * Target: the user must be in scope, and the caller must hold every permission of the user's roles.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`id`).
     * - NOT_FOUND: USER_NOT_FOUND.
     * - PERMISSION_DENIED: PERMISSION_CEILING_EXCEEDED (a user with permissions beyond one's own).
     * Retry: repeats harmlessly unless the user was suspended in between.
     * </pre>
     */
    public void reactivateUser(ai.waii.user.v1.ReactivateUserRequest request,
        io.grpc.stub.StreamObserver<ai.waii.user.v1.CommonResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getReactivateUserMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Suspends a tenant, and with it every user in it. To suspend one that is suspended is no error.
     * Permission: `write:tenant`.
     * Target: the tenant must be in scope, and the caller must hold every permission of the roles of its
     * users.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`id`).
     * - NOT_FOUND: TENANT_NOT_FOUND.
     * - PERMISSION_DENIED: PERMISSION_CEILING_EXCEEDED (a user in it with permissions beyond one's own).
     * - FAILED_PRECONDITION: LAST_SUPER_ADMIN (nobody would be left who is a super-admin and not
     *   suspended).
     * Retry: repeats harmlessly unless the tenant was reactivated in between.
     * </pre>
     */
    public void suspendTenant(ai.waii.user.v1.SuspendTenantRequest request,
        io.grpc.stub.StreamObserver<ai.waii.user.v1.CommonResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getSuspendTenantMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Reactivates a tenant. To reactivate one that is not suspended is no error.
     * Permission: `write:tenant`.
     * Target: the tenant must be in scope, and the caller must hold every permission of the roles of its
     * users.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`id`).
     * - NOT_FOUND: TENANT_NOT_FOUND.
     * - PERMISSION_DENIED: PERMISSION_CEILING_EXCEEDED (a user in it with permissions beyond one's own).
     * Retry: repeats harmlessly unless the tenant was suspended in between.
     * </pre>
     */
    public void reactivateTenant(ai.waii.user.v1.ReactivateTenantRequest request,
        io.grpc.stub.StreamObserver<ai.waii.user.v1.CommonResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getReactivateTenantMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Suspends an organization, and with it every user in it. To suspend one that is suspended is no
     * error.
     * Permission: `write:org`.
     * Target: the organization must exist, and the caller must hold every permission of the roles of its
     * users, which a limited key may lack.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`id`).
     * - NOT_FOUND: ORGANIZATION_NOT_FOUND.
     * - PERMISSION_DENIED: PERMISSION_CEILING_EXCEEDED (a user in it with permissions beyond one's own).
     * - FAILED_PRECONDITION: LAST_SUPER_ADMIN (nobody would be left who is a super-admin and not
     *   suspended).
     * Retry: repeats harmlessly unless the organization was reactivated in between.
     * </pre>
     */
    public void suspendOrg(ai.waii.user.v1.SuspendOrganizationRequest request,
        io.grpc.stub.StreamObserver<ai.waii.user.v1.CommonResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getSuspendOrgMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Reactivates an organization. To reactivate one that is not suspended is no error.
     * Permission: `write:org`.
     * Target: the organization must exist, and the caller must hold every permission of the roles of its
     * users, which a limited key may lack.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`id`).
     * - NOT_FOUND: ORGANIZATION_NOT_FOUND.
     * - PERMISSION_DENIED: PERMISSION_CEILING_EXCEEDED (a user in it with permissions beyond one's own).
     * Retry: repeats harmlessly unless the organization was suspended in between.
     * </pre>
     */
    public void reactivateOrg(ai.waii.user.v1.ReactivateOrganizationRequest request,
        io.grpc.stub.StreamObserver<ai.waii.user.v1.CommonResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getReactivateOrgMethod(), getCallOptions()), request, responseObserver);
    }
  }

  /**
   * A stub to allow clients to do synchronous rpc calls to service SuspensionService.
   * <pre>
   * Takes access away at once, and gives it back, without deleting anything.
   * From the next call on, on every replica, the keys of a suspended user are refused, those of every user
   * of a suspended tenant or organization too, and nobody acts as one of them. Keys, configs and all other
   * data stay as they are. Each of the three is suspended for itself: a user whose tenant is
   * reactivated stays suspended where the user was.
   * The metadata of a call, what "caller" and "scope" mean, and the errors that every method may answer
   * are said at UserService.
   * </pre>
   */
  public static final class SuspensionServiceBlockingV2Stub
      extends io.grpc.stub.AbstractBlockingStub<SuspensionServiceBlockingV2Stub> {
    private SuspensionServiceBlockingV2Stub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected SuspensionServiceBlockingV2Stub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new SuspensionServiceBlockingV2Stub(channel, callOptions);
    }

    /**
     * <pre>
     * Suspends a user. To suspend who is suspended is no error.
     * Permission: `write:user`.
     * Target: the user must be in scope, and the caller must hold every permission of the user's roles.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`id`).
     * - NOT_FOUND: USER_NOT_FOUND.
     * - PERMISSION_DENIED: PERMISSION_CEILING_EXCEEDED (a user with permissions beyond one's own).
     * - FAILED_PRECONDITION: LAST_SUPER_ADMIN (nobody would be left who is a super-admin and not
     *   suspended).
     * Retry: repeats harmlessly unless the user was reactivated in between.
     * </pre>
     */
    public ai.waii.user.v1.CommonResponse suspendUser(ai.waii.user.v1.SuspendUserRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getSuspendUserMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Reactivates a user. To reactivate who is not suspended is no error.
     * Permission: `write:user`.
     * Target: the user must be in scope, and the caller must hold every permission of the user's roles.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`id`).
     * - NOT_FOUND: USER_NOT_FOUND.
     * - PERMISSION_DENIED: PERMISSION_CEILING_EXCEEDED (a user with permissions beyond one's own).
     * Retry: repeats harmlessly unless the user was suspended in between.
     * </pre>
     */
    public ai.waii.user.v1.CommonResponse reactivateUser(ai.waii.user.v1.ReactivateUserRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getReactivateUserMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Suspends a tenant, and with it every user in it. To suspend one that is suspended is no error.
     * Permission: `write:tenant`.
     * Target: the tenant must be in scope, and the caller must hold every permission of the roles of its
     * users.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`id`).
     * - NOT_FOUND: TENANT_NOT_FOUND.
     * - PERMISSION_DENIED: PERMISSION_CEILING_EXCEEDED (a user in it with permissions beyond one's own).
     * - FAILED_PRECONDITION: LAST_SUPER_ADMIN (nobody would be left who is a super-admin and not
     *   suspended).
     * Retry: repeats harmlessly unless the tenant was reactivated in between.
     * </pre>
     */
    public ai.waii.user.v1.CommonResponse suspendTenant(ai.waii.user.v1.SuspendTenantRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getSuspendTenantMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Reactivates a tenant. To reactivate one that is not suspended is no error.
     * Permission: `write:tenant`.
     * Target: the tenant must be in scope, and the caller must hold every permission of the roles of its
     * users.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`id`).
     * - NOT_FOUND: TENANT_NOT_FOUND.
     * - PERMISSION_DENIED: PERMISSION_CEILING_EXCEEDED (a user in it with permissions beyond one's own).
     * Retry: repeats harmlessly unless the tenant was suspended in between.
     * </pre>
     */
    public ai.waii.user.v1.CommonResponse reactivateTenant(ai.waii.user.v1.ReactivateTenantRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getReactivateTenantMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Suspends an organization, and with it every user in it. To suspend one that is suspended is no
     * error.
     * Permission: `write:org`.
     * Target: the organization must exist, and the caller must hold every permission of the roles of its
     * users, which a limited key may lack.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`id`).
     * - NOT_FOUND: ORGANIZATION_NOT_FOUND.
     * - PERMISSION_DENIED: PERMISSION_CEILING_EXCEEDED (a user in it with permissions beyond one's own).
     * - FAILED_PRECONDITION: LAST_SUPER_ADMIN (nobody would be left who is a super-admin and not
     *   suspended).
     * Retry: repeats harmlessly unless the organization was reactivated in between.
     * </pre>
     */
    public ai.waii.user.v1.CommonResponse suspendOrg(ai.waii.user.v1.SuspendOrganizationRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getSuspendOrgMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Reactivates an organization. To reactivate one that is not suspended is no error.
     * Permission: `write:org`.
     * Target: the organization must exist, and the caller must hold every permission of the roles of its
     * users, which a limited key may lack.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`id`).
     * - NOT_FOUND: ORGANIZATION_NOT_FOUND.
     * - PERMISSION_DENIED: PERMISSION_CEILING_EXCEEDED (a user in it with permissions beyond one's own).
     * Retry: repeats harmlessly unless the organization was suspended in between.
     * </pre>
     */
    public ai.waii.user.v1.CommonResponse reactivateOrg(ai.waii.user.v1.ReactivateOrganizationRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getReactivateOrgMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do limited synchronous rpc calls to service SuspensionService.
   * <pre>
   * Takes access away at once, and gives it back, without deleting anything.
   * From the next call on, on every replica, the keys of a suspended user are refused, those of every user
   * of a suspended tenant or organization too, and nobody acts as one of them. Keys, configs and all other
   * data stay as they are. Each of the three is suspended for itself: a user whose tenant is
   * reactivated stays suspended where the user was.
   * The metadata of a call, what "caller" and "scope" mean, and the errors that every method may answer
   * are said at UserService.
   * </pre>
   */
  public static final class SuspensionServiceBlockingStub
      extends io.grpc.stub.AbstractBlockingStub<SuspensionServiceBlockingStub> {
    private SuspensionServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected SuspensionServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new SuspensionServiceBlockingStub(channel, callOptions);
    }

    /**
     * <pre>
     * Suspends a user. To suspend who is suspended is no error.
     * Permission: `write:user`.
     * Target: the user must be in scope, and the caller must hold every permission of the user's roles.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`id`).
     * - NOT_FOUND: USER_NOT_FOUND.
     * - PERMISSION_DENIED: PERMISSION_CEILING_EXCEEDED (a user with permissions beyond one's own).
     * - FAILED_PRECONDITION: LAST_SUPER_ADMIN (nobody would be left who is a super-admin and not
     *   suspended).
     * Retry: repeats harmlessly unless the user was reactivated in between.
     * </pre>
     */
    public ai.waii.user.v1.CommonResponse suspendUser(ai.waii.user.v1.SuspendUserRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getSuspendUserMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Reactivates a user. To reactivate who is not suspended is no error.
     * Permission: `write:user`.
     * Target: the user must be in scope, and the caller must hold every permission of the user's roles.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`id`).
     * - NOT_FOUND: USER_NOT_FOUND.
     * - PERMISSION_DENIED: PERMISSION_CEILING_EXCEEDED (a user with permissions beyond one's own).
     * Retry: repeats harmlessly unless the user was suspended in between.
     * </pre>
     */
    public ai.waii.user.v1.CommonResponse reactivateUser(ai.waii.user.v1.ReactivateUserRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getReactivateUserMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Suspends a tenant, and with it every user in it. To suspend one that is suspended is no error.
     * Permission: `write:tenant`.
     * Target: the tenant must be in scope, and the caller must hold every permission of the roles of its
     * users.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`id`).
     * - NOT_FOUND: TENANT_NOT_FOUND.
     * - PERMISSION_DENIED: PERMISSION_CEILING_EXCEEDED (a user in it with permissions beyond one's own).
     * - FAILED_PRECONDITION: LAST_SUPER_ADMIN (nobody would be left who is a super-admin and not
     *   suspended).
     * Retry: repeats harmlessly unless the tenant was reactivated in between.
     * </pre>
     */
    public ai.waii.user.v1.CommonResponse suspendTenant(ai.waii.user.v1.SuspendTenantRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getSuspendTenantMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Reactivates a tenant. To reactivate one that is not suspended is no error.
     * Permission: `write:tenant`.
     * Target: the tenant must be in scope, and the caller must hold every permission of the roles of its
     * users.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`id`).
     * - NOT_FOUND: TENANT_NOT_FOUND.
     * - PERMISSION_DENIED: PERMISSION_CEILING_EXCEEDED (a user in it with permissions beyond one's own).
     * Retry: repeats harmlessly unless the tenant was suspended in between.
     * </pre>
     */
    public ai.waii.user.v1.CommonResponse reactivateTenant(ai.waii.user.v1.ReactivateTenantRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getReactivateTenantMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Suspends an organization, and with it every user in it. To suspend one that is suspended is no
     * error.
     * Permission: `write:org`.
     * Target: the organization must exist, and the caller must hold every permission of the roles of its
     * users, which a limited key may lack.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`id`).
     * - NOT_FOUND: ORGANIZATION_NOT_FOUND.
     * - PERMISSION_DENIED: PERMISSION_CEILING_EXCEEDED (a user in it with permissions beyond one's own).
     * - FAILED_PRECONDITION: LAST_SUPER_ADMIN (nobody would be left who is a super-admin and not
     *   suspended).
     * Retry: repeats harmlessly unless the organization was reactivated in between.
     * </pre>
     */
    public ai.waii.user.v1.CommonResponse suspendOrg(ai.waii.user.v1.SuspendOrganizationRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getSuspendOrgMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Reactivates an organization. To reactivate one that is not suspended is no error.
     * Permission: `write:org`.
     * Target: the organization must exist, and the caller must hold every permission of the roles of its
     * users, which a limited key may lack.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`id`).
     * - NOT_FOUND: ORGANIZATION_NOT_FOUND.
     * - PERMISSION_DENIED: PERMISSION_CEILING_EXCEEDED (a user in it with permissions beyond one's own).
     * Retry: repeats harmlessly unless the organization was suspended in between.
     * </pre>
     */
    public ai.waii.user.v1.CommonResponse reactivateOrg(ai.waii.user.v1.ReactivateOrganizationRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getReactivateOrgMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do ListenableFuture-style rpc calls to service SuspensionService.
   * <pre>
   * Takes access away at once, and gives it back, without deleting anything.
   * From the next call on, on every replica, the keys of a suspended user are refused, those of every user
   * of a suspended tenant or organization too, and nobody acts as one of them. Keys, configs and all other
   * data stay as they are. Each of the three is suspended for itself: a user whose tenant is
   * reactivated stays suspended where the user was.
   * The metadata of a call, what "caller" and "scope" mean, and the errors that every method may answer
   * are said at UserService.
   * </pre>
   */
  public static final class SuspensionServiceFutureStub
      extends io.grpc.stub.AbstractFutureStub<SuspensionServiceFutureStub> {
    private SuspensionServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected SuspensionServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new SuspensionServiceFutureStub(channel, callOptions);
    }

    /**
     * <pre>
     * Suspends a user. To suspend who is suspended is no error.
     * Permission: `write:user`.
     * Target: the user must be in scope, and the caller must hold every permission of the user's roles.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`id`).
     * - NOT_FOUND: USER_NOT_FOUND.
     * - PERMISSION_DENIED: PERMISSION_CEILING_EXCEEDED (a user with permissions beyond one's own).
     * - FAILED_PRECONDITION: LAST_SUPER_ADMIN (nobody would be left who is a super-admin and not
     *   suspended).
     * Retry: repeats harmlessly unless the user was reactivated in between.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<ai.waii.user.v1.CommonResponse> suspendUser(
        ai.waii.user.v1.SuspendUserRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getSuspendUserMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Reactivates a user. To reactivate who is not suspended is no error.
     * Permission: `write:user`.
     * Target: the user must be in scope, and the caller must hold every permission of the user's roles.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`id`).
     * - NOT_FOUND: USER_NOT_FOUND.
     * - PERMISSION_DENIED: PERMISSION_CEILING_EXCEEDED (a user with permissions beyond one's own).
     * Retry: repeats harmlessly unless the user was suspended in between.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<ai.waii.user.v1.CommonResponse> reactivateUser(
        ai.waii.user.v1.ReactivateUserRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getReactivateUserMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Suspends a tenant, and with it every user in it. To suspend one that is suspended is no error.
     * Permission: `write:tenant`.
     * Target: the tenant must be in scope, and the caller must hold every permission of the roles of its
     * users.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`id`).
     * - NOT_FOUND: TENANT_NOT_FOUND.
     * - PERMISSION_DENIED: PERMISSION_CEILING_EXCEEDED (a user in it with permissions beyond one's own).
     * - FAILED_PRECONDITION: LAST_SUPER_ADMIN (nobody would be left who is a super-admin and not
     *   suspended).
     * Retry: repeats harmlessly unless the tenant was reactivated in between.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<ai.waii.user.v1.CommonResponse> suspendTenant(
        ai.waii.user.v1.SuspendTenantRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getSuspendTenantMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Reactivates a tenant. To reactivate one that is not suspended is no error.
     * Permission: `write:tenant`.
     * Target: the tenant must be in scope, and the caller must hold every permission of the roles of its
     * users.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`id`).
     * - NOT_FOUND: TENANT_NOT_FOUND.
     * - PERMISSION_DENIED: PERMISSION_CEILING_EXCEEDED (a user in it with permissions beyond one's own).
     * Retry: repeats harmlessly unless the tenant was suspended in between.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<ai.waii.user.v1.CommonResponse> reactivateTenant(
        ai.waii.user.v1.ReactivateTenantRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getReactivateTenantMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Suspends an organization, and with it every user in it. To suspend one that is suspended is no
     * error.
     * Permission: `write:org`.
     * Target: the organization must exist, and the caller must hold every permission of the roles of its
     * users, which a limited key may lack.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`id`).
     * - NOT_FOUND: ORGANIZATION_NOT_FOUND.
     * - PERMISSION_DENIED: PERMISSION_CEILING_EXCEEDED (a user in it with permissions beyond one's own).
     * - FAILED_PRECONDITION: LAST_SUPER_ADMIN (nobody would be left who is a super-admin and not
     *   suspended).
     * Retry: repeats harmlessly unless the organization was reactivated in between.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<ai.waii.user.v1.CommonResponse> suspendOrg(
        ai.waii.user.v1.SuspendOrganizationRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getSuspendOrgMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Reactivates an organization. To reactivate one that is not suspended is no error.
     * Permission: `write:org`.
     * Target: the organization must exist, and the caller must hold every permission of the roles of its
     * users, which a limited key may lack.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`id`).
     * - NOT_FOUND: ORGANIZATION_NOT_FOUND.
     * - PERMISSION_DENIED: PERMISSION_CEILING_EXCEEDED (a user in it with permissions beyond one's own).
     * Retry: repeats harmlessly unless the organization was suspended in between.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<ai.waii.user.v1.CommonResponse> reactivateOrg(
        ai.waii.user.v1.ReactivateOrganizationRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getReactivateOrgMethod(), getCallOptions()), request);
    }
  }

  private static final int METHODID_SUSPEND_USER = 0;
  private static final int METHODID_REACTIVATE_USER = 1;
  private static final int METHODID_SUSPEND_TENANT = 2;
  private static final int METHODID_REACTIVATE_TENANT = 3;
  private static final int METHODID_SUSPEND_ORG = 4;
  private static final int METHODID_REACTIVATE_ORG = 5;

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
        case METHODID_SUSPEND_USER:
          serviceImpl.suspendUser((ai.waii.user.v1.SuspendUserRequest) request,
              (io.grpc.stub.StreamObserver<ai.waii.user.v1.CommonResponse>) responseObserver);
          break;
        case METHODID_REACTIVATE_USER:
          serviceImpl.reactivateUser((ai.waii.user.v1.ReactivateUserRequest) request,
              (io.grpc.stub.StreamObserver<ai.waii.user.v1.CommonResponse>) responseObserver);
          break;
        case METHODID_SUSPEND_TENANT:
          serviceImpl.suspendTenant((ai.waii.user.v1.SuspendTenantRequest) request,
              (io.grpc.stub.StreamObserver<ai.waii.user.v1.CommonResponse>) responseObserver);
          break;
        case METHODID_REACTIVATE_TENANT:
          serviceImpl.reactivateTenant((ai.waii.user.v1.ReactivateTenantRequest) request,
              (io.grpc.stub.StreamObserver<ai.waii.user.v1.CommonResponse>) responseObserver);
          break;
        case METHODID_SUSPEND_ORG:
          serviceImpl.suspendOrg((ai.waii.user.v1.SuspendOrganizationRequest) request,
              (io.grpc.stub.StreamObserver<ai.waii.user.v1.CommonResponse>) responseObserver);
          break;
        case METHODID_REACTIVATE_ORG:
          serviceImpl.reactivateOrg((ai.waii.user.v1.ReactivateOrganizationRequest) request,
              (io.grpc.stub.StreamObserver<ai.waii.user.v1.CommonResponse>) responseObserver);
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
          getSuspendUserMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              ai.waii.user.v1.SuspendUserRequest,
              ai.waii.user.v1.CommonResponse>(
                service, METHODID_SUSPEND_USER)))
        .addMethod(
          getReactivateUserMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              ai.waii.user.v1.ReactivateUserRequest,
              ai.waii.user.v1.CommonResponse>(
                service, METHODID_REACTIVATE_USER)))
        .addMethod(
          getSuspendTenantMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              ai.waii.user.v1.SuspendTenantRequest,
              ai.waii.user.v1.CommonResponse>(
                service, METHODID_SUSPEND_TENANT)))
        .addMethod(
          getReactivateTenantMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              ai.waii.user.v1.ReactivateTenantRequest,
              ai.waii.user.v1.CommonResponse>(
                service, METHODID_REACTIVATE_TENANT)))
        .addMethod(
          getSuspendOrgMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              ai.waii.user.v1.SuspendOrganizationRequest,
              ai.waii.user.v1.CommonResponse>(
                service, METHODID_SUSPEND_ORG)))
        .addMethod(
          getReactivateOrgMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              ai.waii.user.v1.ReactivateOrganizationRequest,
              ai.waii.user.v1.CommonResponse>(
                service, METHODID_REACTIVATE_ORG)))
        .build();
  }

  private static abstract class SuspensionServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    SuspensionServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return ai.waii.user.v1.SuspensionServiceProto.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("SuspensionService");
    }
  }

  private static final class SuspensionServiceFileDescriptorSupplier
      extends SuspensionServiceBaseDescriptorSupplier {
    SuspensionServiceFileDescriptorSupplier() {}
  }

  private static final class SuspensionServiceMethodDescriptorSupplier
      extends SuspensionServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final java.lang.String methodName;

    SuspensionServiceMethodDescriptorSupplier(java.lang.String methodName) {
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
      synchronized (SuspensionServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new SuspensionServiceFileDescriptorSupplier())
              .addMethod(getSuspendUserMethod())
              .addMethod(getReactivateUserMethod())
              .addMethod(getSuspendTenantMethod())
              .addMethod(getReactivateTenantMethod())
              .addMethod(getSuspendOrgMethod())
              .addMethod(getReactivateOrgMethod())
              .build();
        }
      }
    }
    return result;
  }
}
