package main

// config answers every update with the whole of it.
func config(state pairs, operation *Operation) (string, pairs) {
	for _, key := range lines(operation.With["deleted"]) {
		state = state.without(key)
	}
	for key, value := range pairs(operation.With["updated"]).all() {
		state = state.with(key, value)
	}
	return string(state), state
}
