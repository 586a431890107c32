package main

import (
	"sync"
	"time"
)

// driveAtRate begins o.rate calls a second for o.duration, evenly, also where those before have not
// ended: as many callers do who know nothing of each other. All of them count.
func driveAtRate(o options, calls []call, target sender) result {
	seen := tally{errors: map[string]int64{}}
	var guard sync.Mutex
	var underWay sync.WaitGroup
	begin := time.Now()
	next := o.first
	for {
		due := begin.Add(time.Duration(float64(next-o.first) / o.rate * float64(time.Second)))
		if due.Sub(begin) >= o.duration {
			break
		}
		if early := time.Until(due); early > 0 {
			time.Sleep(early)
		}
		number := next
		next++
		underWay.Go(func() {
			started := time.Now()
			size, failed := target.send(int(number), &calls[number%int64(len(calls))], number)
			ended := time.Now()
			guard.Lock()
			defer guard.Unlock()
			seen.note(started, ended, size, failed, true)
		})
	}
	underWay.Wait()
	return merge(o, []tally{seen}, begin, next)
}
