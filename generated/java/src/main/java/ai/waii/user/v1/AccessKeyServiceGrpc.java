package ai.waii.user.v1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * What can be done with an access key besides creating, listing and deleting it.
 * The metadata of a call, what "caller" means, and the errors that every method may answer are said at
 * UserService.
 * </pre>
 */
@io.grpc.stub.annotations.GrpcGenerated
public final class AccessKeyServiceGrpc {

  private AccessKeyServiceGrpc() {}

  public static final java.lang.String SERVICE_NAME = "waii.user.v1.AccessKeyService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<ai.waii.user.v1.RotateAccessKeyRequest,
      ai.waii.user.v1.RotateAccessKeyResponse> getRotateAccessKeyMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "RotateAccessKey",
      requestType = ai.waii.user.v1.RotateAccessKeyRequest.class,
      responseType = ai.waii.user.v1.RotateAccessKeyResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<ai.waii.user.v1.RotateAccessKeyRequest,
      ai.waii.user.v1.RotateAccessKeyResponse> getRotateAccessKeyMethod() {
    io.grpc.MethodDescriptor<ai.waii.user.v1.RotateAccessKeyRequest, ai.waii.user.v1.RotateAccessKeyResponse> getRotateAccessKeyMethod;
    if ((getRotateAccessKeyMethod = AccessKeyServiceGrpc.getRotateAccessKeyMethod) == null) {
      synchronized (AccessKeyServiceGrpc.class) {
        if ((getRotateAccessKeyMethod = AccessKeyServiceGrpc.getRotateAccessKeyMethod) == null) {
          AccessKeyServiceGrpc.getRotateAccessKeyMethod = getRotateAccessKeyMethod =
              io.grpc.MethodDescriptor.<ai.waii.user.v1.RotateAccessKeyRequest, ai.waii.user.v1.RotateAccessKeyResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "RotateAccessKey"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  ai.waii.user.v1.RotateAccessKeyRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  ai.waii.user.v1.RotateAccessKeyResponse.getDefaultInstance()))
              .setSchemaDescriptor(new AccessKeyServiceMethodDescriptorSupplier("RotateAccessKey"))
              .build();
        }
      }
    }
    return getRotateAccessKeyMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static AccessKeyServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<AccessKeyServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<AccessKeyServiceStub>() {
        @java.lang.Override
        public AccessKeyServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new AccessKeyServiceStub(channel, callOptions);
        }
      };
    return AccessKeyServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports all types of calls on the service
   */
  public static AccessKeyServiceBlockingV2Stub newBlockingV2Stub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<AccessKeyServiceBlockingV2Stub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<AccessKeyServiceBlockingV2Stub>() {
        @java.lang.Override
        public AccessKeyServiceBlockingV2Stub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new AccessKeyServiceBlockingV2Stub(channel, callOptions);
        }
      };
    return AccessKeyServiceBlockingV2Stub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static AccessKeyServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<AccessKeyServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<AccessKeyServiceBlockingStub>() {
        @java.lang.Override
        public AccessKeyServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new AccessKeyServiceBlockingStub(channel, callOptions);
        }
      };
    return AccessKeyServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static AccessKeyServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<AccessKeyServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<AccessKeyServiceFutureStub>() {
        @java.lang.Override
        public AccessKeyServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new AccessKeyServiceFutureStub(channel, callOptions);
        }
      };
    return AccessKeyServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * What can be done with an access key besides creating, listing and deleting it.
   * The metadata of a call, what "caller" means, and the errors that every method may answer are said at
   * UserService.
   * </pre>
   */
  public interface AsyncService {

    /**
     * <pre>
     * Gives an access key of the caller a new secret, under the same name and with the same permissions.
     * The old secret goes on to work for `overlap`, so that it can be replaced wherever it is in use, and
     * is refused from then on. A still older one, which an earlier rotation left to work, is refused at
     * once.
     * Permission: `write:access_key`.
     * Target: the caller's own keys. A limited key rotates none that reaches further than itself.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`name`, `overlap`, `expire_time`, `request_id`),
     *   REQUEST_ID_REUSED.
     * - NOT_FOUND: ACCESS_KEY_NOT_FOUND.
     * - PERMISSION_DENIED: PERMISSION_CEILING_EXCEEDED (a key with permissions that the key of the call
     *   lacks).
     * - FAILED_PRECONDITION: ACCESS_KEY_EXPIRED (and no `expire_time` is sent).
     * Retry: with `request_id`, safe. Without it, not: each call makes another secret.
     * </pre>
     */
    default void rotateAccessKey(ai.waii.user.v1.RotateAccessKeyRequest request,
        io.grpc.stub.StreamObserver<ai.waii.user.v1.RotateAccessKeyResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getRotateAccessKeyMethod(), responseObserver);
    }
  }

  /**
   * Base class for the server implementation of the service AccessKeyService.
   * <pre>
   * What can be done with an access key besides creating, listing and deleting it.
   * The metadata of a call, what "caller" means, and the errors that every method may answer are said at
   * UserService.
   * </pre>
   */
  public static abstract class AccessKeyServiceImplBase
      implements io.grpc.BindableService, AsyncService {

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return AccessKeyServiceGrpc.bindService(this);
    }
  }

  /**
   * A stub to allow clients to do asynchronous rpc calls to service AccessKeyService.
   * <pre>
   * What can be done with an access key besides creating, listing and deleting it.
   * The metadata of a call, what "caller" means, and the errors that every method may answer are said at
   * UserService.
   * </pre>
   */
  public static final class AccessKeyServiceStub
      extends io.grpc.stub.AbstractAsyncStub<AccessKeyServiceStub> {
    private AccessKeyServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected AccessKeyServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new AccessKeyServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * Gives an access key of the caller a new secret, under the same name and with the same permissions.
     * The old secret goes on to work for `overlap`, so that it can be replaced wherever it is in use, and
     * is refused from then on. A still older one, which an earlier rotation left to work, is refused at
     * once.
     * Permission: `write:access_key`.
     * Target: the caller's own keys. A limited key rotates none that reaches further than itself.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`name`, `overlap`, `expire_time`, `request_id`),
     *   REQUEST_ID_REUSED.
     * - NOT_FOUND: ACCESS_KEY_NOT_FOUND.
     * - PERMISSION_DENIED: PERMISSION_CEILING_EXCEEDED (a key with permissions that the key of the call
     *   lacks).
     * - FAILED_PRECONDITION: ACCESS_KEY_EXPIRED (and no `expire_time` is sent).
     * Retry: with `request_id`, safe. Without it, not: each call makes another secret.
     * </pre>
     */
    public void rotateAccessKey(ai.waii.user.v1.RotateAccessKeyRequest request,
        io.grpc.stub.StreamObserver<ai.waii.user.v1.RotateAccessKeyResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getRotateAccessKeyMethod(), getCallOptions()), request, responseObserver);
    }
  }

  /**
   * A stub to allow clients to do synchronous rpc calls to service AccessKeyService.
   * <pre>
   * What can be done with an access key besides creating, listing and deleting it.
   * The metadata of a call, what "caller" means, and the errors that every method may answer are said at
   * UserService.
   * </pre>
   */
  public static final class AccessKeyServiceBlockingV2Stub
      extends io.grpc.stub.AbstractBlockingStub<AccessKeyServiceBlockingV2Stub> {
    private AccessKeyServiceBlockingV2Stub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected AccessKeyServiceBlockingV2Stub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new AccessKeyServiceBlockingV2Stub(channel, callOptions);
    }

    /**
     * <pre>
     * Gives an access key of the caller a new secret, under the same name and with the same permissions.
     * The old secret goes on to work for `overlap`, so that it can be replaced wherever it is in use, and
     * is refused from then on. A still older one, which an earlier rotation left to work, is refused at
     * once.
     * Permission: `write:access_key`.
     * Target: the caller's own keys. A limited key rotates none that reaches further than itself.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`name`, `overlap`, `expire_time`, `request_id`),
     *   REQUEST_ID_REUSED.
     * - NOT_FOUND: ACCESS_KEY_NOT_FOUND.
     * - PERMISSION_DENIED: PERMISSION_CEILING_EXCEEDED (a key with permissions that the key of the call
     *   lacks).
     * - FAILED_PRECONDITION: ACCESS_KEY_EXPIRED (and no `expire_time` is sent).
     * Retry: with `request_id`, safe. Without it, not: each call makes another secret.
     * </pre>
     */
    public ai.waii.user.v1.RotateAccessKeyResponse rotateAccessKey(ai.waii.user.v1.RotateAccessKeyRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getRotateAccessKeyMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do limited synchronous rpc calls to service AccessKeyService.
   * <pre>
   * What can be done with an access key besides creating, listing and deleting it.
   * The metadata of a call, what "caller" means, and the errors that every method may answer are said at
   * UserService.
   * </pre>
   */
  public static final class AccessKeyServiceBlockingStub
      extends io.grpc.stub.AbstractBlockingStub<AccessKeyServiceBlockingStub> {
    private AccessKeyServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected AccessKeyServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new AccessKeyServiceBlockingStub(channel, callOptions);
    }

    /**
     * <pre>
     * Gives an access key of the caller a new secret, under the same name and with the same permissions.
     * The old secret goes on to work for `overlap`, so that it can be replaced wherever it is in use, and
     * is refused from then on. A still older one, which an earlier rotation left to work, is refused at
     * once.
     * Permission: `write:access_key`.
     * Target: the caller's own keys. A limited key rotates none that reaches further than itself.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`name`, `overlap`, `expire_time`, `request_id`),
     *   REQUEST_ID_REUSED.
     * - NOT_FOUND: ACCESS_KEY_NOT_FOUND.
     * - PERMISSION_DENIED: PERMISSION_CEILING_EXCEEDED (a key with permissions that the key of the call
     *   lacks).
     * - FAILED_PRECONDITION: ACCESS_KEY_EXPIRED (and no `expire_time` is sent).
     * Retry: with `request_id`, safe. Without it, not: each call makes another secret.
     * </pre>
     */
    public ai.waii.user.v1.RotateAccessKeyResponse rotateAccessKey(ai.waii.user.v1.RotateAccessKeyRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getRotateAccessKeyMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do ListenableFuture-style rpc calls to service AccessKeyService.
   * <pre>
   * What can be done with an access key besides creating, listing and deleting it.
   * The metadata of a call, what "caller" means, and the errors that every method may answer are said at
   * UserService.
   * </pre>
   */
  public static final class AccessKeyServiceFutureStub
      extends io.grpc.stub.AbstractFutureStub<AccessKeyServiceFutureStub> {
    private AccessKeyServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected AccessKeyServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new AccessKeyServiceFutureStub(channel, callOptions);
    }

    /**
     * <pre>
     * Gives an access key of the caller a new secret, under the same name and with the same permissions.
     * The old secret goes on to work for `overlap`, so that it can be replaced wherever it is in use, and
     * is refused from then on. A still older one, which an earlier rotation left to work, is refused at
     * once.
     * Permission: `write:access_key`.
     * Target: the caller's own keys. A limited key rotates none that reaches further than itself.
     * Errors:
     * - INVALID_ARGUMENT: FIELDS_INVALID (`name`, `overlap`, `expire_time`, `request_id`),
     *   REQUEST_ID_REUSED.
     * - NOT_FOUND: ACCESS_KEY_NOT_FOUND.
     * - PERMISSION_DENIED: PERMISSION_CEILING_EXCEEDED (a key with permissions that the key of the call
     *   lacks).
     * - FAILED_PRECONDITION: ACCESS_KEY_EXPIRED (and no `expire_time` is sent).
     * Retry: with `request_id`, safe. Without it, not: each call makes another secret.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<ai.waii.user.v1.RotateAccessKeyResponse> rotateAccessKey(
        ai.waii.user.v1.RotateAccessKeyRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getRotateAccessKeyMethod(), getCallOptions()), request);
    }
  }

  private static final int METHODID_ROTATE_ACCESS_KEY = 0;

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
        case METHODID_ROTATE_ACCESS_KEY:
          serviceImpl.rotateAccessKey((ai.waii.user.v1.RotateAccessKeyRequest) request,
              (io.grpc.stub.StreamObserver<ai.waii.user.v1.RotateAccessKeyResponse>) responseObserver);
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
          getRotateAccessKeyMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              ai.waii.user.v1.RotateAccessKeyRequest,
              ai.waii.user.v1.RotateAccessKeyResponse>(
                service, METHODID_ROTATE_ACCESS_KEY)))
        .build();
  }

  private static abstract class AccessKeyServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    AccessKeyServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return ai.waii.user.v1.AccessKeyServiceProto.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("AccessKeyService");
    }
  }

  private static final class AccessKeyServiceFileDescriptorSupplier
      extends AccessKeyServiceBaseDescriptorSupplier {
    AccessKeyServiceFileDescriptorSupplier() {}
  }

  private static final class AccessKeyServiceMethodDescriptorSupplier
      extends AccessKeyServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final java.lang.String methodName;

    AccessKeyServiceMethodDescriptorSupplier(java.lang.String methodName) {
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
      synchronized (AccessKeyServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new AccessKeyServiceFileDescriptorSupplier())
              .addMethod(getRotateAccessKeyMethod())
              .build();
        }
      }
    }
    return result;
  }
}
