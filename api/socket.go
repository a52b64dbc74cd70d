package api

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"net"
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
	conn, err := websocket.Accept(leanWriter{c.Writer}, c.Request, &websocket.AcceptOptions{
		InsecureSkipVerify: true, CompressionMode: websocket.CompressionDisabled,
	})
	if err != nil {
		return nil, err
	}
	conn.SetReadLimit(maxFrameBytes)
	return conn, nil
}

// socketBuffer is each of a socket's two buffers in bytes: most frames fit, and
// larger ones take one system call more.
const socketBuffer = 1 << 10

// leanWriter hands a connection over with buffers of socketBuffer instead of
// the server's 4 KiB ones: thousands of sockets are silent most of the time.
type leanWriter struct{ gin.ResponseWriter }

// Hijack takes the connection over with all that was read of it already. It
// implements http.Hijacker.
func (w leanWriter) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	conn, old, err := w.ResponseWriter.Hijack()
	if err != nil {
		return nil, nil, err
	}
	pending, err := old.Peek(old.Reader.Buffered())
	if err != nil {
		return nil, nil, errors.Join(err, conn.Close())
	}
	r := bufio.NewReaderSize(io.MultiReader(bytes.NewReader(bytes.Clone(pending)), conn), max(socketBuffer, len(pending)))
	if _, err := r.Peek(len(pending)); err != nil {
		return nil, nil, errors.Join(err, conn.Close())
	}
	return conn, bufio.NewReadWriter(r, bufio.NewWriterSize(conn, socketBuffer)), nil
}

// listen reads text frames until the connection ends or handle says stop. It
// gives the code to close with; 0 when the connection is over already. A frame
// is handled on a goroutine of its own, one after the other: the one that waits
// for the next frame keeps a small stack.
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
		done := make(chan int, 1)
		go func() {
			code := closeInternal // of a handler that panics
			defer func() { done <- code }()
			defer s.recovered("frame")
			code = handle(data)
		}()
		if code := <-done; code != 0 {
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
