package ai.waii.user.v1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * Explains who may do what.
 * The metadata of a call, what "caller" and "scope" mean, and the errors that every method may answer
 * are said at UserService.
 * </pre>
 */
@io.grpc.stub.annotations.GrpcGenerated
public final class AuthorizationServiceGrpc {

  private AuthorizationServiceGrpc() {}

  public static final java.lang.String SERVICE_NAME = "waii.user.v1.AuthorizationService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<ai.waii.user.v1.CheckAccessRequest,
      ai.waii.user.v1.CheckAccessResponse> getCheckAccessMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "CheckAccess",
      requestType = ai.waii.user.v1.CheckAccessRequest.class,
      responseType = ai.waii.user.v1.CheckAccessResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<ai.waii.user.v1.CheckAccessRequest,
      ai.waii.user.v1.CheckAccessResponse> getCheckAccessMethod() {
    io.grpc.MethodDescriptor<ai.waii.user.v1.CheckAccessRequest, ai.waii.user.v1.CheckAccessResponse> getCheckAccessMethod;
    if ((getCheckAccessMethod = AuthorizationServiceGrpc.getCheckAccessMethod) == null) {
      synchronized (AuthorizationServiceGrpc.class) {
        if ((getCheckAccessMethod = AuthorizationServiceGrpc.getCheckAccessMethod) == null) {
          AuthorizationServiceGrpc.getCheckAccessMethod = getCheckAccessMethod =
              io.grpc.MethodDescriptor.<ai.waii.user.v1.CheckAccessRequest, ai.waii.user.v1.CheckAccessResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "CheckAccess"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  ai.waii.user.v1.CheckAccessRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  ai.waii.user.v1.CheckAccessResponse.getDefaultInstance()))
              .setSchemaDescriptor(new AuthorizationServiceMethodDescriptorSupplier("CheckAccess"))
              .build();
        }
      }
    }
    return getCheckAccessMethod;
  }

  private static volatile io.grpc.MethodDescriptor<ai.waii.user.v1.GetPrincipalRequest,
      ai.waii.user.v1.GetPrincipalResponse> getGetPrincipalMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetPrincipal",
      requestType = ai.waii.user.v1.GetPrincipalRequest.class,
      responseType = ai.waii.user.v1.GetPrincipalResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<ai.waii.user.v1.GetPrincipalRequest,
      ai.waii.user.v1.GetPrincipalResponse> getGetPrincipalMethod() {
    io.grpc.MethodDescriptor<ai.waii.user.v1.GetPrincipalRequest, ai.waii.user.v1.GetPrincipalResponse> getGetPrincipalMethod;
    if ((getGetPrincipalMethod = AuthorizationServiceGrpc.getGetPrincipalMethod) == null) {
      synchronized (AuthorizationServiceGrpc.class) {
        if ((getGetPrincipalMethod = AuthorizationServiceGrpc.getGetPrincipalMethod) == null) {
          AuthorizationServiceGrpc.getGetPrincipalMethod = getGetPrincipalMethod =
              io.grpc.MethodDescriptor.<ai.waii.user.v1.GetPrincipalRequest, ai.waii.user.v1.GetPrincipalResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetPrincipal"))
              .setSafe(true)
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  ai.waii.user.v1.GetPrincipalRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  ai.waii.user.v1.GetPrincipalResponse.getDefaultInstance()))
              .setSchemaDescriptor(new AuthorizationServiceMethodDescriptorSupplier("GetPrincipal"))
              .build();
        }
      }
    }
    return getGetPrincipalMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static AuthorizationServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<AuthorizationServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<AuthorizationServiceStub>() {
        @java.lang.Override
        public AuthorizationServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new AuthorizationServiceStub(channel, callOptions);
        }
      };
    return AuthorizationServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports all types of calls on the service
   */
  public static AuthorizationServiceBlockingV2Stub newBlockingV2Stub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<AuthorizationServiceBlockingV2Stub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<AuthorizationServiceBlockingV2Stub>() {
        @java.lang.Override
        public AuthorizationServiceBlockingV2Stub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new AuthorizationServiceBlockingV2Stub(channel, callOptions);
        }
      };
    return AuthorizationServiceBlockingV2Stub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static AuthorizationServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<AuthorizationServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<AuthorizationServiceBlockingStub>() {
        @java.lang.Override
        public AuthorizationServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new AuthorizationServiceBlockingStub(channel, callOptions);
        }
      };
    return AuthorizationServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static AuthorizationServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<AuthorizationServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<AuthorizationServiceFutureStub>() {
        @java.lang.Override
        public AuthorizationServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new AuthorizationServiceFutureStub(channel, callOptions);
        }
      };
    return AuthorizationServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * Explains who may do what.
   * The metadata of a call, what "caller" and "scope" mean, and the errors that every method may answer
   * are said at UserService.
   * </pre>
   */
  public interface AsyncService {

    /**
     * <pre>
     * Answers whether a user may call a method, and which rule decided: what a call of that method would
     * be answered before its other fields and the state of the data matter.
     * Permission: none beyond `usage:api` for oneself; `read:user` for others.
     * Target: about another user, that user, the target and the user to impersonate must be in the
     * caller's scope. About oneself, what is not there is an answer and no error.
     * Errors:
     * - PERMISSION_DENIED: PERMISSION_MISSING (about another user).
     * - INVALID_ARGUMENT: FIELDS_INVALID (`user_id`, `method`, `target`, `impersonate_user_id`, `roles`).
     * - NOT_FOUND: USER_NOT_FOUND, TENANT_NOT_FOUND, ORGANIZATION_NOT_FOUND (about another user).
     * Retry: safe.
     * </pre>
     */
    default void checkAccess(ai.waii.user.v1.CheckAccessRequest request,
        io.grpc.stub.StreamObserver<ai.waii.user.v1.CheckAccessResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getCheckAccessMethod(), responseObserver);
    }

    /**
     * <pre>
     * Answers who makes the call, and as whom: for a service that is called with an access key, and
     * passes it on to learn whose it is.
     * Permission: none beyond `usage:api`.
     * Target: oneself.
     * Errors: none of its own.
     * Retry: safe.
     * </pre>
     */
    default void getPrincipal(ai.waii.user.v1.GetPrincipalRequest request,
        io.grpc.stub.StreamObserver<ai.waii.user.v1.GetPrincipalResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetPrincipalMethod(), responseObserver);
    }
  }

  /**
   * Base class for the server implementation of the service AuthorizationService.
   * <pre>
   * Explains who may do what.
   * The metadata of a call, what "caller" and "scope" mean, and the errors that every method may answer
   * are said at UserService.
   * </pre>
   */
  public static abstract class AuthorizationServiceImplBase
      implements io.grpc.BindableService, AsyncService {

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return AuthorizationServiceGrpc.bindService(this);
    }
  }

  /**
   * A stub to allow clients to do asynchronous rpc calls to service AuthorizationService.
   * <pre>
   * Explains who may do what.
   * The metadata of a call, what "caller" and "scope" mean, and the errors that every method may answer
   * are said at UserService.
   * </pre>
   */
  public static final class AuthorizationServiceStub
      extends io.grpc.stub.AbstractAsyncStub<AuthorizationServiceStub> {
    private AuthorizationServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected AuthorizationServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new AuthorizationServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * Answers whether a user may call a method, and which rule decided: what a call of that method would
     * be answered before its other fields and the state of the data matter.
     * Permission: none beyond `usage:api` for oneself; `read:user` for others.
     * Target: about another user, that user, the target and the user to impersonate must be in the
     * caller's scope. About oneself, what is not there is an answer and no error.
     * Errors:
     * - PERMISSION_DENIED: PERMISSION_MISSING (about another user).
     * - INVALID_ARGUMENT: FIELDS_INVALID (`user_id`, `method`, `target`, `impersonate_user_id`, `roles`).
     * - NOT_FOUND: USER_NOT_FOUND, TENANT_NOT_FOUND, ORGANIZATION_NOT_FOUND (about another user).
     * Retry: safe.
     * </pre>
     */
    public void checkAccess(ai.waii.user.v1.CheckAccessRequest request,
        io.grpc.stub.StreamObserver<ai.waii.user.v1.CheckAccessResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getCheckAccessMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Answers who makes the call, and as whom: for a service that is called with an access key, and
     * passes it on to learn whose it is.
     * Permission: none beyond `usage:api`.
     * Target: oneself.
     * Errors: none of its own.
     * Retry: safe.
     * </pre>
     */
    public void getPrincipal(ai.waii.user.v1.GetPrincipalRequest request,
        io.grpc.stub.StreamObserver<ai.waii.user.v1.GetPrincipalResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetPrincipalMethod(), getCallOptions()), request, responseObserver);
    }
  }

  /**
   * A stub to allow clients to do synchronous rpc calls to service AuthorizationService.
   * <pre>
   * Explains who may do what.
   * The metadata of a call, what "caller" and "scope" mean, and the errors that every method may answer
   * are said at UserService.
   * </pre>
   */
  public static final class AuthorizationServiceBlockingV2Stub
      extends io.grpc.stub.AbstractBlockingStub<AuthorizationServiceBlockingV2Stub> {
    private AuthorizationServiceBlockingV2Stub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected AuthorizationServiceBlockingV2Stub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new AuthorizationServiceBlockingV2Stub(channel, callOptions);
    }

    /**
     * <pre>
     * Answers whether a user may call a method, and which rule decided: what a call of that method would
     * be answered before its other fields and the state of the data matter.
     * Permission: none beyond `usage:api` for oneself; `read:user` for others.
     * Target: about another user, that user, the target and the user to impersonate must be in the
     * caller's scope. About oneself, what is not there is an answer and no error.
     * Errors:
     * - PERMISSION_DENIED: PERMISSION_MISSING (about another user).
     * - INVALID_ARGUMENT: FIELDS_INVALID (`user_id`, `method`, `target`, `impersonate_user_id`, `roles`).
     * - NOT_FOUND: USER_NOT_FOUND, TENANT_NOT_FOUND, ORGANIZATION_NOT_FOUND (about another user).
     * Retry: safe.
     * </pre>
     */
    public ai.waii.user.v1.CheckAccessResponse checkAccess(ai.waii.user.v1.CheckAccessRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getCheckAccessMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Answers who makes the call, and as whom: for a service that is called with an access key, and
     * passes it on to learn whose it is.
     * Permission: none beyond `usage:api`.
     * Target: oneself.
     * Errors: none of its own.
     * Retry: safe.
     * </pre>
     */
    public ai.waii.user.v1.GetPrincipalResponse getPrincipal(ai.waii.user.v1.GetPrincipalRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetPrincipalMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do limited synchronous rpc calls to service AuthorizationService.
   * <pre>
   * Explains who may do what.
   * The metadata of a call, what "caller" and "scope" mean, and the errors that every method may answer
   * are said at UserService.
   * </pre>
   */
  public static final class AuthorizationServiceBlockingStub
      extends io.grpc.stub.AbstractBlockingStub<AuthorizationServiceBlockingStub> {
    private AuthorizationServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected AuthorizationServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new AuthorizationServiceBlockingStub(channel, callOptions);
    }

    /**
     * <pre>
     * Answers whether a user may call a method, and which rule decided: what a call of that method would
     * be answered before its other fields and the state of the data matter.
     * Permission: none beyond `usage:api` for oneself; `read:user` for others.
     * Target: about another user, that user, the target and the user to impersonate must be in the
     * caller's scope. About oneself, what is not there is an answer and no error.
     * Errors:
     * - PERMISSION_DENIED: PERMISSION_MISSING (about another user).
     * - INVALID_ARGUMENT: FIELDS_INVALID (`user_id`, `method`, `target`, `impersonate_user_id`, `roles`).
     * - NOT_FOUND: USER_NOT_FOUND, TENANT_NOT_FOUND, ORGANIZATION_NOT_FOUND (about another user).
     * Retry: safe.
     * </pre>
     */
    public ai.waii.user.v1.CheckAccessResponse checkAccess(ai.waii.user.v1.CheckAccessRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getCheckAccessMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Answers who makes the call, and as whom: for a service that is called with an access key, and
     * passes it on to learn whose it is.
     * Permission: none beyond `usage:api`.
     * Target: oneself.
     * Errors: none of its own.
     * Retry: safe.
     * </pre>
     */
    public ai.waii.user.v1.GetPrincipalResponse getPrincipal(ai.waii.user.v1.GetPrincipalRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetPrincipalMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do ListenableFuture-style rpc calls to service AuthorizationService.
   * <pre>
   * Explains who may do what.
   * The metadata of a call, what "caller" and "scope" mean, and the errors that every method may answer
   * are said at UserService.
   * </pre>
   */
  public static final class AuthorizationServiceFutureStub
      extends io.grpc.stub.AbstractFutureStub<AuthorizationServiceFutureStub> {
    private AuthorizationServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected AuthorizationServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new AuthorizationServiceFutureStub(channel, callOptions);
    }

    /**
     * <pre>
     * Answers whether a user may call a method, and which rule decided: what a call of that method would
     * be answered before its other fields and the state of the data matter.
     * Permission: none beyond `usage:api` for oneself; `read:user` for others.
     * Target: about another user, that user, the target and the user to impersonate must be in the
     * caller's scope. About oneself, what is not there is an answer and no error.
     * Errors:
     * - PERMISSION_DENIED: PERMISSION_MISSING (about another user).
     * - INVALID_ARGUMENT: FIELDS_INVALID (`user_id`, `method`, `target`, `impersonate_user_id`, `roles`).
     * - NOT_FOUND: USER_NOT_FOUND, TENANT_NOT_FOUND, ORGANIZATION_NOT_FOUND (about another user).
     * Retry: safe.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<ai.waii.user.v1.CheckAccessResponse> checkAccess(
        ai.waii.user.v1.CheckAccessRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getCheckAccessMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Answers who makes the call, and as whom: for a service that is called with an access key, and
     * passes it on to learn whose it is.
     * Permission: none beyond `usage:api`.
     * Target: oneself.
     * Errors: none of its own.
     * Retry: safe.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<ai.waii.user.v1.GetPrincipalResponse> getPrincipal(
        ai.waii.user.v1.GetPrincipalRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetPrincipalMethod(), getCallOptions()), request);
    }
  }

  private static final int METHODID_CHECK_ACCESS = 0;
  private static final int METHODID_GET_PRINCIPAL = 1;

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
        case METHODID_CHECK_ACCESS:
          serviceImpl.checkAccess((ai.waii.user.v1.CheckAccessRequest) request,
              (io.grpc.stub.StreamObserver<ai.waii.user.v1.CheckAccessResponse>) responseObserver);
          break;
        case METHODID_GET_PRINCIPAL:
          serviceImpl.getPrincipal((ai.waii.user.v1.GetPrincipalRequest) request,
              (io.grpc.stub.StreamObserver<ai.waii.user.v1.GetPrincipalResponse>) responseObserver);
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
          getCheckAccessMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              ai.waii.user.v1.CheckAccessRequest,
              ai.waii.user.v1.CheckAccessResponse>(
                service, METHODID_CHECK_ACCESS)))
        .addMethod(
          getGetPrincipalMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              ai.waii.user.v1.GetPrincipalRequest,
              ai.waii.user.v1.GetPrincipalResponse>(
                service, METHODID_GET_PRINCIPAL)))
        .build();
  }

  private static abstract class AuthorizationServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    AuthorizationServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return ai.waii.user.v1.AuthorizationServiceProto.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("AuthorizationService");
    }
  }

  private static final class AuthorizationServiceFileDescriptorSupplier
      extends AuthorizationServiceBaseDescriptorSupplier {
    AuthorizationServiceFileDescriptorSupplier() {}
  }

  private static final class AuthorizationServiceMethodDescriptorSupplier
      extends AuthorizationServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final java.lang.String methodName;

    AuthorizationServiceMethodDescriptorSupplier(java.lang.String methodName) {
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
      synchronized (AuthorizationServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new AuthorizationServiceFileDescriptorSupplier())
              .addMethod(getCheckAccessMethod())
              .addMethod(getGetPrincipalMethod())
              .build();
        }
      }
    }
    return result;
  }
}
