// Command client makes the calls that it reads from its input, as ../README.md says.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"time"

	userv1 "go.waii.ai/genproto/waii/user/v1"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
)

const maxAnswer = 8 << 20

type call struct {
	Method      string          `json:"method"`
	Key         *string         `json:"key"`
	Impersonate *string         `json:"impersonate"`
	Timeout     float64         `json:"timeout"`
	Request     json.RawMessage `json:"request"`
}

type violation struct {
	Field       string `json:"field"`
	Description string `json:"description"`
}

type failure struct {
	Code     string            `json:"code"`
	Message  string            `json:"message"`
	Reason   string            `json:"reason"`
	Domain   string            `json:"domain"`
	Metadata map[string]string `json:"metadata"`
	Fields   []violation       `json:"fields"`
}

type outcome struct {
	Response json.RawMessage `json:"response,omitempty"`
	Error    *failure        `json:"error,omitempty"`
}

// identity is as whom a call is made; it travels in the context.
type identity struct{ key, impersonate *string }

type identityKey struct{}

func withIdentity(
	ctx context.Context, method string, request, reply any, conn *grpc.ClientConn,
	invoke grpc.UnaryInvoker, options ...grpc.CallOption,
) error {
	if id, ok := ctx.Value(identityKey{}).(identity); ok {
		if id.key != nil {
			ctx = metadata.AppendToOutgoingContext(ctx, "authorization", "Bearer "+*id.key)
		}
		if id.impersonate != nil {
			ctx = metadata.AppendToOutgoingContext(ctx, "x-waii-impersonate-user", *id.impersonate)
		}
	}
	return invoke(ctx, method, request, reply, conn, options...)
}

// unary is a method of the generated client that takes its request as JSON.
type unary func(context.Context, []byte) (proto.Message, error)

func typed[Request any, Response proto.Message, Pointer interface {
	*Request
	proto.Message
}](method func(context.Context, Pointer, ...grpc.CallOption) (Response, error)) unary {
	return func(ctx context.Context, text []byte) (proto.Message, error) {
		request := Pointer(new(Request))
		if err := protojson.Unmarshal(text, request); err != nil {
			log.Fatal(err)
		}
		return method(ctx, request)
	}
}

// methods has those of all services, by their names.
func methods(conn grpc.ClientConnInterface) map[string]unary {
	users := userv1.NewUserServiceClient(conn)
	accessKeys := userv1.NewAccessKeyServiceClient(conn)
	audit := userv1.NewAuditServiceClient(conn)
	authorization := userv1.NewAuthorizationServiceClient(conn)
	batch := userv1.NewBatchServiceClient(conn)
	suspension := userv1.NewSuspensionServiceClient(conn)
	return map[string]unary{
		"CreateAccessKey":  typed(users.CreateAccessKey),
		"ListAccessKeys":   typed(users.ListAccessKeys),
		"DeleteAccessKey":  typed(users.DeleteAccessKey),
		"GetUserInfo":      typed(users.GetUserInfo),
		"UpdateConfig":     typed(users.UpdateConfig),
		"CreateUser":       typed(users.CreateUser),
		"DeleteUser":       typed(users.DeleteUser),
		"UpdateUser":       typed(users.UpdateUser),
		"ListUsers":        typed(users.ListUsers),
		"CreateTenant":     typed(users.CreateTenant),
		"UpdateTenant":     typed(users.UpdateTenant),
		"DeleteTenant":     typed(users.DeleteTenant),
		"ListTenants":      typed(users.ListTenants),
		"CreateOrg":        typed(users.CreateOrg),
		"UpdateOrg":        typed(users.UpdateOrg),
		"DeleteOrg":        typed(users.DeleteOrg),
		"ListOrgs":         typed(users.ListOrgs),
		"RotateAccessKey":  typed(accessKeys.RotateAccessKey),
		"ListAuditEvents":  typed(audit.ListAuditEvents),
		"CheckAccess":      typed(authorization.CheckAccess),
		"GetPrincipal":     typed(authorization.GetPrincipal),
		"BatchCreate":      typed(batch.BatchCreate),
		"SuspendUser":      typed(suspension.SuspendUser),
		"ReactivateUser":   typed(suspension.ReactivateUser),
		"SuspendTenant":    typed(suspension.SuspendTenant),
		"ReactivateTenant": typed(suspension.ReactivateTenant),
		"SuspendOrg":       typed(suspension.SuspendOrg),
		"ReactivateOrg":    typed(suspension.ReactivateOrg),
	}
}

func made(call call, methods map[string]unary) outcome {
	method, known := methods[call.Method]
	if !known {
		log.Fatalf("no method %s", call.Method)
	}
	ctx := context.WithValue(context.Background(), identityKey{}, identity{call.Key, call.Impersonate})
	ctx, cancel := context.WithTimeout(ctx, time.Duration(call.Timeout*float64(time.Second)))
	defer cancel()
	response, err := method(ctx, call.Request)
	if err != nil {
		return outcome{Error: failed(err)}
	}
	text, err := protojson.Marshal(response)
	if err != nil {
		log.Fatal(err)
	}
	return outcome{Response: text}
}

func failed(err error) *failure {
	answer := status.Convert(err)
	failure := &failure{
		Code:     codeNames[answer.Code()],
		Message:  answer.Message(),
		Metadata: map[string]string{},
		Fields:   []violation{},
	}
	for _, detail := range answer.Details() {
		switch detail := detail.(type) {
		case *errdetails.ErrorInfo:
			failure.Reason, failure.Domain = detail.GetReason(), detail.GetDomain()
			for key, value := range detail.GetMetadata() {
				failure.Metadata[key] = value
			}
		case *errdetails.BadRequest:
			for _, broken := range detail.GetFieldViolations() {
				failure.Fields = append(failure.Fields, violation{broken.GetField(), broken.GetDescription()})
			}
		}
	}
	return failure
}

func main() {
	connection, err := grpc.NewClient(
		os.Args[1],
		grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithUnaryInterceptor(withIdentity),
		grpc.WithDefaultServiceConfig(userv1.ServiceConfig),
		grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(maxAnswer)),
	)
	if err != nil {
		log.Fatal(err)
	}
	defer connection.Close()
	methods := methods(connection)
	input, output := json.NewDecoder(bufio.NewReader(os.Stdin)), json.NewEncoder(os.Stdout)
	for input.More() {
		var call call
		if err := input.Decode(&call); err != nil {
			log.Fatal(err)
		}
		if err := output.Encode(made(call, methods)); err != nil {
			log.Fatal(fmt.Errorf("write the outcome: %w", err))
		}
	}
}
