import ai.waii.user.v1.AccessKeyServiceGrpc;
import ai.waii.user.v1.AccessKeyServiceGrpc.AccessKeyServiceBlockingStub;
import ai.waii.user.v1.AuditServiceGrpc;
import ai.waii.user.v1.AuditServiceGrpc.AuditServiceBlockingStub;
import ai.waii.user.v1.AuthorizationServiceGrpc;
import ai.waii.user.v1.AuthorizationServiceGrpc.AuthorizationServiceBlockingStub;
import ai.waii.user.v1.BatchCreateRequest;
import ai.waii.user.v1.BatchServiceGrpc;
import ai.waii.user.v1.BatchServiceGrpc.BatchServiceBlockingStub;
import ai.waii.user.v1.CheckAccessRequest;
import ai.waii.user.v1.CreateAccessKeyRequest;
import ai.waii.user.v1.CreateOrganizationRequest;
import ai.waii.user.v1.CreateTenantRequest;
import ai.waii.user.v1.CreateUserRequest;
import ai.waii.user.v1.DelAccessKeyRequest;
import ai.waii.user.v1.DeleteOrganizationRequest;
import ai.waii.user.v1.DeleteTenantRequest;
import ai.waii.user.v1.DeleteUserRequest;
import ai.waii.user.v1.GetAccessKeyRequest;
import ai.waii.user.v1.GetPrincipalRequest;
import ai.waii.user.v1.GetUserInfoRequest;
import ai.waii.user.v1.ListAuditEventsRequest;
import ai.waii.user.v1.ListOrganizationsRequest;
import ai.waii.user.v1.ListTenantsRequest;
import ai.waii.user.v1.ListUsersRequest;
import ai.waii.user.v1.ReactivateOrganizationRequest;
import ai.waii.user.v1.ReactivateTenantRequest;
import ai.waii.user.v1.ReactivateUserRequest;
import ai.waii.user.v1.RotateAccessKeyRequest;
import ai.waii.user.v1.SuspendOrganizationRequest;
import ai.waii.user.v1.SuspendTenantRequest;
import ai.waii.user.v1.SuspendUserRequest;
import ai.waii.user.v1.SuspensionServiceGrpc;
import ai.waii.user.v1.SuspensionServiceGrpc.SuspensionServiceBlockingStub;
import ai.waii.user.v1.UpdateConfigRequest;
import ai.waii.user.v1.UpdateOrganizationRequest;
import ai.waii.user.v1.UpdateTenantRequest;
import ai.waii.user.v1.UpdateUserRequest;
import ai.waii.user.v1.UserServiceGrpc;
import ai.waii.user.v1.UserServiceGrpc.UserServiceBlockingStub;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import io.grpc.Channel;
import java.time.Duration;

/** The methods of all services by their names, with requests in JSON. */
record Methods(
    UserServiceBlockingStub users,
    AccessKeyServiceBlockingStub accessKeys,
    AuditServiceBlockingStub audit,
    AuthorizationServiceBlockingStub authorization,
    BatchServiceBlockingStub batch,
    SuspensionServiceBlockingStub suspension) {

  /** For one call: the time of a deadline runs from here on. */
  static Methods of(Channel channel, Duration timeout) {
    return new Methods(
        UserServiceGrpc.newBlockingStub(channel).withDeadlineAfter(timeout),
        AccessKeyServiceGrpc.newBlockingStub(channel).withDeadlineAfter(timeout),
        AuditServiceGrpc.newBlockingStub(channel).withDeadlineAfter(timeout),
        AuthorizationServiceGrpc.newBlockingStub(channel).withDeadlineAfter(timeout),
        BatchServiceGrpc.newBlockingStub(channel).withDeadlineAfter(timeout),
        SuspensionServiceGrpc.newBlockingStub(channel).withDeadlineAfter(timeout));
  }

  Message call(String method, String request) throws InvalidProtocolBufferException {
    return switch (method) {
      case "CreateAccessKey" ->
          users.createAccessKey(read(request, CreateAccessKeyRequest.newBuilder()).build());
      case "ListAccessKeys" ->
          users.listAccessKeys(read(request, GetAccessKeyRequest.newBuilder()).build());
      case "DeleteAccessKey" ->
          users.deleteAccessKey(read(request, DelAccessKeyRequest.newBuilder()).build());
      case "GetUserInfo" ->
          users.getUserInfo(read(request, GetUserInfoRequest.newBuilder()).build());
      case "UpdateConfig" ->
          users.updateConfig(read(request, UpdateConfigRequest.newBuilder()).build());
      case "CreateUser" -> users.createUser(read(request, CreateUserRequest.newBuilder()).build());
      case "DeleteUser" -> users.deleteUser(read(request, DeleteUserRequest.newBuilder()).build());
      case "UpdateUser" -> users.updateUser(read(request, UpdateUserRequest.newBuilder()).build());
      case "ListUsers" -> users.listUsers(read(request, ListUsersRequest.newBuilder()).build());
      case "CreateTenant" ->
          users.createTenant(read(request, CreateTenantRequest.newBuilder()).build());
      case "UpdateTenant" ->
          users.updateTenant(read(request, UpdateTenantRequest.newBuilder()).build());
      case "DeleteTenant" ->
          users.deleteTenant(read(request, DeleteTenantRequest.newBuilder()).build());
      case "ListTenants" ->
          users.listTenants(read(request, ListTenantsRequest.newBuilder()).build());
      case "CreateOrg" ->
          users.createOrg(read(request, CreateOrganizationRequest.newBuilder()).build());
      case "UpdateOrg" ->
          users.updateOrg(read(request, UpdateOrganizationRequest.newBuilder()).build());
      case "DeleteOrg" ->
          users.deleteOrg(read(request, DeleteOrganizationRequest.newBuilder()).build());
      case "ListOrgs" ->
          users.listOrgs(read(request, ListOrganizationsRequest.newBuilder()).build());
      case "RotateAccessKey" ->
          accessKeys.rotateAccessKey(read(request, RotateAccessKeyRequest.newBuilder()).build());
      case "ListAuditEvents" ->
          audit.listAuditEvents(read(request, ListAuditEventsRequest.newBuilder()).build());
      case "CheckAccess" ->
          authorization.checkAccess(read(request, CheckAccessRequest.newBuilder()).build());
      case "GetPrincipal" ->
          authorization.getPrincipal(read(request, GetPrincipalRequest.newBuilder()).build());
      case "BatchCreate" ->
          batch.batchCreate(read(request, BatchCreateRequest.newBuilder()).build());
      case "SuspendUser" ->
          suspension.suspendUser(read(request, SuspendUserRequest.newBuilder()).build());
      case "ReactivateUser" ->
          suspension.reactivateUser(read(request, ReactivateUserRequest.newBuilder()).build());
      case "SuspendTenant" ->
          suspension.suspendTenant(read(request, SuspendTenantRequest.newBuilder()).build());
      case "ReactivateTenant" ->
          suspension.reactivateTenant(read(request, ReactivateTenantRequest.newBuilder()).build());
      case "SuspendOrg" ->
          suspension.suspendOrg(read(request, SuspendOrganizationRequest.newBuilder()).build());
      case "ReactivateOrg" ->
          suspension.reactivateOrg(
              read(request, ReactivateOrganizationRequest.newBuilder()).build());
      default -> throw new IllegalArgumentException("no method " + method);
    };
  }

  private static <B extends Message.Builder> B read(String json, B builder)
      throws InvalidProtocolBufferException {
    JsonFormat.parser().merge(json, builder);
    return builder;
  }
}
