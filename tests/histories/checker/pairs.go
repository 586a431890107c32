package main

import (
	"slices"
	"strings"
)

// pairs are keys with values, as one text that is equal for equal pairs: states are compared.
type pairs string

const (
	betweenPairs = "\n"
	behindKey    = "="
)

func (p pairs) all() map[string]string {
	found := map[string]string{}
	for _, line := range lines(string(p)) {
		key, value, _ := strings.Cut(line, behindKey)
		found[key] = value
	}
	return found
}

func (p pairs) get(key string) (string, bool) {
	value, there := p.all()[key]
	return value, there
}

func (p pairs) with(key, value string) pairs {
	all := p.all()
	all[key] = value
	return pairsOf(all)
}

func (p pairs) without(key string) pairs {
	all := p.all()
	delete(all, key)
	return pairsOf(all)
}

func pairsOf(all map[string]string) pairs {
	found := make([]string, 0, len(all))
	for key, value := range all {
		found = append(found, key+behindKey+value)
	}
	slices.Sort(found)
	return pairs(strings.Join(found, betweenPairs))
}

func lines(text string) []string {
	if text == "" {
		return nil
	}
	return strings.Split(text, betweenPairs)
}
