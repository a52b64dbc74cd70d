package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"frontdesk/internal/fault"
)

// A SQLite database is one process's. A command that finds it in use has the server
// run it, by a socket in the data folder that only the folder's owner may open.

// socketFolder holds the socket; its mode keeps everybody else out.
const socketFolder = "run"

func socketPath(data string) string { return filepath.Join(data, socketFolder, "frontdesk.sock") }

// runsInside tells whether the server runs a command for others: every one that
// needs the data, but for serving it and putting a copy in its place.
func runsInside(command string) bool {
	name, _, _ := strings.Cut(command, " ")
	return slices.Contains([]string{"chat", "doctor", "gaps", "gate", "glossary", "ingest", "search", "source", "train", "user"}, name)
}

// takesInput tells whether a command reads what is typed.
func takesInput(command string) bool { return command == "chat" }

// usedFolder tells which folder another process uses.
func usedFolder(err error) (dir string, busy bool) {
	var f *fault.Error
	if !errors.As(err, &f) || f.Code != "data_folder_in_use" {
		return "", false
	}
	dir, busy = f.Meta["dir"].(string)
	return dir, busy
}

// wanted is what a process wants to have run.
type wanted struct {
	Args []string `json:"args"`
	Dir  string   `json:"dir"`
}

// heard is a piece of what is typed after that, or its end. A connection that ends
// ends the command.
type heard struct {
	In  []byte `json:"in,omitempty"`
	End bool   `json:"end,omitempty"`
}

// said is a piece of what it prints, or, last, its exit code.
type said struct {
	Out  string `json:"out,omitempty"`
	Err  string `json:"err,omitempty"`
	Code *int   `json:"code,omitempty"`
}

// askServer has the server that uses a data folder run a command, with w.In as its
// input unless that is nil. answered is false where nobody listens there.
func askServer(ctx context.Context, data string, args []string, w world) (code int, answered bool) {
	conn, err := (&net.Dialer{Timeout: 2 * time.Second}).DialContext(ctx, "unix", socketPath(data))
	if err != nil {
		return 0, false
	}
	defer conn.Close()
	stop := context.AfterFunc(ctx, func() { _ = conn.(*net.UnixConn).CloseWrite() }) // the server ends the command, and says what it came to
	defer stop()
	dir, err := os.Getwd()
	if err != nil {
		dir = ""
	}
	if err := json.NewEncoder(conn).Encode(wanted{args, dir}); err != nil {
		return 0, false
	}
	if w.In != nil {
		go sendInput(conn, w.In)
	}
	answers := json.NewDecoder(conn)
	for {
		var s said
		if err := answers.Decode(&s); err != nil {
			fmt.Fprintln(w.Err, "frontdesk: the server has ended before the command did; what it stored stays")
			return 1, true
		}
		_, _ = io.WriteString(w.Out, s.Out) // the process ends with its output
		_, _ = io.WriteString(w.Err, s.Err)
		if s.Code != nil {
			return *s.Code, true
		}
	}
}

// sendInput passes on what is typed, until it ends or nobody takes it any more.
func sendInput(to io.Writer, in io.Reader) {
	out, buf := json.NewEncoder(to), make([]byte, 4<<10)
	for {
		n, err := in.Read(buf)
		if n > 0 && out.Encode(heard{In: buf[:n]}) != nil {
			return
		}
		if err != nil {
			_ = out.Encode(heard{End: true}) // the server has gone: the other direction says so
			return
		}
	}
}

// takeCommands opens the door for commands of other processes. Without a socket
// (another engine, a path too long for one; nil) they need the server stopped.
func (a *app) takeCommands() net.Listener {
	if a.cfg.Database != "" || runtime.GOOS == "windows" {
		return nil
	}
	l, err := listenCommands(a.cfg.Data)
	if err != nil {
		a.log.Warn("commands beside the server are not possible", "err", err)
		return nil
	}
	return l
}

// answerCommands runs commands of other processes until ctx ends.
func (a *app) answerCommands(ctx context.Context, l net.Listener) error {
	if l == nil {
		return nil
	}
	stop := context.AfterFunc(ctx, func() { _ = l.Close() })
	defer stop()
	var running sync.WaitGroup
	defer running.Wait()
	for {
		conn, err := l.Accept()
		if err != nil {
			return nil // closed
		}
		running.Go(func() { a.runCommand(ctx, conn) })
	}
}

// listenCommands opens the socket. The data folder is ours by its lock: a socket
// that is there is of a process that has died.
func listenCommands(data string) (net.Listener, error) {
	folder := filepath.Dir(socketPath(data))
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, err
	}
	if err := os.Chmod(folder, 0o700); err != nil {
		return nil, err
	}
	if err := os.Remove(socketPath(data)); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, err
	}
	return net.Listen("unix", socketPath(data))
}

// runCommand runs one as the process that asks would, but with this one's database.
func (a *app) runCommand(ctx context.Context, conn net.Conn) {
	defer conn.Close()
	var c wanted
	in := json.NewDecoder(conn)
	if err := in.Decode(&c); err != nil {
		return
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	typed, keys := io.Pipe()
	defer typed.Close() // nobody reads any more: hear goes on to wait for the other side's end
	go func() {
		hear(in, keys)
		cancel()
	}()
	out := &saying{to: json.NewEncoder(conn)}
	code := run(ctx, c.Args, world{In: typed, Out: stream{out, false}, Err: stream{out, true}, Dir: c.Dir, inside: a})
	out.say(said{Code: &code})
}

// hear passes on what is typed at the other side until that goes away.
func hear(in *json.Decoder, keys *io.PipeWriter) {
	for {
		var h heard
		if err := in.Decode(&h); err != nil {
			_ = keys.Close()
			return
		}
		if h.End {
			_ = keys.Close()
		} else {
			_, _ = keys.Write(h.In) // the command has ended, or reads no input
		}
	}
}

// saying sends what a command prints. Whoever went away hears nothing.
type saying struct {
	mu sync.Mutex
	to *json.Encoder
}

func (s *saying) say(m said) {
	s.mu.Lock()
	defer s.mu.Unlock()
	_ = s.to.Encode(m)
}

type stream struct {
	to     *saying
	errors bool
}

func (s stream) Write(p []byte) (int, error) {
	if s.errors {
		s.to.say(said{Err: string(p)})
	} else {
		s.to.say(said{Out: string(p)})
	}
	return len(p), nil
}
