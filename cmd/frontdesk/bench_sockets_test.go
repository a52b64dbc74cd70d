package main

import (
	"context"
	"encoding/json"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/coder/websocket"
)

// BenchmarkSockets measures the memory of a server with 5,000 widgets that are
// open and silent.
func BenchmarkSockets(b *testing.B) {
	const sockets = 5000
	p := spawn(b, b.TempDir())
	before := p.memory()
	for b.Loop() {
		began := time.Now()
		open := p.widgets(sockets)
		b.ReportMetric(time.Since(began).Seconds(), "s-to-open")
		pause(b.Context(), 8*time.Second)
		with := p.memory()
		cpu := p.cpu()
		pause(b.Context(), 3*time.Second)
		b.ReportMetric((p.cpu()-cpu).Seconds()/3*100, "idle-cpu-%")
		b.ReportMetric(with, "MB")
		b.ReportMetric((with-before)*1024/sockets, "KB/socket")
		for _, c := range open {
			c.CloseNow()
		}
	}
}

// widgets opens so many widgets, each with a visitor of its own.
func (p *process) widgets(n int) []*websocket.Conn {
	p.b.Helper()
	var mu sync.Mutex
	var open []*websocket.Conn
	var left atomic.Int64
	left.Store(int64(n))
	var wg sync.WaitGroup
	for range 32 {
		c := p.client()
		wg.Go(func() {
			for left.Add(-1) >= 0 {
				conn, err := p.widget(c)
				if err != nil {
					p.b.Error(err)
					return
				}
				mu.Lock()
				open = append(open, conn)
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	if p.b.Failed() {
		p.b.FailNow()
	}
	return open
}

// widget begins a visit, opens its socket and says hello.
func (p *process) widget(c *client) (*websocket.Conn, error) {
	origin := "http://" + p.addr
	status, answer, err := c.do(http.MethodPost, "/v1/widget/sessions", "Origin: "+origin+"\r\n", []byte(`{"site":"pk_demo","locale":"de-DE"}`))
	if err != nil {
		return nil, err
	}
	var visit struct {
		Token string `json:"token"`
	}
	if err := json.Unmarshal(answer, &visit); err != nil || status != http.StatusOK {
		return nil, &unexpected{status, answer}
	}
	ctx, cancel := context.WithTimeout(p.b.Context(), 30*time.Second)
	defer cancel()
	conn, _, err := websocket.Dial(ctx, "ws://"+p.addr+"/v1/widget/socket?site=pk_demo", &websocket.DialOptions{HTTPHeader: http.Header{"Origin": {origin}}})
	if err != nil {
		return nil, err
	}
	hello, err := json.Marshal(map[string]any{"type": "hello", "v": 1, "token": visit.Token, "last_seq": 0})
	if err != nil {
		return nil, err
	}
	if err := conn.Write(ctx, websocket.MessageText, hello); err != nil {
		return nil, err
	}
	if _, welcome, err := conn.Read(ctx); err != nil {
		return nil, err
	} else if string(welcome[:17]) != `{"type":"welcome"` {
		return nil, &unexpected{0, welcome}
	}
	return conn, nil
}

// unexpected is an answer that a benchmark did not want.
type unexpected struct {
	status int
	answer []byte
}

// Error shows it.
func (u *unexpected) Error() string { return http.StatusText(u.status) + ": " + string(u.answer) }
