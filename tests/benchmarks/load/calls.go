package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"os"

	"google.golang.org/grpc/metadata"
)

// placeholder stands in a payload for the number of the call, which makes each call's id its own.
// Both have the same length, so that what counts bytes around it stays right.
const placeholder = "@@@@@@@@@@@@"

// call is one line of the file of prepared calls.
type call struct {
	// Method is the full name of a gRPC method, or a verb of HTTP.
	Method string `json:"method"`
	// Path is that of an HTTP request.
	Path string `json:"path"`
	// Metadata is sent as it is; in HTTP these are headers.
	Metadata map[string]string `json:"metadata"`
	// Payload is base64 in the file.
	Payload []byte `json:"payload"`

	outgoing metadata.MD // the metadata, as gRPC takes it
	numbered []int       // where placeholders begin
}

func readCalls(path string) ([]call, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	var calls []call
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 16*1024*1024)
	for lines.Scan() {
		var one call
		if err := json.Unmarshal(lines.Bytes(), &one); err != nil {
			return nil, fmt.Errorf("%s: call %d: %w", path, len(calls)+1, err)
		}
		one.outgoing = metadata.New(one.Metadata)
		one.numbered = find(one.Payload)
		calls = append(calls, one)
	}
	if len(calls) == 0 && lines.Err() == nil {
		return nil, fmt.Errorf("%s: no calls", path)
	}
	return calls, lines.Err()
}

func find(payload []byte) []int {
	var found []int
	for from := 0; ; {
		at := bytes.Index(payload[from:], []byte(placeholder))
		if at < 0 {
			return found
		}
		found = append(found, from+at)
		from += at + len(placeholder)
	}
}

// body is the payload of the call with this number.
func (c *call) body(number int64) []byte {
	if len(c.numbered) == 0 {
		return c.Payload
	}
	filled := bytes.Clone(c.Payload)
	for _, at := range c.numbered {
		copy(filled[at:], fmt.Sprintf("%0*d", len(placeholder), number))
	}
	return filled
}
