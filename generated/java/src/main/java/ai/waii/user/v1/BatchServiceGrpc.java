package ai.waii.user.v1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * Creates many at once: for imports.
 * The metadata of a call, what "caller" and "scope" mean, and the errors that every method may answer
 * are said at UserService.
 * </pre>
 */
@io.grpc.stub.annotations.GrpcGenerated
public final class BatchServiceGrpc {

  private BatchServiceGrpc() {}

  public static final java.lang.String SERVICE_NAME = "waii.user.v1.BatchService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<ai.waii.user.v1.BatchCreateRequest,
      ai.waii.user.v1.BatchCreateResponse> getBatchCreateMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "BatchCreate",
      requestType = ai.waii.user.v1.BatchCreateRequest.class,
      responseType = ai.waii.user.v1.BatchCreateResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<ai.waii.user.v1.BatchCreateRequest,
      ai.waii.user.v1.BatchCreateResponse> getBatchCreateMethod() {
    io.grpc.MethodDescriptor<ai.waii.user.v1.BatchCreateRequest, ai.waii.user.v1.BatchCreateResponse> getBatchCreateMethod;
    if ((getBatchCreateMethod = BatchServiceGrpc.getBatchCreateMethod) == null) {
      synchronized (BatchServiceGrpc.class) {
        if ((getBatchCreateMethod = BatchServiceGrpc.getBatchCreateMethod) == null) {
          BatchServiceGrpc.getBatchCreateMethod = getBatchCreateMethod =
              io.grpc.MethodDescriptor.<ai.waii.user.v1.BatchCreateRequest, ai.waii.user.v1.BatchCreateResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "BatchCreate"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  ai.waii.user.v1.BatchCreateRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  ai.waii.user.v1.BatchCreateResponse.getDefaultInstance()))
              .setSchemaDescriptor(new BatchServiceMethodDescriptorSupplier("BatchCreate"))
              .build();
        }
      }
    }
    return getBatchCreateMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static BatchServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<BatchServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<BatchServiceStub>() {
        @java.lang.Override
        public BatchServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new BatchServiceStub(channel, callOptions);
        }
      };
    return BatchServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports all types of calls on the service
   */
  public static BatchServiceBlockingV2Stub newBlockingV2Stub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<BatchServiceBlockingV2Stub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<BatchServiceBlockingV2Stub>() {
        @java.lang.Override
        public BatchServiceBlockingV2Stub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new BatchServiceBlockingV2Stub(channel, callOptions);
        }
      };
    return BatchServiceBlockingV2Stub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static BatchServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<BatchServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<BatchServiceBlockingStub>() {
        @java.lang.Override
        public BatchServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new BatchServiceBlockingStub(channel, callOptions);
        }
      };
    return BatchServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static BatchServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<BatchServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<BatchServiceFutureStub>() {
        @java.lang.Override
        public BatchServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new BatchServiceFutureStub(channel, callOptions);
        }
      };
    return BatchServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * Creates many at once: for imports.
   * The metadata of a call, what "caller" and "scope" mean, and the errors that every method may answer
   * are said at UserService.
   * </pre>
   */
  public interface AsyncService {

    /**
     * <pre>
     * Creates organizations, tenants and users, in the order in which they are sent: one may be created
     * in another that stands before it. All that is created is created in one transaction, each with an
     * audit event of its own.
     * Permission: that of CreateOrg, CreateTenant or CreateUser, for each kind that is among the rows.
     * Target: of each row what its create checks. An organization or a tenant of an earlier row is there.
     * Errors:
     * - PERMISSION_DENIED: PERMISSION_MISSING (for a kind that is among the rows).
     * - INVALID_ARGUMENT: FIELDS_INVALID (`rows`, `request_id`; without `allow_partial` every field of all
     *   rows that breaks a rule), REQUEST_ID_REUSED.
     * - Without `allow_partial`, that of the first row whose create is refused, as the create would be
     *   refused; its place, counted from 0, is `row` in the metadata of the error. Nothing is created then.
     * Retry: with a `request_id`, safe. Without one, rows that were created are refused (ALREADY_EXISTS)
     * when they are sent again.
     * </pre>
     */
    default void batchCreate(ai.waii.user.v1.BatchCreateRequest request,
        io.grpc.stub.StreamObserver<ai.waii.user.v1.BatchCreateResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getBatchCreateMethod(), responseObserver);
    }
  }

  /**
   * Base class for the server implementation of the service BatchService.
   * <pre>
   * Creates many at once: for imports.
   * The metadata of a call, what "caller" and "scope" mean, and the errors that every method may answer
   * are said at UserService.
   * </pre>
   */
  public static abstract class BatchServiceImplBase
      implements io.grpc.BindableService, AsyncService {

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return BatchServiceGrpc.bindService(this);
    }
  }

  /**
   * A stub to allow clients to do asynchronous rpc calls to service BatchService.
   * <pre>
   * Creates many at once: for imports.
   * The metadata of a call, what "caller" and "scope" mean, and the errors that every method may answer
   * are said at UserService.
   * </pre>
   */
  public static final class BatchServiceStub
      extends io.grpc.stub.AbstractAsyncStub<BatchServiceStub> {
    private BatchServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected BatchServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new BatchServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * Creates organizations, tenants and users, in the order in which they are sent: one may be created
     * in another that stands before it. All that is created is created in one transaction, each with an
     * audit event of its own.
     * Permission: that of CreateOrg, CreateTenant or CreateUser, for each kind that is among the rows.
     * Target: of each row what its create checks. An organization or a tenant of an earlier row is there.
     * Errors:
     * - PERMISSION_DENIED: PERMISSION_MISSING (for a kind that is among the rows).
     * - INVALID_ARGUMENT: FIELDS_INVALID (`rows`, `request_id`; without `allow_partial` every field of all
     *   rows that breaks a rule), REQUEST_ID_REUSED.
     * - Without `allow_partial`, that of the first row whose create is refused, as the create would be
     *   refused; its place, counted from 0, is `row` in the metadata of the error. Nothing is created then.
     * Retry: with a `request_id`, safe. Without one, rows that were created are refused (ALREADY_EXISTS)
     * when they are sent again.
     * </pre>
     */
    public void batchCreate(ai.waii.user.v1.BatchCreateRequest request,
        io.grpc.stub.StreamObserver<ai.waii.user.v1.BatchCreateResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getBatchCreateMethod(), getCallOptions()), request, responseObserver);
    }
  }

  /**
   * A stub to allow clients to do synchronous rpc calls to service BatchService.
   * <pre>
   * Creates many at once: for imports.
   * The metadata of a call, what "caller" and "scope" mean, and the errors that every method may answer
   * are said at UserService.
   * </pre>
   */
  public static final class BatchServiceBlockingV2Stub
      extends io.grpc.stub.AbstractBlockingStub<BatchServiceBlockingV2Stub> {
    private BatchServiceBlockingV2Stub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected BatchServiceBlockingV2Stub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new BatchServiceBlockingV2Stub(channel, callOptions);
    }

    /**
     * <pre>
     * Creates organizations, tenants and users, in the order in which they are sent: one may be created
     * in another that stands before it. All that is created is created in one transaction, each with an
     * audit event of its own.
     * Permission: that of CreateOrg, CreateTenant or CreateUser, for each kind that is among the rows.
     * Target: of each row what its create checks. An organization or a tenant of an earlier row is there.
     * Errors:
     * - PERMISSION_DENIED: PERMISSION_MISSING (for a kind that is among the rows).
     * - INVALID_ARGUMENT: FIELDS_INVALID (`rows`, `request_id`; without `allow_partial` every field of all
     *   rows that breaks a rule), REQUEST_ID_REUSED.
     * - Without `allow_partial`, that of the first row whose create is refused, as the create would be
     *   refused; its place, counted from 0, is `row` in the metadata of the error. Nothing is created then.
     * Retry: with a `request_id`, safe. Without one, rows that were created are refused (ALREADY_EXISTS)
     * when they are sent again.
     * </pre>
     */
    public ai.waii.user.v1.BatchCreateResponse batchCreate(ai.waii.user.v1.BatchCreateRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getBatchCreateMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do limited synchronous rpc calls to service BatchService.
   * <pre>
   * Creates many at once: for imports.
   * The metadata of a call, what "caller" and "scope" mean, and the errors that every method may answer
   * are said at UserService.
   * </pre>
   */
  public static final class BatchServiceBlockingStub
      extends io.grpc.stub.AbstractBlockingStub<BatchServiceBlockingStub> {
    private BatchServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected BatchServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new BatchServiceBlockingStub(channel, callOptions);
    }

    /**
     * <pre>
     * Creates organizations, tenants and users, in the order in which they are sent: one may be created
     * in another that stands before it. All that is created is created in one transaction, each with an
     * audit event of its own.
     * Permission: that of CreateOrg, CreateTenant or CreateUser, for each kind that is among the rows.
     * Target: of each row what its create checks. An organization or a tenant of an earlier row is there.
     * Errors:
     * - PERMISSION_DENIED: PERMISSION_MISSING (for a kind that is among the rows).
     * - INVALID_ARGUMENT: FIELDS_INVALID (`rows`, `request_id`; without `allow_partial` every field of all
     *   rows that breaks a rule), REQUEST_ID_REUSED.
     * - Without `allow_partial`, that of the first row whose create is refused, as the create would be
     *   refused; its place, counted from 0, is `row` in the metadata of the error. Nothing is created then.
     * Retry: with a `request_id`, safe. Without one, rows that were created are refused (ALREADY_EXISTS)
     * when they are sent again.
     * </pre>
     */
    public ai.waii.user.v1.BatchCreateResponse batchCreate(ai.waii.user.v1.BatchCreateRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getBatchCreateMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do ListenableFuture-style rpc calls to service BatchService.
   * <pre>
   * Creates many at once: for imports.
   * The metadata of a call, what "caller" and "scope" mean, and the errors that every method may answer
   * are said at UserService.
   * </pre>
   */
  public static final class BatchServiceFutureStub
      extends io.grpc.stub.AbstractFutureStub<BatchServiceFutureStub> {
    private BatchServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected BatchServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new BatchServiceFutureStub(channel, callOptions);
    }

    /**
     * <pre>
     * Creates organizations, tenants and users, in the order in which they are sent: one may be created
     * in another that stands before it. All that is created is created in one transaction, each with an
     * audit event of its own.
     * Permission: that of CreateOrg, CreateTenant or CreateUser, for each kind that is among the rows.
     * Target: of each row what its create checks. An organization or a tenant of an earlier row is there.
     * Errors:
     * - PERMISSION_DENIED: PERMISSION_MISSING (for a kind that is among the rows).
     * - INVALID_ARGUMENT: FIELDS_INVALID (`rows`, `request_id`; without `allow_partial` every field of all
     *   rows that breaks a rule), REQUEST_ID_REUSED.
     * - Without `allow_partial`, that of the first row whose create is refused, as the create would be
     *   refused; its place, counted from 0, is `row` in the metadata of the error. Nothing is created then.
     * Retry: with a `request_id`, safe. Without one, rows that were created are refused (ALREADY_EXISTS)
     * when they are sent again.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<ai.waii.user.v1.BatchCreateResponse> batchCreate(
        ai.waii.user.v1.BatchCreateRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getBatchCreateMethod(), getCallOptions()), request);
    }
  }

  private static final int METHODID_BATCH_CREATE = 0;

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
        case METHODID_BATCH_CREATE:
          serviceImpl.batchCreate((ai.waii.user.v1.BatchCreateRequest) request,
              (io.grpc.stub.StreamObserver<ai.waii.user.v1.BatchCreateResponse>) responseObserver);
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
          getBatchCreateMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              ai.waii.user.v1.BatchCreateRequest,
              ai.waii.user.v1.BatchCreateResponse>(
                service, METHODID_BATCH_CREATE)))
        .build();
  }

  private static abstract class BatchServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    BatchServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return ai.waii.user.v1.BatchServiceProto.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("BatchService");
    }
  }

  private static final class BatchServiceFileDescriptorSupplier
      extends BatchServiceBaseDescriptorSupplier {
    BatchServiceFileDescriptorSupplier() {}
  }

  private static final class BatchServiceMethodDescriptorSupplier
      extends BatchServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final java.lang.String methodName;

    BatchServiceMethodDescriptorSupplier(java.lang.String methodName) {
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
      synchronized (BatchServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new BatchServiceFileDescriptorSupplier())
              .addMethod(getBatchCreateMethod())
              .build();
        }
      }
    }
    return result;
  }
}
