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

#include <google/protobuf/struct.pb.h>
#include <google/protobuf/util/json_util.h>
#include <google/rpc/code.pb.h>
#include <google/rpc/error_details.pb.h>
#include <google/rpc/status.pb.h>
#include <grpcpp/grpcpp.h>
#include <waii/user/v1/service_config.h>
#include <waii/user/v1/user_service.grpc.pb.h>

namespace {

using google::protobuf::Message;
using google::protobuf::Struct;
using waii::user::v1::UserService;
using Stub = UserService::StubInterface;

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

using Method = std::function<std::string(Stub&, const Call&)>;

template <typename Request, typename Response>
Method Unary(grpc::Status (Stub::*rpc)(grpc::ClientContext*, const Request&, Response*)) {
  return [rpc](Stub& stub, const Call& call) {
    Request request;
    FromJson(call.request, request);
    grpc::ClientContext context;
    Prepare(context, call);
    Response response;
    const grpc::Status status = (stub.*rpc)(&context, request, &response);
    return status.ok() ? R"({"response": )" + ToJson(response) + "}"
                       : R"({"error": )" + ToJson(ErrorOf(status)) + "}";
  };
}

const std::map<std::string, Method> kMethods = {
    {"CreateAccessKey", Unary(&Stub::CreateAccessKey)},
    {"ListAccessKeys", Unary(&Stub::ListAccessKeys)},
    {"DeleteAccessKey", Unary(&Stub::DeleteAccessKey)},
    {"GetUserInfo", Unary(&Stub::GetUserInfo)},
    {"UpdateConfig", Unary(&Stub::UpdateConfig)},
    {"CreateUser", Unary(&Stub::CreateUser)},
    {"DeleteUser", Unary(&Stub::DeleteUser)},
    {"UpdateUser", Unary(&Stub::UpdateUser)},
    {"ListUsers", Unary(&Stub::ListUsers)},
    {"CreateTenant", Unary(&Stub::CreateTenant)},
    {"UpdateTenant", Unary(&Stub::UpdateTenant)},
    {"DeleteTenant", Unary(&Stub::DeleteTenant)},
    {"ListTenants", Unary(&Stub::ListTenants)},
    {"CreateOrg", Unary(&Stub::CreateOrg)},
    {"UpdateOrg", Unary(&Stub::UpdateOrg)},
    {"DeleteOrg", Unary(&Stub::DeleteOrg)},
    {"ListOrgs", Unary(&Stub::ListOrgs)},
};

std::string Outcome(Stub& stub, const Call& call) {
  const auto method = kMethods.find(call.method);
  if (method == kMethods.end()) throw std::invalid_argument("unknown method: " + call.method);
  return method->second(stub, call);
}

std::unique_ptr<Stub> Connect(const std::string& address) {
  grpc::ChannelArguments arguments;
  arguments.SetServiceConfigJSON(waii::user::v1::kServiceConfig);
  arguments.SetMaxReceiveMessageSize(kMaxReceiveBytes);
  return UserService::NewStub(
      grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments));
}

}  // namespace

int main(int argc, char** argv) try {
  if (argc != 2) throw std::invalid_argument("usage: client HOST:PORT");
  const auto stub = Connect(argv[1]);
  for (std::string line; std::getline(std::cin, line);) {
    std::cout << Outcome(*stub, ParseCall(line)) << std::endl;
  }
} catch (const std::exception& error) {
  std::cerr << error.what() << '\n';
  return 1;
}
