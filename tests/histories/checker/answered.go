package main

import "strings"

// answered are the requests that were answered under a request_id, with their answers.
type answered pairs

const behindBody = ">"

// repeated is the answer of a request that was sent before, or of one whose request_id belongs to
// another; empty for a new one.
func (a answered) repeated(operation *Operation) string {
	kept, there := pairs(a).get(operation.With["request_id"])
	if !there {
		return ""
	}
	body, answer, _ := strings.Cut(kept, behindBody)
	if body != operation.With["body"] {
		return "reused"
	}
	return answer
}

// noting keeps an answer, where the request has an id.
func (a answered) noting(operation *Operation, answer string) answered {
	id := operation.With["request_id"]
	if id == "" {
		return a
	}
	return answered(pairs(a).with(id, operation.With["body"]+behindBody+answer))
}
