// Makes the calls that its input names, and writes their outcomes: ../README.md.

#include <chrono>
#include <exception>
#include <functional>
#include <iostream>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <tuple>

#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>
#include <google/rpc/code.pb.h>
#include <google/rpc/error_details.pb.h>
#include <google/rpc/status.pb.h>
#include <grpcpp/grpcpp.h>
#include <waii/user/v1/access_key_service.grpc.pb.h>
#include <waii/user/v1/audit_service.grpc.pb.h>
#include <waii/user/v1/authorization_service.grpc.pb.h>
#include <waii/user/v1/batch_service.grpc.pb.h>
#include <waii/user/v1/service_config.h>
#include <waii/user/v1/suspension_service.grpc.pb.h>
#include <waii/user/v1/user_service.grpc.pb.h>

namespace {

using google::protobuf::Message;
using google::protobuf::Struct;

using Users = waii::user::v1::UserService::StubInterface;
using AccessKeys = waii::user::v1::AccessKeyService::StubInterface;
using Audit = waii::user::v1::AuditService::StubInterface;
using Authorization = waii::user::v1::AuthorizationService::StubInterface;
using Batch = waii::user::v1::BatchService::StubInterface;
using Suspension = waii::user::v1::SuspensionService::StubInterface;

// A stub of each service, found by its type.
using Stubs =
    std::tuple<std::unique_ptr<Users>, std::unique_ptr<AccessKeys>, std::unique_ptr<Audit>,
               std::unique_ptr<Authorization>, std::unique_ptr<Batch>,
               std::unique_ptr<Suspension>>;

// A page of many users with large variables passes the default of 4 MiB.
constexpr int kMaxReceiveBytes = 8 << 20;

void FromJson(const std::string& json, Message& message) {
  const auto status = google::protobuf::util::JsonStringToMessage(json, &message);
  if (!status.ok()) throw std::invalid_argument(status.ToString());
}

std::string ToJson(const Message& message) {
  std::string json;
  const auto status = google::protobuf::util::MessageToJsonString(message, &json);
  if (!status.ok()) throw std::runtime_error(status.ToString());
  return json;
}

struct Call {
  std::string method;
  std::optional<std::string> key;
  std::optional<std::string> impersonate;
  std::chrono::duration<double> timeout;
  std::string request;
};

Call ParseCall(const std::string& line) {
  Struct parsed;
  FromJson(line, parsed);
  const auto& fields = parsed.fields();
  const auto text = [&fields](const char* name) -> std::optional<std::string> {
    if (!fields.contains(name)) return std::nullopt;
    return fields.at(name).string_value();
  };
  return {text("method").value(), text("key"), text("impersonate"),
          std::chrono::duration<double>(fields.at("timeout").number_value()),
          ToJson(fields.at("request").struct_value())};
}

// Who makes a call: its key, and the user as whom it acts.
class Identity final : public grpc::MetadataCredentialsPlugin {
 public:
  explicit Identity(const Call& call) : key_(call.key), impersonate_(call.impersonate) {}

  bool IsBlocking() const override { return false; }

  grpc::Status GetMetadata(grpc::string_ref, grpc::string_ref, const grpc::AuthContext&,
                           std::multimap<grpc::string, grpc::string>* metadata) override {
    if (key_) metadata->emplace("authorization", "Bearer " + *key_);
    if (impersonate_) metadata->emplace("x-waii-impersonate-user", *impersonate_);
    return grpc::Status::OK;
  }

 private:
  const std::optional<std::string> key_;
  const std::optional<std::string> impersonate_;
};

void Prepare(grpc::ClientContext& context, const Call& call) {
  using Clock = std::chrono::system_clock;
  context.set_deadline(Clock::now() + std::chrono::duration_cast<Clock::duration>(call.timeout));
  // Credentials go over plaintext only where they say that they may.
  context.set_credentials(grpc::experimental::MetadataCredentialsFromPlugin(
      std::make_unique<Identity>(call), GRPC_SECURITY_NONE));
}

// The details of an error, each of which is optional.
template <typename Detail>
Detail FindDetail(const google::rpc::Status& status) {
  Detail detail;
  for (const auto& any : status.details()) {
    if (any.UnpackTo(&detail)) break;
  }
  return detail;
}

Struct ErrorOf(const grpc::Status& status) {
  google::rpc::Status details;
  if (!details.ParseFromString(status.error_details())) details.Clear();
  const auto info = FindDetail<google::rpc::ErrorInfo>(details);
  const auto bad_request = FindDetail<google::rpc::BadRequest>(details);

  Struct error;
  auto& fields = *error.mutable_fields();
  // The codes of google.rpc are those of gRPC, and have names.
  fields["code"].set_string_value(google::rpc::Code_Name(static_cast<int>(status.error_code())));
  fields["message"].set_string_value(status.error_message());
  fields["reason"].set_string_value(info.reason());
  fields["domain"].set_string_value(info.domain());
  auto& metadata = *fields["metadata"].mutable_struct_value()->mutable_fields();
  for (const auto& [name, value] : info.metadata()) metadata[name].set_string_value(value);
  auto& violations = *fields["fields"].mutable_list_value();
  for (const auto& found : bad_request.field_violations()) {
    auto& violation = *violations.add_values()->mutable_struct_value()->mutable_fields();
    violation["field"].set_string_value(found.field());
    violation["description"].set_string_value(found.description());
  }
  return error;
}

using Method = std::function<std::string(const Stubs&, const Call&)>;

template <typename Stub, typename Request, typename Response>
Method Unary(grpc::Status (Stub::*rpc)(grpc::ClientContext*, const Request&, Response*)) {
  return [rpc](const Stubs& stubs, const Call& call) {
    Request request;
    FromJson(call.request, request);
    grpc::ClientContext context;
    Prepare(context, call);
    Response response;
    Stub& stub = *std::get<std::unique_ptr<Stub>>(stubs);
    const grpc::Status status = (stub.*rpc)(&context, request, &response);
    return status.ok() ? R"({"response": )" + ToJson(response) + "}"
                       : R"({"error": )" + ToJson(ErrorOf(status)) + "}";
  };
}

// Those of all services, by their names.
const std::map<std::string, Method> kMethods = {
    {"CreateAccessKey", Unary(&Users::CreateAccessKey)},
    {"ListAccessKeys", Unary(&Users::ListAccessKeys)},
    {"DeleteAccessKey", Unary(&Users::DeleteAccessKey)},
    {"GetUserInfo", Unary(&Users::GetUserInfo)},
    {"UpdateConfig", Unary(&Users::UpdateConfig)},
    {"CreateUser", Unary(&Users::CreateUser)},
    {"DeleteUser", Unary(&Users::DeleteUser)},
    {"UpdateUser", Unary(&Users::UpdateUser)},
    {"ListUsers", Unary(&Users::ListUsers)},
    {"CreateTenant", Unary(&Users::CreateTenant)},
    {"UpdateTenant", Unary(&Users::UpdateTenant)},
    {"DeleteTenant", Unary(&Users::DeleteTenant)},
    {"ListTenants", Unary(&Users::ListTenants)},
    {"CreateOrg", Unary(&Users::CreateOrg)},
    {"UpdateOrg", Unary(&Users::UpdateOrg)},
    {"DeleteOrg", Unary(&Users::DeleteOrg)},
    {"ListOrgs", Unary(&Users::ListOrgs)},
    {"RotateAccessKey", Unary(&AccessKeys::RotateAccessKey)},
    {"ListAuditEvents", Unary(&Audit::ListAuditEvents)},
    {"CheckAccess", Unary(&Authorization::CheckAccess)},
    {"GetPrincipal", Unary(&Authorization::GetPrincipal)},
    {"BatchCreate", Unary(&Batch::BatchCreate)},
    {"SuspendUser", Unary(&Suspension::SuspendUser)},
    {"ReactivateUser", Unary(&Suspension::ReactivateUser)},
    {"SuspendTenant", Unary(&Suspension::SuspendTenant)},
    {"ReactivateTenant", Unary(&Suspension::ReactivateTenant)},
    {"SuspendOrg", Unary(&Suspension::SuspendOrg)},
    {"ReactivateOrg", Unary(&Suspension::ReactivateOrg)},
};

std::string Outcome(const Stubs& stubs, const Call& call) {
  const auto method = kMethods.find(call.method);
  if (method == kMethods.end()) throw std::invalid_argument("unknown method: " + call.method);
  return method->second(stubs, call);
}

Stubs Connect(const std::string& address) {
  grpc::ChannelArguments arguments;
  arguments.SetServiceConfigJSON(waii::user::v1::kServiceConfig);
  arguments.SetMaxReceiveMessageSize(kMaxReceiveBytes);
  const auto channel =
      grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments);
  namespace v1 = waii::user::v1;
  return {v1::UserService::NewStub(channel), v1::AccessKeyService::NewStub(channel),
          v1::AuditService::NewStub(channel), v1::AuthorizationService::NewStub(channel),
          v1::BatchService::NewStub(channel), v1::SuspensionService::NewStub(channel)};
}

}  // namespace

int main(int argc, char** argv) try {
  if (argc != 2) throw std::invalid_argument("usage: client HOST:PORT");
  const Stubs stubs = Connect(argv[1]);
  for (std::string line; std::getline(std::cin, line);) {
    std::cout << Outcome(stubs, ParseCall(line)) << std::endl;
  }
} catch (const std::exception& error) {
  std::cerr << error.what() << '\n';
  return 1;
}
