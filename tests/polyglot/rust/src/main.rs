//! Makes the calls that its standard input asks for; the README of the directory above says how.

use std::error::Error;
use std::time::Duration;

use prost::Message;
use prost_reflect::prost_types::method_options::IdempotencyLevel;
use prost_reflect::{DescriptorPool, DynamicMessage, MethodDescriptor};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, BufReader, stdin};
use tokio::time::{Instant, sleep, timeout_at};
use tonic::metadata::AsciiMetadataValue;
use tonic::service::Interceptor;
use tonic::transport::{Channel, Endpoint};
use tonic::{Code, Request, Response, Status};
use waii_user::v1::FILE_DESCRIPTOR_SET;
use waii_user::v1::access_key_service_client::AccessKeyServiceClient;
use waii_user::v1::audit_service_client::AuditServiceClient;
use waii_user::v1::authorization_service_client::AuthorizationServiceClient;
use waii_user::v1::batch_service_client::BatchServiceClient;
use waii_user::v1::suspension_service_client::SuspensionServiceClient;
use waii_user::v1::user_service_client::UserServiceClient;

mod status;

const RECEIVE_LIMIT: usize = 8 << 20;

/// What this program itself cannot do, which ends it.
type Failure = Box<dyn Error>;
type Outcome = Result<DynamicMessage, Status>;

#[derive(Deserialize)]
struct Call {
    method: String,
    key: Option<String>,
    impersonate: Option<String>,
    timeout: f64,
    request: Value,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Failure> {
    let address = std::env::args().nth(1).ok_or("no address is given")?;
    let channel = Endpoint::from_shared(format!("http://{address}"))?.connect_lazy();
    let services = describe_services()?;
    let mut lines = BufReader::new(stdin()).lines();
    while let Some(line) = lines.next_line().await? {
        let call: Call = serde_json::from_str(&line)?;
        let outcome = match make(&call, &channel, &services).await? {
            Ok(response) => json!({"response": response}),
            Err(status) => json!({"error": status::describe(&status)}),
        };
        println!("{outcome}");
    }
    Ok(())
}

fn describe_services() -> Result<DescriptorPool, Failure> {
    // The global pool holds google.protobuf, which the package leaves out.
    let mut pool = DescriptorPool::global();
    pool.decode_file_descriptor_set(FILE_DESCRIPTOR_SET)?;
    Ok(pool)
}

/// Makes a call by the typed stub of its method, of whichever service.
async fn make(
    call: &Call,
    channel: &Channel,
    services: &DescriptorPool,
) -> Result<Outcome, Failure> {
    let named = |method: &MethodDescriptor| method.name() == call.method;
    let method = services
        .services()
        .find_map(|service| service.methods().find(named));
    let method = method.ok_or_else(|| format!("no method {}", call.method))?;

    let caller = Caller::of(call)?;
    macro_rules! client {
        ($client:ident) => {
            $client::with_interceptor(channel.clone(), caller.clone())
                .max_decoding_message_size(RECEIVE_LIMIT)
        };
    }
    let users = client!(UserServiceClient);
    let access_keys = client!(AccessKeyServiceClient);
    let audit = client!(AuditServiceClient);
    let authorization = client!(AuthorizationServiceClient);
    let batch = client!(BatchServiceClient);
    let suspension = client!(SuspensionServiceClient);

    macro_rules! stubs {
        ($($name:literal => $client:ident.$stub:ident,)*) => {
            match method.name() {
                $($name => {
                    let stub = async |request| $client.clone().$stub(request).await;
                    unary(call, &method, stub).await
                })*
                name => Err(format!("no stub for {name}").into()),
            }
        };
    }
    stubs! {
        "CreateAccessKey" => users.create_access_key,
        "ListAccessKeys" => users.list_access_keys,
        "DeleteAccessKey" => users.delete_access_key,
        "GetUserInfo" => users.get_user_info,
        "UpdateConfig" => users.update_config,
        "CreateUser" => users.create_user,
        "DeleteUser" => users.delete_user,
        "UpdateUser" => users.update_user,
        "ListUsers" => users.list_users,
        "CreateTenant" => users.create_tenant,
        "UpdateTenant" => users.update_tenant,
        "DeleteTenant" => users.delete_tenant,
        "ListTenants" => users.list_tenants,
        "CreateOrg" => users.create_org,
        "UpdateOrg" => users.update_org,
        "DeleteOrg" => users.delete_org,
        "ListOrgs" => users.list_orgs,
        "RotateAccessKey" => access_keys.rotate_access_key,
        "ListAuditEvents" => audit.list_audit_events,
        "CheckAccess" => authorization.check_access,
        "GetPrincipal" => authorization.get_principal,
        "BatchCreate" => batch.batch_create,
        "SuspendUser" => suspension.suspend_user,
        "ReactivateUser" => suspension.reactivate_user,
        "SuspendTenant" => suspension.suspend_tenant,
        "ReactivateTenant" => suspension.reactivate_tenant,
        "SuspendOrg" => suspension.suspend_org,
        "ReactivateOrg" => suspension.reactivate_org,
    }
}

/// Attaches key and impersonation to every call.
#[derive(Clone)]
struct Caller {
    authorization: Option<AsciiMetadataValue>,
    impersonate: Option<AsciiMetadataValue>,
}

impl Caller {
    fn of(call: &Call) -> Result<Self, Failure> {
        let bearer = call.key.as_ref().map(|key| format!("Bearer {key}"));
        Ok(Self {
            authorization: bearer.as_deref().map(str::parse).transpose()?,
            impersonate: call.impersonate.as_deref().map(str::parse).transpose()?,
        })
    }
}

impl Interceptor for Caller {
    fn call(&mut self, mut request: Request<()>) -> Result<Request<()>, Status> {
        let metadata = request.metadata_mut();
        if let Some(value) = &self.authorization {
            metadata.insert("authorization", value.clone());
        }
        if let Some(value) = &self.impersonate {
            metadata.insert("x-waii-impersonate-user", value.clone());
        }
        Ok(request)
    }
}

/// Brings JSON into the type that the stub takes, and makes a message that can be JSON of the answer.
async fn unary<Req, Res>(
    call: &Call,
    method: &MethodDescriptor,
    stub: impl AsyncFn(Request<Req>) -> Result<Response<Res>, Status>,
) -> Result<Outcome, Failure>
where
    Req: Message + Default + Clone,
    Res: Message,
{
    let message = DynamicMessage::deserialize(method.input(), &call.request)?;
    let message: Req = message.transcode_to()?;
    let deadline = Instant::now() + Duration::try_from_secs_f64(call.timeout)?;
    let attempt = async || {
        let mut request = Request::new(message.clone());
        request.set_timeout(deadline - Instant::now());
        stub(request).await
    };
    let attempts = if reads(method) { 4 } else { 1 };
    // The timeout of a request covers neither connecting nor all attempts together.
    match timeout_at(deadline, repeat(attempts, attempt)).await {
        Err(_) => Ok(Err(Status::deadline_exceeded("the deadline passed"))),
        Ok(Err(status)) => Ok(Err(status)),
        Ok(Ok(response)) => {
            let mut answer = DynamicMessage::new(method.output());
            answer.transcode_from(response.get_ref())?;
            Ok(Ok(answer))
        }
    }
}

fn reads(method: &MethodDescriptor) -> bool {
    let options = method.method_descriptor_proto().options.as_ref();
    options.is_some_and(|options| options.idempotency_level() == IdempotencyLevel::NoSideEffects)
}

/// Does what gRPC's service config does elsewhere; tonic takes none.
async fn repeat<T>(
    attempts: u32,
    attempt: impl AsyncFn() -> Result<T, Status>,
) -> Result<T, Status> {
    let mut pause = Duration::from_millis(100);
    for _ in 1..attempts {
        match attempt().await {
            Err(status) if status::code(&status) == Code::Unavailable => sleep(pause).await,
            outcome => return outcome,
        }
        pause *= 3;
    }
    attempt().await
}
