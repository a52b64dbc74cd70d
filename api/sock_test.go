package api_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/coder/websocket"
)

// sock is a widget's or a console's connection as a test drives it.
type sock struct {
	t    testing.TB
	conn *websocket.Conn
}

func (w *world) dial(path string, header map[string]string) (*sock, *http.Response, error) {
	h := http.Header{}
	for k, v := range header {
		h.Set(k, v)
	}
	conn, res, err := websocket.Dial(w.t.Context(), "ws"+strings.TrimPrefix(w.srv.URL, "http")+path, &websocket.DialOptions{HTTPHeader: h})
	if err != nil {
		return nil, res, err
	}
	conn.SetReadLimit(1 << 20)
	w.t.Cleanup(func() { _ = conn.CloseNow() })
	return &sock{w.t, conn}, res, nil
}

// widget opens a connection that has not said hello.
func (w *world) widget() *sock {
	w.t.Helper()
	s, _, err := w.dial("/v1/widget/socket?site=pk_demo", map[string]string{"Origin": shopOrigin})
	must(w.t, err)
	return s
}

// guest opens a connection of a new visitor that has said hello.
func (w *world) guest() (s *sock, token string) {
	w.t.Helper()
	token = w.visit(map[string]any{}).want(w.t, 200, "").json["token"].(string)
	s = w.widget()
	s.hello(token, 0)
	return s, token
}

func (s *sock) hello(token string, last int64) map[string]any {
	s.t.Helper()
	s.send(map[string]any{"type": "hello", "v": 1, "token": token, "last_seq": last})
	return s.until("welcome")
}

func (s *sock) send(frame any) {
	s.t.Helper()
	data, ok := frame.(string)
	if !ok {
		b, err := json.Marshal(frame)
		must(s.t, err)
		data = string(b)
	}
	must(s.t, s.conn.Write(s.t.Context(), websocket.MessageText, []byte(data)))
}

// read gives the next frame, or the code with which the connection closed.
func (s *sock) read() (map[string]any, websocket.StatusCode) {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	_, data, err := s.conn.Read(ctx)
	if err != nil {
		var ce websocket.CloseError
		if errors.As(err, &ce) {
			return nil, ce.Code
		}
		return nil, -1
	}
	var f map[string]any
	must(s.t, json.Unmarshal(data, &f))
	return f, 0
}

// until reads on to the next frame of a type.
func (s *sock) until(kind string) map[string]any {
	s.t.Helper()
	var seen []string
	for {
		f, code := s.read()
		if f == nil {
			s.t.Fatalf("waited for %s; closed with %d after %v", kind, code, seen)
		}
		if f["type"] == kind {
			return f
		}
		seen = append(seen, fmt.Sprint(f))
	}
}

// closed reads on to the end and gives its code.
func (s *sock) closed() int {
	for {
		if f, code := s.read(); f == nil {
			return int(code)
		}
	}
}

// refused sends a frame and expects an error frame, after which the connection
// still answers.
func (s *sock) refused(frame any, code string) map[string]any {
	s.t.Helper()
	s.send(frame)
	f := s.until("error")
	if f["code"] != code {
		s.t.Fatalf("%.120v: got %v, want %s", frame, f, code)
	}
	if f["detail"] == "" || f["detail"] == nil {
		s.t.Fatalf("an error without a sentence: %v", f)
	}
	return f
}

func (s *sock) alive() {
	s.t.Helper()
	s.send(`{"type":"ping"}`)
	s.until("pong")
}
