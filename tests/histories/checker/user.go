package main

import (
	"fmt"
	"strings"
)

// user is a user, as an admin sees it.
type user struct {
	exists                        bool
	name, email, roles, variables string
	suspended                     bool
	answered                      answered
}

func (u user) shown() string {
	return strings.Join(
		[]string{u.name, u.email, u.roles, u.variables, fmt.Sprint(u.suspended)}, "|")
}

func (u user) do(operation *Operation) (string, user) {
	with := operation.With
	if operation.Name == "create" {
		if answer := u.answered.repeated(operation); answer != "" {
			return answer, u
		}
		if u.exists {
			return "exists", u
		}
		return "ok", user{
			exists: true, name: with["name"], email: with["email"], roles: with["roles"],
			variables: with["variables"], answered: u.answered.noting(operation, "ok"),
		}
	}
	if operation.Name == "list" && !u.exists {
		return "none", u
	}
	if !u.exists {
		return "not_found", u
	}
	// The state in which the caller has seen the user, whose etag was sent.
	if expected, given := with["expected"]; given && expected != u.shown() {
		return "mismatch", u
	}
	switch operation.Name {
	case "update":
		replace(&u.name, with, "name")
		replace(&u.email, with, "email")
		replace(&u.roles, with, "roles")
		replace(&u.variables, with, "variables")
	case "delete":
		u = user{answered: u.answered}
	case "suspend":
		u.suspended = true
	case "reactivate":
		u.suspended = false
	case "list":
		return u.shown(), u
	case "info":
		return strings.Join([]string{u.name, u.email, u.roles}, "|"), u
	default:
		panic("no such operation on a user: " + operation.Name)
	}
	return "ok", u
}

func replace(field *string, with map[string]string, name string) {
	if value, given := with[name]; given {
		*field = value
	}
}
