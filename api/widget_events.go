package api

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/gin-gonic/gin"

	"frontdesk/internal/fault"
)

// keepAlive is how often an event stream says that it lives; proxies cut
// silent ones after 30 seconds and more.
const keepAlive = 15 * time.Second

// eventSink writes frames as server-sent events.
type eventSink struct {
	mu   sync.Mutex
	w    http.ResponseWriter
	rc   *http.ResponseController
	most time.Duration // for one write
	stop context.CancelFunc
	done bool
}

func (s *eventSink) write(_ context.Context, f frame) error {
	if f.seq > 0 {
		return s.send(fmt.Sprintf("id: %d\ndata: %s\n\n", f.seq, f.data))
	}
	return s.send(fmt.Sprintf("data: %s\n\n", f.data))
}

func (s *eventSink) send(text string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.done {
		return errEnded
	}
	if err := s.rc.SetWriteDeadline(time.Now().Add(s.most)); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return err
	}
	if _, err := io.WriteString(s.w, text); err != nil {
		return err
	}
	return s.rc.Flush()
}

// errEnded is what writing to an ended event stream gives.
var errEnded = errors.New("the event stream has ended")

// close ends the stream; the browser comes back by itself with its last id.
func (s *eventSink) close(int) { s.stop() }

// end waits for a write under way and lets none follow: the response must not
// be touched after its handler has returned.
func (s *eventSink) end() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.done = true
	// The connection may serve another request: take the deadline back. Where
	// that cannot be done none was set.
	_ = s.rc.SetWriteDeadline(time.Time{})
}

// widgetEvents serves a widget where WebSocket is blocked.
func (a *API) widgetEvents(c *gin.Context) {
	after, err := cursorOf(c)
	if err != nil {
		a.fail(c, err)
		return
	}
	if !a.lobby.enter() {
		a.fail(c, fault.New(fault.Unavailable, "", ""))
		return
	}
	defer a.live.Done()
	ctx, stop := context.WithCancel(c.Request.Context())
	defer stop()
	c.Header("Content-Type", "text/event-stream")
	c.Header("X-Accel-Buffering", "no")
	c.Status(http.StatusOK)
	sink := &eventSink{w: c.Writer, rc: http.NewResponseController(c.Writer), most: a.cfg.Limits.WriteWithin, stop: stop}
	defer sink.end()
	client := a.newShopper(sink, neighbour(c))
	a.lobby.addAddress(client)
	v := callerOf(c).visitor
	a.lobby.addVisitor(client, v.customer.ID)
	defer client.close(closeGoingAway)
	if err := client.hello(ctx, v, clientFrame{LastSeq: after}); err != nil {
		client.push(encode(errorFrameOf(err, "")))
		return
	}
	keepOpen(ctx, sink)
}

// keepOpen holds an event stream open until its client or the server ends it.
func keepOpen(ctx context.Context, sink *eventSink) {
	tick := time.NewTicker(keepAlive)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if sink.send(": here\n\n") != nil {
				return
			}
		}
	}
}

// cursorOf reads where an event stream goes on: the browser's own header, which
// it sends when it comes back, goes before the query.
func cursorOf(c *gin.Context) (int64, error) {
	text := c.GetHeader("Last-Event-ID")
	if text == "" {
		text = c.Query("after")
	}
	if text == "" {
		return 0, nil
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 0 {
		return 0, fault.New(fault.Invalid, "bad_cursor", "The cursor is the seq of a message.").At("after")
	}
	return n, nil
}

// postFrame takes one client frame without a socket; the answer frame is the
// response.
func (a *API) postFrame(c *gin.Context) {
	data, err := io.ReadAll(c.Request.Body)
	if err != nil {
		a.fail(c, bodyFault(err))
		return
	}
	v := callerOf(c).visitor
	f, err := decodeFrame(data)
	if err == nil && f.Type == "hello" {
		err = fault.New(fault.Invalid, "unsupported_type", "Hello belongs to the socket; events need none.").At("type")
	}
	allowed := true
	if err == nil {
		allowed, err = a.allowed(v.customer.ID, f)
	}
	var reply any
	if err == nil && allowed {
		reply, err = a.perform(c.Request.Context(), v, f)
	}
	switch {
	case err != nil:
		a.fail(c, err)
	case reply == nil:
		c.Status(http.StatusNoContent)
	default:
		c.JSON(http.StatusOK, reply)
	}
}
