package main

import (
	"fmt"
	"strings"
)

// tenant is a tenant, with the users in it.
type tenant struct {
	exists          bool
	name, variables string
	suspended       bool
	users           pairs
	answered        answered
}

func (t tenant) shown() string {
	return strings.Join([]string{t.name, t.variables, fmt.Sprint(t.suspended)}, "|")
}

func (t tenant) do(operation *Operation) (string, tenant) {
	with := operation.With
	switch operation.Name {
	case "create":
		if answer := t.answered.repeated(operation); answer != "" {
			return answer, t
		}
		if t.exists {
			return "exists", t
		}
		return "ok", tenant{
			exists: true, name: with["name"], variables: with["variables"],
			answered: t.answered.noting(operation, "ok"),
		}
	case "list":
		if !t.exists {
			return "none", t
		}
		return t.shown(), t
	case "users":
		return "users " + string(t.users), t
	case "remove":
		if _, there := t.users.get(with["user"]); !there {
			return "not_found", t
		}
		t.users = t.users.without(with["user"])
		return "ok", t
	}
	if !t.exists {
		return "not_found", t
	}
	// The state in which the caller has seen the tenant, whose etag was sent.
	if expected, given := with["expected"]; given && expected != t.shown() {
		return "mismatch", t
	}
	switch operation.Name {
	case "update":
		replace(&t.name, with, "name")
		replace(&t.variables, with, "variables")
	case "delete":
		if held := len(t.users.all()); held > 0 && with["force"] == "" {
			return fmt.Sprintf("holds %d", held), t
		}
		t = tenant{answered: t.answered}
	case "suspend":
		t.suspended = true
	case "reactivate":
		t.suspended = false
	case "add":
		if _, there := t.users.get(with["user"]); there {
			return "exists", t
		}
		t.users = t.users.with(with["user"], "")
	default:
		panic("no such operation on a tenant: " + operation.Name)
	}
	return "ok", t
}
