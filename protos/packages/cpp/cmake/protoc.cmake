# waii_user_protoc(<target> <root> <proto>...): generates C++ of protos, which are named from the root
# directory on, and of their services, whenever they change, and adds it to the target.
function(waii_user_protoc target root)
  set(out "${CMAKE_CURRENT_BINARY_DIR}/${target}.protoc")
  file(MAKE_DIRECTORY "${out}")
  list(TRANSFORM ARGN PREPEND "${root}/" OUTPUT_VARIABLE sources)
  # Not every protoc knows by itself where the protos of google.protobuf are.
  set(well_known "$<TARGET_PROPERTY:protobuf::libprotobuf,INTERFACE_INCLUDE_DIRECTORIES>")

  foreach(proto IN LISTS ARGN)
    cmake_path(REMOVE_EXTENSION proto OUTPUT_VARIABLE name)
    set(generated "${out}/${name}.pb.cc" "${out}/${name}.pb.h")
    set(grpc "")
    file(STRINGS "${root}/${proto}" services REGEX "^service ")
    if(services)
      list(APPEND generated "${out}/${name}.grpc.pb.cc" "${out}/${name}.grpc.pb.h")
      set(grpc "--grpc_out=${out}" "--plugin=protoc-gen-grpc=$<TARGET_FILE:gRPC::grpc_cpp_plugin>")
    endif()
    add_custom_command(
      OUTPUT ${generated}
      COMMAND protobuf::protoc
        "-I${root}" "-I$<JOIN:${well_known},;-I>" "--cpp_out=${out}" ${grpc} "${root}/${proto}"
      DEPENDS ${sources} protobuf::protoc
      COMMENT "Generating C++ of ${proto}"
      COMMAND_EXPAND_LISTS VERBATIM)
    target_sources(${target} PRIVATE ${generated})
  endforeach()

  # Warnings in generated headers are no concern of who includes them.
  target_include_directories(${target} SYSTEM PUBLIC "$<BUILD_INTERFACE:${out}>")
  target_compile_features(${target} PUBLIC cxx_std_17)
  target_link_libraries(${target} PUBLIC protobuf::libprotobuf)
  set_target_properties(${target} PROPERTIES POSITION_INDEPENDENT_CODE ON)
endfunction()
