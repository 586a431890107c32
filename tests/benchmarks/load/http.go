package main

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
)

type httpSender struct {
	address string
	client  *http.Client
}

// newHTTPSender keeps as many connections alive as calls are in flight.
func newHTTPSender(address string, inFlight int) *httpSender {
	transport := &http.Transport{
		MaxIdleConns:        inFlight,
		MaxIdleConnsPerHost: inFlight,
		DisableCompression:  true,
	}
	return &httpSender{address, &http.Client{Transport: transport, Timeout: deadline}}
}

func (s *httpSender) send(_ int, call *call, number int64) (int, *failure) {
	request, err := http.NewRequest(
		call.Method, "http://"+s.address+call.Path, bytes.NewReader(call.body(number)),
	)
	if err != nil {
		return 0, &failure{"request", err.Error()}
	}
	for name, value := range call.Metadata {
		request.Header.Set(name, value)
	}
	response, err := s.client.Do(request)
	if err != nil {
		return 0, &failure{"transport", err.Error()}
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return 0, &failure{"transport", err.Error()}
	}
	if response.StatusCode/100 != 2 {
		return 0, &failure{fmt.Sprint(response.StatusCode), string(body)}
	}
	return len(body), nil
}

func (s *httpSender) close() { s.client.CloseIdleConnections() }
