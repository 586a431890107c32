package main

import (
	"context"
	"fmt"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/connectivity"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/mem"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
)

const deadline = 30 * time.Second

// raw sends bytes as they are, and of an answer notes the size alone.
type raw struct{}

func (raw) Name() string { return "proto" }

func (raw) Marshal(v any) (mem.BufferSlice, error) {
	return mem.BufferSlice{mem.SliceBuffer(v.([]byte))}, nil
}

func (raw) Unmarshal(data mem.BufferSlice, v any) error {
	*v.(*int) = data.Len()
	return nil
}

type grpcSender struct{ connections []*grpc.ClientConn }

func newGRPCSender(address string, connections int) (*grpcSender, error) {
	sender := &grpcSender{}
	for range connections {
		connection, err := grpc.NewClient(
			"passthrough:///"+address,
			grpc.WithTransportCredentials(insecure.NewCredentials()),
			grpc.WithDefaultCallOptions(grpc.ForceCodecV2(raw{})),
			grpc.WithDisableServiceConfig(),
			// An error is an error: nothing is tried again behind our back.
			grpc.WithDisableRetry(),
		)
		if err != nil {
			return nil, err
		}
		sender.connections = append(sender.connections, connection)
		if err := connect(connection); err != nil {
			return nil, fmt.Errorf("%s: %w", address, err)
		}
	}
	return sender, nil
}

// connect waits until there is a connection: what it takes is no part of a call.
func connect(connection *grpc.ClientConn) error {
	ctx, cancel := context.WithTimeout(context.Background(), deadline)
	defer cancel()
	connection.Connect()
	for {
		state := connection.GetState()
		if state == connectivity.Ready {
			return nil
		}
		if !connection.WaitForStateChange(ctx, state) {
			return fmt.Errorf("no connection: %s", state)
		}
	}
}

func (s *grpcSender) send(worker int, call *call, number int64) (int, *failure) {
	ctx, cancel := context.WithTimeout(context.Background(), deadline)
	defer cancel()
	ctx = metadata.NewOutgoingContext(ctx, call.outgoing)
	size := 0
	connection := s.connections[worker%len(s.connections)]
	if err := connection.Invoke(ctx, call.Method, call.body(number), &size); err != nil {
		return 0, &failure{status.Code(err).String(), err.Error()}
	}
	return size, nil
}

func (s *grpcSender) close() {
	for _, connection := range s.connections {
		connection.Close()
	}
}
