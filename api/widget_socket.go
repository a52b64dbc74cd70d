package api

import (
	"context"
	"errors"
	"fmt"

	"github.com/coder/websocket"
	"github.com/gin-gonic/gin"

	"frontdesk/internal/fault"
)

// widgetSocket upgrades a widget's connection, whose origin must be on the
// site's list, and lets a goroutine of its own serve it: the request's own one,
// with all that the server keeps for a request, ends here.
func (a *API) widgetSocket(c *gin.Context) {
	s, err := a.siteFor(c.Query("site"), c.Request, true)
	if err == nil && !isUpgrade(c.Request) {
		err = fault.New(fault.Invalid, "not_a_websocket", "This address speaks WebSocket.")
	}
	if err != nil {
		a.fail(c, err)
		return
	}
	if !a.lobby.enter() {
		a.fail(c, fault.New(fault.Unavailable, "", ""))
		return
	}
	address := neighbour(c)
	conn, err := upgrade(c)
	if err != nil {
		a.live.Done()
		return // the library has answered
	}
	go func() {
		defer a.live.Done()
		a.serveWidget(conn, s, address)
	}()
}

// serveWidget reads a widget's frames until its connection ends.
func (a *API) serveWidget(conn *websocket.Conn, s *site, address string) {
	client := a.newShopper(socket{conn}, address)
	a.lobby.addAddress(client)
	cancel := later(a.cfg.Limits.HelloWithin, func() { client.close(closeHello) })
	defer cancel()
	greeted := func() { cancel() }
	code := listen(client.stream, conn, func(data []byte) int { return a.widgetFrame(client, s, data, greeted) })
	client.close(code)
}

// widgetFrame answers one frame of a socket; a code that is not 0 ends it.
func (a *API) widgetFrame(client *shopper, s *site, data []byte, greeted func()) (code int) {
	f, err := decodeFrame(data)
	if err == nil {
		err = a.answer(client, s, f, greeted)
	}
	var closing *closeError
	if errors.As(err, &closing) {
		client.push(encode(errorFrameOf(closing.err, f.ClientID)))
		return closing.code
	}
	if err != nil {
		a.logFrame(f, err)
		client.push(encode(errorFrameOf(err, f.ClientID)))
	}
	return 0
}

// closeError ends a socket with a code.
type closeError struct {
	code int
	err  error
}

func (e *closeError) Error() string { return fmt.Sprintf("close %d: %v", e.code, e.err) }

func (e *closeError) Unwrap() error { return e.err }

func (a *API) answer(client *shopper, s *site, f clientFrame, greeted func()) error {
	if f.Type == "hello" {
		return a.greet(client, s, f, greeted)
	}
	v, ok := client.who()
	if !ok {
		return fault.New(fault.Unauthenticated, "hello_first", "Say hello first.")
	}
	if ok, err := a.allowed(v.customer.ID, f); !ok {
		return err
	}
	reply, err := a.perform(client.ctx, v, f)
	if err == nil && reply != nil {
		client.push(encode(reply))
	}
	return err
}

// greet finds out who says hello. A second hello asks for what was missed.
func (a *API) greet(client *shopper, s *site, f clientFrame, greeted func()) error {
	ctx, cancel := context.WithTimeout(client.ctx, frameTimeout)
	defer cancel()
	v, err := a.visitorByToken(ctx, f.Token)
	if err == nil && v.customer.ChannelID != s.ChannelID {
		err = errUnknown
	}
	if errors.Is(err, fault.ErrNotFound) {
		err = errUnknown
	}
	if err != nil {
		if asFault(err).Kind != fault.Unauthenticated {
			return err
		}
		return &closeError{code: closeIdentity, err: err}
	}
	if f.Page != "" {
		v.page = cleanPage(f.Page)
	}
	if _, again := client.who(); !again {
		greeted()
		a.lobby.addVisitor(client, v.customer.ID)
	}
	return client.hello(ctx, v, f)
}

// who tells whose connection it is, once hello was said.
func (s *shopper) who() (visitor, bool) {
	s.show.Lock()
	defer s.show.Unlock()
	return s.visitor, s.greeted
}

// logFrame writes what the shopper is not told.
func (a *API) logFrame(f clientFrame, err error) {
	if asFault(err).Kind == fault.Internal {
		a.log.Error("frame failed", "type", f.Type, "err", err)
	}
}
