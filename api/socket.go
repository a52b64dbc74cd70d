package api

import (
	"context"
	"errors"
	"net/http"
	"time"
	"unicode/utf8"

	"github.com/coder/websocket"
	"github.com/gin-gonic/gin"
)

// maxFrameBytes bounds a client's frame.
const maxFrameBytes = 32 << 10

// socket is a WebSocket as a sink.
type socket struct {
	conn *websocket.Conn
}

func (s socket) write(_ context.Context, f frame) error {
	// No deadline here: it would end the connection without a code. The
	// housekeeping closes whoever does not read.
	return s.conn.Write(context.Background(), websocket.MessageText, f.data)
}

func (s socket) close(code int) {
	// What is wrong with a connection that is being closed helps nobody.
	_ = s.conn.Close(websocket.StatusCode(code), closeReasons[code])
}

func (s socket) ping(ctx context.Context) error { return s.conn.Ping(ctx) }

// upgrade makes a WebSocket of a request whose origin has been checked.
// Compression is off: it costs 64 KiB and more a connection.
func upgrade(c *gin.Context) (*websocket.Conn, error) {
	conn, err := websocket.Accept(c.Writer, c.Request, &websocket.AcceptOptions{
		InsecureSkipVerify: true, CompressionMode: websocket.CompressionDisabled,
	})
	if err != nil {
		return nil, err
	}
	conn.SetReadLimit(maxFrameBytes)
	return conn, nil
}

// listen reads text frames until the connection ends or handle says stop. It
// gives the code to close with; 0 when the connection is over already.
func listen(s *stream, conn *websocket.Conn, handle func(data []byte) (code int)) int {
	for {
		kind, data, err := conn.Read(context.Background())
		if err != nil {
			return closeCodeOf(err)
		}
		s.hear()
		switch {
		case kind != websocket.MessageText:
			return closeUnsupported
		case !utf8.Valid(data):
			return closeInvalidText
		}
		if code := handle(data); code != 0 {
			return code
		}
	}
}

// closeCodeOf: the library has closed the connection itself where the client
// broke the protocol or a limit.
func closeCodeOf(err error) int {
	var ce websocket.CloseError
	if errors.As(err, &ce) {
		return int(ce.Code)
	}
	return 0
}

// later runs f after d unless the answer is called before.
func later(d time.Duration, f func()) (cancel func()) {
	t := time.AfterFunc(d, f)
	return func() { t.Stop() }
}

// isUpgrade tells whether a request asks for a WebSocket at all.
func isUpgrade(r *http.Request) bool { return r.Header.Get("Upgrade") != "" }
