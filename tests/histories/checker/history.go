package main

import (
	"github.com/anishathalye/porcupine"
)

// History is what became of one object: every call on it, by all clients.
type History struct {
	ID         string       `json:"id"`
	Kind       string       `json:"kind"`
	Operations []*Operation `json:"operations"`
}

// Operation is a call. One of which nobody knows whether it was done, or when, is answered Lost, and
// returns after all others.
type Operation struct {
	Client int               `json:"client"`
	Call   int64             `json:"call"`
	Return int64             `json:"return"`
	Name   string            `json:"name"`
	With   map[string]string `json:"with"`
	Answer string            `json:"answer"`
}

const (
	// Lost is the answer of a call that may have been done, or not.
	Lost = "lost"
	// Aborted is the answer of a call that lost a race, and was not done.
	Aborted = "aborted"
)

// specifications say of each kind of object how calls change it that come one by one.
var specifications = map[string]porcupine.Model{
	"user":   modelOf(user{}, user.do),
	"key":    modelOf(account{}, account.do),
	"config": modelOf(pairs(""), config),
	"tenant": modelOf(tenant{}, tenant.do),
}

// modelOf makes a model of a function that answers a call on a state, and says what the state is then.
func modelOf[S comparable](start S, do func(S, *Operation) (string, S)) porcupine.Model {
	return porcupine.Model{
		Init: func() any { return start },
		Step: func(state, input, _ any) (bool, any) {
			operation := input.(*Operation)
			if operation.Answer == Aborted {
				return true, state
			}
			answer, next := do(state.(S), operation)
			return operation.Answer == Lost || operation.Answer == answer, next
		},
	}
}
