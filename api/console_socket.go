package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"sync/atomic"
	"time"

	"github.com/coder/websocket"
	"github.com/gin-gonic/gin"

	"frontdesk/chat"
	"frontdesk/handoff"
	"frontdesk/internal/auth"
	"frontdesk/internal/fault"
)

// Presence is how the desk knows who is there.
type Presence interface {
	SetAvailability(ctx context.Context, agentID string, a handoff.Availability) error
	Heartbeat(ctx context.Context, agentID string) error
}

// heartbeatEvery is how often a live console is told to the desk.
const heartbeatEvery = 10 * time.Second

// The frames of the console's socket.
type (
	consoleFrame struct {
		Type         string `json:"type"`
		V            int    `json:"v"`
		Conversation string `json:"conversation"`
		On           bool   `json:"on"`
	}
	changedFrame struct {
		Type string `json:"type"`
		chat.Hint
	}
	offerFrame struct {
		Type  string       `json:"type"`
		Case  handoff.Case `json:"case"`
		Until time.Time    `json:"until"`
	}
	consoleTyping struct {
		Type         string `json:"type"`
		Conversation string `json:"conversation"`
		Author       string `json:"author"`
		Name         string `json:"name"`
		On           bool   `json:"on"`
	}
	viewersFrame struct {
		Type         string   `json:"type"`
		Conversation string   `json:"conversation"`
		Viewers      []viewer `json:"viewers"`
	}
)

// consoleFrames lists the members of what a console may send.
var consoleFrames = map[string][]string{
	"hello": {"v"}, "watch": {"conversation"}, "unwatch": {"conversation"}, "typing": {"conversation", "on"}, "ping": {},
}

// console is one live connection of a signed-in person.
type console struct {
	*stream
	api      *API
	user     auth.User
	secretID string
	kind     auth.SecretKind
	hash     []byte
	typingIn atomic.Value // string: the conversation they type in
	beat     atomic.Int64 // unix nanoseconds of the last heartbeat
	offered  map[string]time.Time
}

// consoleSocket upgrades the connection of a console. Only the server's own
// pages may open it.
func (a *API) consoleSocket(c *gin.Context) {
	err := a.ownPage(c)
	if err == nil && !isUpgrade(c.Request) {
		err = fault.New(fault.Invalid, "not_a_websocket", "This address speaks WebSocket.")
	}
	if err == nil && !a.lobby.enter() {
		err = fault.New(fault.Unavailable, "", "")
	}
	if err != nil {
		a.fail(c, err)
		return
	}
	who := callerOf(c)
	conn, err := upgrade(c)
	if err != nil {
		a.live.Done()
		return // the library has answered
	}
	go func() {
		defer a.live.Done()
		a.serveConsole(conn, who)
	}()
}

// ownPage refuses pages of other sites: the cookie comes with their requests
// too.
func (a *API) ownPage(c *gin.Context) error {
	origin := c.GetHeader("Origin")
	if origin == "" {
		return nil
	}
	u, err := url.Parse(origin)
	if err == nil && (u.Host == c.Request.Host || a.cfg.PublicURL == origin) {
		return nil
	}
	a.log.Warn("console socket refused", "origin", printable(origin), "host", c.Request.Host)
	return fault.New(fault.Forbidden, "origin_not_allowed", "The console runs on its own address only.")
}

func (a *API) serveConsole(conn *websocket.Conn, who principal) {
	c := &console{
		stream: a.newStream(socket{conn}, 2*a.cfg.Limits.QueueFrames), api: a, user: who.user,
		secretID: who.secret.ID, kind: who.secret.Kind, hash: who.secret.Hash, offered: map[string]time.Time{},
	}
	c.fill = c.readOffers
	c.left = func(code int) {
		a.lobby.leaveConsole(c, code)
		a.viewers.leave(c)
	}
	c.typingIn.Store("")
	a.lobby.addConsole(c)
	c.tick(c.ctx, false)
	c.poke(dirtView)
	c.close(listen(c.stream, conn, c.frame))
}

// frame answers one frame of a console.
func (c *console) frame(data []byte) (code int) {
	f, err := decodeConsoleFrame(data)
	if err != nil {
		c.push(encode(errorFrameOf(err, "")))
		return 0
	}
	switch f.Type {
	case "ping", "hello":
		c.push(encode(okFrame{Type: "pong"}))
	case "watch":
		c.api.viewers.watch(c, f.Conversation)
	case "unwatch":
		c.api.viewers.unwatch(c, f.Conversation)
	case "typing":
		c.typing(f.Conversation, f.On)
	}
	return 0
}

func decodeConsoleFrame(data []byte) (consoleFrame, error) {
	var f consoleFrame
	if err := checkJSON(data); err != nil {
		return f, jsonFault(err)
	}
	var members map[string]json.RawMessage
	if err := json.Unmarshal(data, &members); err != nil || members == nil {
		return f, fault.New(fault.Invalid, "bad_json", "A frame is a JSON object.").With("offset", 0)
	}
	if err := json.Unmarshal(members["type"], &f.Type); err != nil || consoleFrames[f.Type] == nil {
		return f, fault.New(fault.Invalid, "unsupported_type", "There is no frame of this type.").At("type")
	}
	for name := range members {
		if name != "type" && !slices.Contains(consoleFrames[f.Type], name) {
			return f, fault.New(fault.Invalid, "unknown_field", "A frame %q has no member %q.", f.Type, printable(name)).At(name)
		}
	}
	if err := json.Unmarshal(data, &f); err != nil {
		return f, wrongType(err)
	}
	if f.Type == "hello" && f.V != protocolVersion {
		return f, fault.New(fault.Invalid, "upgrade_required", "This server speaks version %d.", protocolVersion).With("min", protocolVersion).With("max", protocolVersion)
	}
	return f, nil
}

// typing shows the others, and the shopper whose agent it is, that somebody
// writes.
func (c *console) typing(conversationID string, on bool) {
	if on {
		c.typingIn.Store(conversationID)
	} else {
		c.typingIn.Store("")
	}
	ctx, cancel := context.WithTimeout(c.ctx, frameTimeout)
	defer cancel()
	if err := c.api.showTyping(ctx, c.user, conversationID, on); err != nil && !errors.Is(err, fault.ErrNotFound) {
		c.api.log.Error("console typing", "conversation", conversationID, "err", err)
	}
}

// tick tells the desk that the agent is here and, where people's accounts may
// have changed, looks whether this one still may be.
func (c *console) tick(ctx context.Context, people bool) {
	now := time.Now()
	due := now.UnixNano()-c.beat.Load() >= int64(heartbeatEvery)
	if !due && !people {
		return
	}
	c.group.Go(func() {
		defer c.recovered("tick")
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), readTimeout)
		defer cancel()
		if !c.stillWelcome(ctx) {
			c.close(closeSignedOut)
			return
		}
		if !due {
			return
		}
		c.beat.Store(now.UnixNano())
		if err := c.api.Desk.Heartbeat(ctx, c.user.ID); err != nil {
			c.api.log.Error("heartbeat", "agent", c.user.ID, "err", err)
		}
	})
}

// stillWelcome: the session stands and the account is not disabled. A database
// that does not answer is no reason to send people away.
func (c *console) stillWelcome(ctx context.Context) bool {
	_, err := c.api.Accounts.Secret(ctx, c.kind, c.hash, c.api.Now())
	if errors.Is(err, fault.ErrNotFound) {
		return false
	}
	u, err := c.api.Accounts.User(ctx, c.user.ID)
	return err != nil && !errors.Is(err, fault.ErrNotFound) || err == nil && !u.Disabled
}

// readOffers sends the agent the offers that are new. It is the stream's fill.
func (c *console) readOffers(ctx context.Context, _ dirt, emit func(frame)) {
	ctx, cancel := context.WithTimeout(ctx, readTimeout)
	defer cancel()
	cases, err := c.api.Store.Cases(ctx, handoff.CaseFilter{States: []handoff.State{handoff.Offered}, AgentID: c.user.ID})
	if err != nil {
		if c.ctx.Err() == nil {
			c.api.log.Error("read offers", "agent", c.user.ID, "err", err)
		}
		return
	}
	current := map[string]time.Time{}
	for _, k := range cases {
		if k.OfferedTo != c.user.ID {
			continue
		}
		current[k.ID] = k.Deadline
		if !c.offered[k.ID].Equal(k.Deadline) {
			emit(encode(offerFrame{Type: "offer", Case: k, Until: k.Deadline}))
		}
	}
	c.offered = current
}

// closeConsoles ends the live consoles that match, here and now.
func (a *API) closeConsoles(match func(c *console) bool) {
	for _, c := range a.lobby.allConsoles() {
		if match(c) {
			c.close(closeSignedOut)
		}
	}
}

// showTyping relays an agent's typing; the shopper sees it only from the agent
// who has the conversation.
func (a *API) showTyping(ctx context.Context, u auth.User, conversationID string, on bool) error {
	conv, err := a.Store.Conversation(ctx, conversationID)
	if err != nil {
		return fmt.Errorf("load conversation %s: %w", conversationID, err)
	}
	t := consoleTyping{Type: "typing", Conversation: conv.ID, Author: string(chat.Agent), Name: u.Name, On: on}
	a.viewers.relay(a.lobby, t, u.ID, conv.Owner == chat.OwnerHuman && conv.AgentID == u.ID)
	return nil
}
