package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"frontdesk/store/postgres/pgtest"
)

// percentile is the value below which a share p of the durations lies, in ms.
func percentile(d []time.Duration, p float64) float64 {
	slices.Sort(d)
	return d[min(len(d)-1, int(p*float64(len(d))))].Seconds() * 1000
}

// engines are the two ways to keep the data.
var engines = []struct {
	name string
	args func(b *testing.B) []string
}{
	{"sqlite", func(*testing.B) []string { return nil }},
	{"postgres", func(b *testing.B) []string { return []string{"--database", pgtest.Database(b)} }},
}

// BenchmarkTurns measures whole turns through HTTP, 32 shoppers at a time: the
// message accepted, decided, committed and its answer read. Client and server
// share the machine.
func BenchmarkTurns(b *testing.B) {
	for _, e := range engines {
		b.Run(e.name, func(b *testing.B) {
			p := spawn(b, b.TempDir(), e.args(b)...)
			warm := p.client()
			for n := range 32 {
				if _, err := (&shopper{client: warm, name: fmt.Sprint("warm", n)}).next(wait); err != nil {
					b.Fatal(err)
				}
			}
			const clients = 32
			var left atomic.Int64
			left.Store(int64(b.N))
			errs := make(chan error, clients)
			before := p.cpu()
			b.ResetTimer()
			for n := range clients {
				s := &shopper{client: p.client(), name: fmt.Sprint("c", strings.Repeat("+", n%4), n)}
				go func() {
					var err error
					for err == nil && left.Add(-1) >= 0 {
						_, err = s.next(wait)
					}
					errs <- err
				}()
			}
			for range clients {
				if err := <-errs; err != nil {
					b.Error(err)
				}
			}
			b.StopTimer()
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "turns/s")
			b.ReportMetric((p.cpu()-before).Seconds()*1000/float64(b.N), "server-cpu-ms/turn")
			b.ReportMetric(p.memory(), "MB")
		})
	}
}

// BenchmarkSteady200 measures what shoppers feel at 200 messages a second, open
// loop: a slow answer does not hold back the next message, and latency counts
// from when a message was due. Every second message waits for its answer.
func BenchmarkSteady200(b *testing.B) {
	const rate, seconds = 200, 12
	for _, e := range engines {
		b.Run(e.name, func(b *testing.B) {
			p := spawn(b, b.TempDir(), e.args(b)...)
			for b.Loop() {
				steady(b, p, rate, rate*seconds)
			}
		})
	}
}

// steady posts n messages, rate a second, and reports how long they took.
func steady(b *testing.B, p *process, rate, n int) {
	const clients = 64
	idle := make(chan *shopper, clients)
	for i := range clients {
		idle <- &shopper{client: p.client(), name: fmt.Sprint("s", strings.Repeat("+", i%4), i)}
	}
	var mu sync.Mutex
	var accepted, answered []time.Duration
	var wg sync.WaitGroup
	before, start := p.cpu(), time.Now()
	for i := range n {
		due := start.Add(time.Duration(i) * time.Second / time.Duration(rate))
		pause(b.Context(), time.Until(due))
		s := <-idle
		prefer := wait
		if i%2 == 1 {
			prefer = ""
		}
		wg.Go(func() {
			_, err := s.next(prefer)
			took := time.Since(due)
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				b.Error(err)
			}
			if prefer == "" {
				accepted = append(accepted, took)
			} else {
				answered = append(answered, took)
			}
			idle <- s
		})
	}
	wg.Wait()
	b.ReportMetric(percentile(accepted, 0.5), "accepted-p50-ms")
	b.ReportMetric(percentile(accepted, 0.99), "accepted-p99-ms")
	b.ReportMetric(percentile(answered, 0.5), "answered-p50-ms")
	b.ReportMetric(percentile(answered, 0.99), "answered-p99-ms")
	b.ReportMetric((p.cpu()-before).Seconds()*1000/float64(n), "server-cpu-ms/turn")
}

func pause(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-ctx.Done():
	}
}

// BenchmarkTakeover measures how long it takes from an agent's click until the
// bot is silent, while the bot is about to answer. After the response nothing of
// the bot may come any more: that is checked in the log, not timed.
func BenchmarkTakeover(b *testing.B) {
	for _, e := range engines {
		b.Run(e.name, func(b *testing.B) {
			p := spawn(b, b.TempDir(), e.args(b)...)
			agent, headers := p.signIn()
			shop := &shopper{client: p.client(), name: "t"}
			var took []time.Duration
			for b.Loop() {
				b.StopTimer()
				shop.said += 4 // each time another customer
				shop.said -= shop.said % 4
				r, err := shop.next(wait)
				if err != nil {
					b.Fatal(err)
				}
				if _, err := shop.next(""); err != nil { // the bot has this one in hand
					b.Fatal(err)
				}
				b.StartTimer()
				began := time.Now()
				status, answer, err := agent.do(http.MethodPost, "/v1/conversations/"+r.Conversation+"/takeover", headers, nil)
				took = append(took, time.Since(began))
				if err != nil || status != http.StatusOK {
					b.Fatalf("%d %s %v", status, answer, err)
				}
				b.StopTimer()
				p.silent(agent, headers, r.Conversation)
				b.StartTimer()
			}
			b.ReportMetric(percentile(took, 0.5), "silent-p50-ms")
			b.ReportMetric(percentile(took, 0.99), "silent-p99-ms")
		})
	}
}

// signIn uses the first admin's link.
func (p *process) signIn() (c *client, headers string) {
	p.b.Helper()
	_, token, found := strings.Cut(p.said(), "/console/#/link/")
	if !found {
		p.b.Fatalf("no link in: %s", p.said())
	}
	token = strings.Fields(token)[0]
	res, err := http.Post("http://"+p.addr+"/v1/session", "application/json", strings.NewReader(`{"link":"`+token+`"}`))
	if err != nil {
		p.b.Fatal(err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK || len(res.Cookies()) == 0 {
		p.b.Fatalf("sign-in: %s", res.Status)
	}
	return p.client(), "X-Requested-With: frontdesk\r\nCookie: " + res.Cookies()[0].String() + "\r\n"
}

// silent wants no word of the bot after the agent has joined.
func (p *process) silent(agent *client, headers, conversation string) {
	p.b.Helper()
	status, answer, err := agent.do(http.MethodGet, "/v1/conversations/"+conversation+"/messages", headers, nil)
	if err != nil || status != http.StatusOK {
		p.b.Fatalf("%d %s %v", status, answer, err)
	}
	var log struct {
		Messages []struct{ Author, Kind, Event string } `json:"messages"`
	}
	if err := json.Unmarshal(answer, &log); err != nil {
		p.b.Fatal(err)
	}
	joined := false
	for _, m := range log.Messages {
		if joined && m.Author == "bot" && m.Kind != "draft" { // a draft is for the agent alone
			p.b.Fatalf("the bot spoke after the takeover: %s", answer)
		}
		joined = joined || m.Event == "agent_joined"
	}
	if !joined {
		p.b.Fatalf("nobody joined: %s", answer)
	}
}

// BenchmarkStart measures from spawning the process to its ready line, on an
// empty folder and on one that was used.
func BenchmarkStart(b *testing.B) {
	for _, used := range []bool{false, true} {
		name := map[bool]string{false: "fresh", true: "used"}[used]
		b.Run(name, func(b *testing.B) {
			root := b.TempDir()
			data := filepath.Join(root, "data")
			if used {
				spawn(b, data).stop()
			}
			var took []time.Duration
			var cpu time.Duration
			for b.Loop() {
				if !used {
					data = filepath.Join(root, fmt.Sprint("data", len(took)))
				}
				p := spawn(b, data)
				took = append(took, p.starts)
				cpu += p.cpu()
				p.stop()
			}
			b.ReportMetric(percentile(took, 0.5), "ready-p50-ms")
			b.ReportMetric(percentile(took, 1), "ready-max-ms")
			b.ReportMetric(cpu.Seconds()*1000/float64(len(took)), "cpu-ms/start")
		})
	}
}

// BenchmarkIdle measures the memory of a server that has answered some questions
// and then rests.
func BenchmarkIdle(b *testing.B) {
	p := spawn(b, b.TempDir())
	ready := p.memory()
	s := &shopper{client: p.client(), name: "idle"}
	for b.Loop() {
		for range 400 {
			if _, err := s.next(wait); err != nil {
				b.Fatal(err)
			}
		}
		pause(b.Context(), 5*time.Second)
		b.ReportMetric(ready, "ready-MB")
		b.ReportMetric(p.memory(), "idle-MB")
	}
}
