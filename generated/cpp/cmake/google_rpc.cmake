# waii::google_rpc: google.rpc.Status, Code and the details of errors. A program that holds them twice
# aborts when it starts, so this package ships none: a target that the build has is used, else they
# are generated from the protos of googleapis in GOOGLEAPIS_DIR.
if(TARGET waii::google_rpc)
  return()
endif()

set(GOOGLEAPIS_DIR "" CACHE PATH "Directory that holds google/rpc/*.proto, for waii::google_rpc")

if(TARGET google-cloud-cpp::rpc_error_details_protos)
  add_library(waii_google_rpc INTERFACE)
  target_link_libraries(waii_google_rpc INTERFACE
    google-cloud-cpp::rpc_code_protos
    google-cloud-cpp::rpc_error_details_protos
    google-cloud-cpp::rpc_status_protos)
elseif(GOOGLEAPIS_DIR)
  add_library(waii_google_rpc EXCLUDE_FROM_ALL)
  waii_user_protoc(waii_google_rpc "${GOOGLEAPIS_DIR}"
    google/rpc/code.proto google/rpc/error_details.proto google/rpc/status.proto)
else()
  return()
endif()
add_library(waii::google_rpc ALIAS waii_google_rpc)
