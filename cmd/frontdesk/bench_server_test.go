package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"frontdesk/bot/nlu"
)

// actAsServer tells this test binary to be the program itself: the benchmarks
// measure a process of its own, as a shop runs it.
const actAsServer = "BENCH_ACT_AS_SERVER"

// otherBinary names a build of the program to measure instead, so that two
// builds can be compared in turns.
const otherBinary = "BENCH_BINARY"

func TestMain(m *testing.M) {
	if os.Getenv(actAsServer) != "" || len(os.Args) > 1 && os.Args[1] == parseFile {
		main()
	}
	model, err := nlu.Shipped(nil) // held, so that the many servers of the tests share it
	code := m.Run()
	runtime.KeepAlive(model)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

// process is a server in a process of its own.
type process struct {
	b      testing.TB
	cmd    *exec.Cmd
	addr   string        // host and port
	starts time.Duration // from spawning to the ready line
	errs   string        // file with what it said to people
}

// spawn starts the demo shop as a process and waits for its ready line. It is
// ended with the benchmark, or before by stop.
func spawn(b testing.TB, data string, more ...string) *process {
	b.Helper()
	config := filepath.Join(b.TempDir(), "bench.yaml")
	// One machine plays all shoppers: the bounds for one neighbour are out of the way.
	text := "limits: {requests_per_second: 100000, sockets_per_ip: 100000}\nlog: {level: warn}\n"
	if err := os.WriteFile(config, []byte(text), 0o600); err != nil {
		b.Fatal(err)
	}
	binary := os.Getenv(otherBinary)
	if binary == "" {
		binary = os.Args[0]
	}
	args := append([]string{"serve", "--config", config, "--demo", "--listen", "127.0.0.1:0", "--metrics", "off", "--data", data}, more...)
	p := &process{b: b, cmd: exec.Command(binary, args...), errs: filepath.Join(filepath.Dir(config), "errors.txt")}
	// Nothing else of this environment: DATABASE_URL is for the tests, not for this server.
	p.cmd.Env = []string{actAsServer + "=yes", "FRONTDESK_REST_TOKEN=" + testToken, "PATH=" + os.Getenv("PATH"), "TMPDIR=" + os.TempDir()}
	errs, err := os.Create(p.errs) // a file: what came before the ready line is there with it
	if err != nil {
		b.Fatal(err)
	}
	defer errs.Close()
	p.cmd.Stderr = errs
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	began := time.Now()
	if err := p.cmd.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(p.stop)
	line, err := bufio.NewReader(out).ReadString('\n')
	p.starts = time.Since(began)
	addr, ok := strings.CutPrefix(strings.TrimSpace(line), "ready http://")
	if err != nil || !ok {
		b.Fatalf("the server said %q: %v\n%s", line, err, p.said())
	}
	p.addr = addr
	return p
}

// stop ends the server as a supervisor would, and wants it to end well.
func (p *process) stop() {
	if p.cmd.ProcessState != nil {
		return
	}
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		p.b.Error(err)
	}
	if err := p.cmd.Wait(); err != nil {
		p.b.Errorf("the server ended with %v\n%s", err, p.said())
	}
}

// said is what the server has told people so far.
func (p *process) said() string {
	text, err := os.ReadFile(p.errs)
	if err != nil {
		p.b.Error(err)
	}
	return string(text)
}

// proc reads a file of the process's folder in /proc.
func (p *process) proc(name string) string {
	p.b.Helper()
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/%s", p.cmd.Process.Pid, name))
	if err != nil {
		p.b.Skip("memory and processor time are read from /proc:", err)
	}
	return string(text)
}

// cpu is the processor time that the server has used, user and system.
func (p *process) cpu() time.Duration {
	p.b.Helper()
	text := p.proc("stat")
	fields := strings.Fields(text[strings.LastIndexByte(text, ')')+1:])
	var ticks int64
	for _, f := range fields[11:13] {
		n, err := strconv.ParseInt(f, 10, 64)
		if err != nil {
			p.b.Fatal(err)
		}
		ticks += n
	}
	return time.Duration(ticks) * time.Second / 100 // USER_HZ is 100 wherever Go runs
}

// memory is what the server holds of the machine's memory now, in MB.
func (p *process) memory() float64 {
	p.b.Helper()
	_, after, _ := strings.Cut(p.proc("status"), "VmRSS:")
	kb, err := strconv.ParseFloat(strings.Fields(after)[0], 64)
	if err != nil {
		p.b.Fatal(err)
	}
	return kb / 1024
}

// client is one keep-alive connection to the server. It does little itself: it
// shares the machine with what is measured.
type client struct {
	conn net.Conn
	in   *bufio.Reader
	addr string
	out  bytes.Buffer
}

func (p *process) client() *client {
	p.b.Helper()
	conn, err := net.Dial("tcp", p.addr)
	if err != nil {
		p.b.Fatal(err)
	}
	p.b.Cleanup(func() { conn.Close() })
	return &client{conn: conn, in: bufio.NewReader(conn), addr: p.addr}
}

// do sends one request with header lines of its own and reads the answer.
func (c *client) do(method, path, headers string, body []byte) (status int, answer []byte, err error) {
	c.out.Reset()
	fmt.Fprintf(&c.out, "%s %s HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n%s\r\n", method, path, c.addr, len(body), headers)
	c.out.Write(body)
	if err := c.conn.SetDeadline(time.Now().Add(30 * time.Second)); err != nil {
		return 0, nil, err
	}
	if _, err := c.conn.Write(c.out.Bytes()); err != nil {
		return 0, nil, err
	}
	res, err := http.ReadResponse(c.in, nil)
	if err != nil {
		return 0, nil, err
	}
	defer res.Body.Close()
	answer, err = io.ReadAll(res.Body)
	return res.StatusCode, answer, err
}

// wait is the header that asks for the answer in the response.
const wait = "Prefer: wait=20\r\n"

// say posts a shopper's message; prefer is wait or empty.
func (c *client) say(customer, id, text, prefer string) (reply, error) {
	body, err := json.Marshal(map[string]string{"customer": customer, "id": id, "text": text})
	if err != nil {
		return reply{}, err
	}
	want := http.StatusOK
	if prefer == "" {
		want = http.StatusAccepted
	}
	status, answer, err := c.do(http.MethodPost, "/v1/messages", "Authorization: Bearer "+testToken+"\r\n"+prefer, body)
	if err != nil {
		return reply{}, err
	}
	if status != want {
		return reply{}, fmt.Errorf("%q: %d %s", text, status, answer)
	}
	var r reply
	err = json.Unmarshal(answer, &r)
	return r, err
}

// talks are what shoppers of the benchmarks say: a greeting, a question that the
// articles answer, and an order with its proof.
var talks = [][]string{
	{"Hello", "How long do I have to return something?", "Where is my order 10482?", "anna.mueller@example.de"},
	{"Hallo", "Wie lange kann ich etwas zurückgeben?", "Wo ist mein Paket 10482?", "anna.mueller@example.de"},
	{"Hola", "¿Cuánto cuesta el envío?", "¿Dónde está mi pedido 10482?", "anna.mueller@example.de"},
	{"你好", "你们支持哪些付款方式？", "我的订单10482到哪里了？", "anna.mueller@example.de"},
}

// shopper plays one customer after another, each with one of the talks.
type shopper struct {
	*client
	name string
	said int
}

// next says the next sentence of the talk and checks that it was answered.
func (s *shopper) next(prefer string) (reply, error) {
	talk, place := s.said/4, s.said%4
	s.said++
	lines := talks[(talk+len(s.name))%len(talks)]
	r, err := s.say(fmt.Sprintf("%s-%d", s.name, talk), strconv.Itoa(place), lines[place], prefer)
	if err == nil && prefer != "" && (len(r.Replies) == 0 || r.Owner != "bot") {
		err = fmt.Errorf("%q was answered with %+v", lines[place], r)
	}
	return r, err
}
