#![doc = include_str!("../README.md")]

/// Messages, client and server of the protobuf package `waii.user.v1`.
pub mod v1 {
    include!("waii/user/v1/waii.user.v1.rs");
}
