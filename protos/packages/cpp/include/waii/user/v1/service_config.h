#pragma once

namespace waii::user::v1 {

// Repeats the calls that only read when the server is UNAVAILABLE:
// for grpc::ChannelArguments::SetServiceConfigJSON.
inline constexpr char kServiceConfig[] = R"json(@SERVICE_CONFIG@)json";

}  // namespace waii::user::v1
