package main

import "strings"

// account is a user by whose key calls are made: the owner, a key of one name, one value of the config.
// Secrets are named by the order in which they came; one that nobody was told begins with '?'.
type account struct {
	exists, suspended         bool
	current, previous, config string
	answered                  answered
}

func (a account) do(operation *Operation) (string, account) {
	switch operation.Name {
	case "use":
		secret := operation.With["secret"]
		switch {
		case secret != a.current && secret != a.previous:
			return "unauthenticated", a
		case a.suspended:
			return "suspended", a
		default:
			return "ok", a
		}
	case "create_owner":
		if a.exists {
			return "exists", a
		}
		a.exists = true
		return "ok", a
	case "delete_owner", "suspend", "reactivate":
		return a.byAdmin(operation)
	default:
		return a.byOwner(operation)
	}
}

func (a account) byAdmin(operation *Operation) (string, account) {
	if !a.exists {
		return "not_found", a
	}
	switch operation.Name {
	case "delete_owner":
		a = account{answered: a.answered}
	case "suspend":
		a.suspended = true
	case "reactivate":
		a.suspended = false
	}
	return "ok", a
}

// byOwner is a call of the admin who acts as the owner.
func (a account) byOwner(operation *Operation) (string, account) {
	switch {
	case !a.exists:
		return "no_target", a
	case a.suspended:
		return "suspended", a
	}
	switch operation.Name {
	case "create", "rotate":
		return a.renewed(operation)
	case "revoke":
		a.current, a.previous = "", ""
		return "ok", a
	case "list":
		return a.listed(operation)
	case "put":
		a.config = operation.With["value"]
		return "ok", a
	case "read":
		return "config " + a.config, a
	default:
		panic("no such operation on an account: " + operation.Name)
	}
}

func (a account) renewed(operation *Operation) (string, account) {
	if answer := a.answered.repeated(operation); answer != "" {
		secret, told := strings.CutPrefix(operation.Answer, "ok ")
		if first, made := strings.CutPrefix(answer, "ok "); told && made && unknown(first) {
			return operation.Answer, a.learning(first, secret)
		}
		return answer, a
	}
	made := operation.With["made"]
	if made == a.current || made == a.previous {
		return "a new secret", a
	}
	if operation.Name == "create" {
		if a.current != "" {
			return "exists", a
		}
		a.current = made
	} else {
		if a.current == "" {
			return "not_found", a
		}
		a.previous = ""
		if operation.With["overlap"] != "" {
			a.previous = a.current
		}
		a.current = made
	}
	answer := "ok " + made
	a.answered = a.answered.noting(operation, answer)
	return answer, a
}

// listed is the current secret, which the list shows masked, and whether the one before works too.
func (a account) listed(operation *Operation) (string, account) {
	if a.current == "" {
		return "none", a
	}
	overlaps := ""
	if a.previous != "" {
		overlaps = "+"
	}
	told := strings.TrimSuffix(operation.Answer, "+")
	if unknown(a.current) && told != "none" {
		if told != "untold" {
			a = a.learning(a.current, told)
		}
		return told + overlaps, a
	}
	return a.current + overlaps, a
}

func unknown(secret string) bool {
	return strings.HasPrefix(secret, "?")
}

// learning is the same account, of which is now known what the secret is that nobody was told.
func (a account) learning(secret, told string) account {
	for _, one := range []*string{&a.current, &a.previous} {
		if *one == secret {
			*one = told
		}
	}
	for id, kept := range pairs(a.answered).all() {
		if body, found := strings.CutSuffix(kept, behindBody+"ok "+secret); found {
			a.answered = answered(pairs(a.answered).with(id, body+behindBody+"ok "+told))
		}
	}
	return a
}
