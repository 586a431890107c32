// Reads histories, one JSON object after the other, and answers of each in a line whether it is
// linearizable: whether the calls could have come one by one, each at a moment between its start and
// its end. That is decided by Porcupine; what one call after the other does is said here.
package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/anishathalye/porcupine"
)

// Verdict is what is answered of a history.
type Verdict struct {
	ID string `json:"id"`
	// Result is Ok, Illegal, or Unknown where time ran out.
	Result string `json:"result"`
	// Placed is how many calls have a place, in the longest order that there is.
	Placed int `json:"placed"`
	// Next is the call that returned first of those that have none.
	Next *Operation `json:"next,omitempty"`
}

func main() {
	timeout := flag.Duration("timeout", time.Minute, "for one history")
	flag.Parse()
	if err := answerAll(os.Stdin, os.Stdout, *timeout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func answerAll(in io.Reader, out io.Writer, timeout time.Duration) error {
	histories, verdicts := json.NewDecoder(in), json.NewEncoder(out)
	for {
		var history History
		if err := histories.Decode(&history); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		model, known := specifications[history.Kind]
		if !known {
			return fmt.Errorf("no specification of %q", history.Kind)
		}
		if err := verdicts.Encode(check(model, history, timeout)); err != nil {
			return err
		}
	}
}

func check(model porcupine.Model, history History, timeout time.Duration) Verdict {
	operations := make([]porcupine.Operation, len(history.Operations))
	for i, one := range history.Operations {
		operations[i] = porcupine.Operation{
			ClientId: one.Client, Input: one, Call: one.Call, Return: one.Return,
		}
	}
	verdict := Verdict{ID: history.ID, Placed: len(operations)}
	result := porcupine.CheckOperationsTimeout(model, operations, timeout)
	verdict.Result = string(result)
	if result == porcupine.Illegal {
		_, information := porcupine.CheckOperationsVerbose(model, operations, timeout)
		verdict.Placed, verdict.Next = stuck(history, information)
	}
	return verdict
}

func stuck(history History, information porcupine.LinearizationInfo) (int, *Operation) {
	placed := map[*Operation]bool{}
	for _, orders := range information.PartialLinearizationsOperations() {
		for _, order := range orders {
			if len(order) <= len(placed) {
				continue
			}
			placed = map[*Operation]bool{}
			for _, one := range order {
				placed[one.Input.(*Operation)] = true
			}
		}
	}
	var next *Operation
	for _, one := range history.Operations {
		if !placed[one] && (next == nil || one.Return < next.Return) {
			next = one
		}
	}
	return len(placed), next
}
