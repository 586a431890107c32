// Command load sends prepared calls, a fixed number in flight or a fixed number a second, and prints what came of them as one
// JSON object. It speaks gRPC, with bytes that are neither encoded nor decoded here, and HTTP/1.1.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

type options struct {
	address     string
	callsFile   string
	http        bool
	inFlight    int
	connections int
	warmUp      time.Duration
	duration    time.Duration
	count       int64
	rate        float64
	first       int64
}

// result is what is printed. Times are milliseconds, unless they say otherwise.
type result struct {
	Calls      int64            `json:"calls"`
	Seconds    float64          `json:"seconds"`
	Rate       float64          `json:"rate"`
	P50        float64          `json:"p50_ms"`
	P99        float64          `json:"p99_ms"`
	Longest    float64          `json:"longest_ms"`
	Bytes      int64            `json:"answer_bytes"`
	Errors     map[string]int64 `json:"errors"`
	FirstError string           `json:"first_error,omitempty"`
	Next       int64            `json:"next"`
}

// sender makes one call and returns the size of the answer; an error's kind is a status code.
type sender interface {
	send(worker int, call *call, number int64) (int, *failure)
	close()
}

type failure struct{ kind, text string }

func main() {
	var o options
	flag.StringVar(&o.address, "address", "", "HOST:PORT of the server")
	flag.StringVar(&o.callsFile, "calls", "", "file of prepared calls")
	flag.BoolVar(&o.http, "http", false, "HTTP/1.1 instead of gRPC")
	flag.IntVar(&o.inFlight, "in-flight", 1, "calls under way at the same time")
	flag.IntVar(&o.connections, "connections", 1, "connections that gRPC calls share")
	flag.DurationVar(&o.warmUp, "warm-up", 0, "how long to call before anything is measured")
	flag.DurationVar(&o.duration, "duration", time.Second, "how long to measure")
	flag.Int64Var(&o.count, "count", 0, "measure so many calls, however long they take")
	flag.Float64Var(&o.rate, "rate", 0, "begin so many calls a second, whatever becomes of them")
	flag.Int64Var(&o.first, "first", 0, "number of the first call")
	flag.Parse()
	if err := run(o); err != nil {
		fmt.Fprintln(os.Stderr, "load:", err)
		os.Exit(1)
	}
}

func run(o options) error {
	calls, err := readCalls(o.callsFile)
	if err != nil {
		return err
	}
	var target sender
	if o.http {
		target = newHTTPSender(o.address, o.inFlight)
	} else if target, err = newGRPCSender(o.address, o.connections); err != nil {
		return err
	}
	defer target.close()
	if o.rate > 0 {
		return json.NewEncoder(os.Stdout).Encode(driveAtRate(o, calls, target))
	}
	return json.NewEncoder(os.Stdout).Encode(drive(o, calls, target))
}

// tally is what one worker saw; merged when all have ended.
type tally struct {
	latencies []time.Duration
	longest   time.Duration // also of what ended before or after it was measured
	bytes     int64
	errors    map[string]int64
	first     string
	last      time.Time
}

func (t *tally) note(started, ended time.Time, size int, failed *failure, measured bool) {
	t.longest = max(t.longest, ended.Sub(started))
	if failed != nil {
		t.errors[failed.kind]++
		if t.first == "" {
			t.first = failed.text
		}
		return
	}
	if measured {
		t.latencies = append(t.latencies, ended.Sub(started))
		t.bytes += int64(size)
		t.last = ended
	}
}

// drive keeps o.inFlight calls under way: each worker makes one after the other, the next of all
// in the order of the file, from its beginning again after its end. A call counts if it ended
// while it was measured; an error always counts.
func drive(o options, calls []call, target sender) result {
	var next, begun atomic.Int64
	next.Store(o.first)
	tallies := make([]tally, o.inFlight)
	begin := time.Now().Add(o.warmUp)
	end := begin.Add(o.duration)
	var workers sync.WaitGroup
	for worker := range o.inFlight {
		workers.Go(func() {
			seen := tally{errors: map[string]int64{}}
			for {
				started := time.Now()
				if o.count == 0 && !started.Before(end) {
					break
				}
				if o.count > 0 && !started.Before(begin) && begun.Add(1) > o.count {
					break
				}
				number := next.Add(1) - 1
				size, failed := target.send(worker, &calls[number%int64(len(calls))], number)
				now := time.Now()
				measured := now.After(begin) && now.Before(end)
				if o.count > 0 {
					measured = !started.Before(begin)
				}
				seen.note(started, now, size, failed, measured)
			}
			tallies[worker] = seen
		})
	}
	workers.Wait()
	return merge(o, tallies, begin, next.Load())
}

func merge(o options, tallies []tally, begin time.Time, next int64) result {
	merged := result{Errors: map[string]int64{}, Seconds: o.duration.Seconds(), Next: next}
	var latencies []time.Duration
	var longest time.Duration
	last := begin
	for _, seen := range tallies {
		latencies = append(latencies, seen.latencies...)
		longest = max(longest, seen.longest)
		merged.Bytes += seen.bytes
		for kind, count := range seen.errors {
			merged.Errors[kind] += count
		}
		if merged.FirstError == "" {
			merged.FirstError = seen.first
		}
		if seen.last.After(last) {
			last = seen.last
		}
	}
	if o.count > 0 || o.rate > 0 {
		merged.Seconds = last.Sub(begin).Seconds()
	}
	merged.Calls = int64(len(latencies))
	merged.Longest = milliseconds(longest)
	if merged.Calls > 0 {
		slices.Sort(latencies)
		merged.Rate = float64(merged.Calls) / merged.Seconds
		merged.P50 = percentile(latencies, 0.50)
		merged.P99 = percentile(latencies, 0.99)
	}
	return merged
}

func percentile(sorted []time.Duration, part float64) float64 {
	return milliseconds(sorted[int(part*float64(len(sorted)-1))])
}

func milliseconds(duration time.Duration) float64 {
	return float64(duration) / float64(time.Millisecond)
}
