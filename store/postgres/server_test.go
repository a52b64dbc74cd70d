package postgres_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"frontdesk/chat"
	"frontdesk/internal/fault"
	"frontdesk/knowledge"
	"frontdesk/store"
	"frontdesk/store/postgres"
	"frontdesk/store/postgres/pgtest"
)

func options() postgres.Options {
	var mu sync.Mutex
	n := 0
	return postgres.Options{Now: time.Now, Wait: time.Second, NewID: func() string {
		mu.Lock()
		defer mu.Unlock()
		n++
		return fmt.Sprintf("%p-%d", &mu, n)
	}}
}

func run(t *testing.T, address string, sql ...string) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	for _, q := range sql {
		if _, err := conn.Exec(t.Context(), q); err != nil {
			t.Fatalf("%s: %v", q, err)
		}
	}
}

// refused opens a store that must not open, and gives the fault.
func refused(t *testing.T, address string, o postgres.Options) *fault.Error {
	t.Helper()
	s, err := postgres.Open(t.Context(), address, o)
	var f *fault.Error
	if !errors.As(err, &f) {
		if err == nil {
			_ = s.Close() // the test has failed already
		}
		t.Fatalf("got error %v", err)
	}
	return f
}

func TestE5_UnsafeServer(t *testing.T) {
	address := pgtest.Database(t)
	name := address[strings.LastIndex(address, "/")+1:]
	name, _, _ = strings.Cut(name, "?")
	run(t, address, "ALTER DATABASE "+name+" SET synchronous_commit = off")
	f := refused(t, address, options())
	if f.Code != "unsafe_durability" || !strings.Contains(f.Message, "synchronous_commit=off") || !strings.Contains(f.Hint, "allow_unsafe_durability=true") {
		t.Errorf("got %+v", f)
	}
	o := options()
	o.AllowUnsafeDurability = true
	s := openAt(t, address, o)
	found := map[string]store.Level{}
	for _, f := range s.Check(t.Context()) {
		found[f.Code] = f.Level
	}
	if found["synchronous_commit"] != store.Fail || found["fsync"] != store.OK || found["clock_skew"] != store.OK {
		t.Errorf("got findings %v", found)
	}
	run(t, address, "ALTER DATABASE "+name+" SET synchronous_commit = on", "ALTER DATABASE "+name+" SET default_transaction_read_only = on")
	if f := refused(t, address, options()); f.Code != "database_read_only" {
		t.Errorf("read-only: got %+v", f)
	}
}

func TestE11_ClockSkew(t *testing.T) {
	o := options()
	o.Now = func() time.Time { return time.Now().Add(-412 * time.Second) }
	s := openAt(t, pgtest.Database(t), o)
	for _, f := range s.Check(t.Context()) {
		if f.Code == "clock_skew" {
			if f.Level != store.Fail || !strings.HasPrefix(f.Message, "clock_skew 41") {
				t.Errorf("got %+v", f)
			}
			return
		}
	}
	t.Error("nobody looked at the clock")
}

// A copy is restored only where there is nothing yet.
func TestVacant(t *testing.T) {
	address := pgtest.Database(t)
	if err := postgres.Vacant(t.Context(), address); err != nil {
		t.Errorf("an empty database: %v", err)
	}
	s, err := postgres.Open(t.Context(), address, options())
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	var f *fault.Error
	if err := postgres.Vacant(t.Context(), address); !errors.As(err, &f) || f.Code != "database_not_empty" {
		t.Errorf("a database in use: %v", err)
	}
}

func TestE5_Unreachable(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0") // a port where nobody will answer
	if err != nil {
		t.Fatal(err)
	}
	address := "postgres://x:secret@" + l.Addr().String() + "/x?sslmode=disable"
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	o := options()
	o.Wait = 300 * time.Millisecond
	f := refused(t, address, o)
	if f.Code != "database_unreachable" || strings.Contains(f.Error(), "secret") {
		t.Errorf("got %v", f)
	}
	if f := refused(t, "not an address", o); f.Code != "database_url" {
		t.Errorf("got %v", f)
	}
	u, err := url.Parse(pgtest.Database(t))
	if err != nil {
		t.Fatal(err)
	}
	u.Path = "/no_such_database"
	began := time.Now()
	o.Wait = time.Minute
	if f := refused(t, u.String(), o); f.Code != "database_refused" || time.Since(began) > 30*time.Second {
		t.Errorf("got %v after %v", f, time.Since(began))
	}
}

func TestE6_NewerSchema(t *testing.T) {
	address := pgtest.Database(t)
	openAt(t, address, options())
	run(t, address, "INSERT INTO goose_db_version (version_id, is_applied) VALUES (42, true)")
	f := refused(t, address, options())
	if f.Code != "schema_too_new" || !regexp.MustCompile(`^schema 42 > supported \d+: upgrade the binary$`).MatchString(f.Message) {
		t.Errorf("got %+v", f)
	}
}

func TestE6_NodesMigrateAtOnce(t *testing.T) {
	address := pgtest.Database(t)
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() {
			s, err := postgres.Open(t.Context(), address, options())
			if err != nil {
				t.Error(err)
				return
			}
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
}

// Hints reach the other replica, not the one that gave them, many as few, and
// go on after the listener's connection was cut.
func TestHints(t *testing.T) {
	address := pgtest.Database(t)
	a, b := openAt(t, address, options()), openAt(t, address, options())
	ours, theirs := a.Hints(t.Context()), b.Hints(t.Context())
	reached := func(want chat.Hint) {
		t.Helper()
		again := time.NewTicker(20 * time.Millisecond) // the listener may not be there yet
		defer again.Stop()
		giveUp := time.After(20 * time.Second)
		for {
			select {
			case got := <-theirs:
				if got == want {
					return
				}
			case <-again.C:
				a.Publish(want)
			case <-giveUp:
				t.Fatalf("%+v never came", want)
			}
		}
	}
	reached(chat.Hint{Kind: chat.HintLog, ConversationID: "c1", Seq: 7})
	for seq := range int64(1000) {
		a.Publish(chat.Hint{Kind: chat.HintLog, ConversationID: "many", Seq: seq})
	}
	reached(chat.Hint{Kind: chat.HintLog, ConversationID: "many", Seq: 999})
	for n := range 300 { // more than one notification holds
		a.Publish(chat.Hint{Kind: chat.HintCase, ConversationID: fmt.Sprintf("conversation-with-a-long-id-%d", n)})
	}
	run(t, address, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'")
	heard(t, theirs, resync)
	reached(chat.Hint{Kind: chat.HintPresence, Seq: 1})
	select {
	case got := <-ours:
		if got != resync { // its own listener was cut too
			t.Errorf("a replica heard itself: %+v", got)
		}
	default:
	}
}

// resync tells to look at everything.
var resync = chat.Hint{Kind: chat.HintResync}

// heard waits for one of these hints.
func heard(t *testing.T, hints <-chan chat.Hint, want ...chat.Hint) {
	t.Helper()
	giveUp := time.After(20 * time.Second)
	for {
		select {
		case got := <-hints:
			if slices.Contains(want, got) {
				return
			}
		case <-giveUp:
			t.Fatalf("%+v never came", want)
		}
	}
}

// Hints that were lost are made up for: the other replica is told to look at everything.
func TestP8_LostHints(t *testing.T) {
	address := pgtest.Database(t)
	theirs := openAt(t, address, options()).Hints(t.Context())
	way := newRelay(t, address)
	a := openAt(t, way.address, options())
	for listening := false; !listening; { // the other's listener may not be there yet
		a.Publish(chat.Hint{Kind: chat.HintPresence})
		select {
		case <-theirs:
			listening = true
		case <-time.After(20 * time.Millisecond):
		}
	}
	t.Run("the server was away", func(t *testing.T) {
		way.cut()
		lost := chat.Hint{Kind: chat.HintLog, ConversationID: "c1", Seq: 1}
		a.Publish(lost)
		for began := time.Now(); time.Since(began) < 200*time.Millisecond; { // by now the notification should have failed
			if fault.KindOf(a.Ping(t.Context())) != fault.Unavailable {
				t.Fatal("the server answers")
			}
		}
		way.mend()
		heard(t, theirs, resync, lost)
	})
	t.Run("too many at once", func(t *testing.T) {
		quiet, err := postgres.Open(t.Context(), address, options()) // it does not run yet
		if err != nil {
			t.Fatal(err)
		}
		for n := range 5000 {
			quiet.Publish(chat.Hint{Kind: chat.HintLog, ConversationID: fmt.Sprint(n)})
		}
		ctx, stop := context.WithCancel(context.WithoutCancel(t.Context()))
		done := make(chan error, 1)
		go func() { done <- quiet.Run(ctx) }()
		heard(t, theirs, resync)
		stop()
		if err := errors.Join(<-done, quiet.Close()); err != nil {
			t.Error(err)
		}
	})
}

// Above the exact size the search goes by the index.
func TestNearestUsesTheIndex(t *testing.T) {
	address := pgtest.Database(t)
	s := openAt(t, address, options())
	a, err := s.SaveArticle(t.Context(), knowledge.Article{ID: "a", Status: knowledge.Published}, nil)
	if err != nil {
		t.Fatal(err)
	}
	indexes := func() (n int) {
		conn, err := pgx.Connect(t.Context(), address)
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close(t.Context())
		if err := conn.QueryRow(t.Context(), "SELECT count(*) FROM pg_indexes WHERE indexname LIKE 'vectors_hnsw_%'").Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	save := func(rows int) {
		v := knowledge.Vectors{ArticleID: a.ID, Model: "m'; --", Rows: make([][]float32, rows)}
		for i := range v.Rows {
			v.Rows[i] = []float32{1, float32(i), 3}
		}
		if err := s.SaveVectors(t.Context(), []knowledge.Vectors{v}); err != nil {
			t.Fatal(err)
		}
	}
	save(2000)
	if n := indexes(); n != 0 {
		t.Errorf("%d indexes at 2,000 vectors", n)
	}
	save(2001)
	if n := indexes(); n != 1 {
		t.Errorf("%d indexes at 2,001 vectors", n)
	}
	conn, err := pgx.Connect(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(t.Context())
	rows, err := conn.Query(t.Context(), `EXPLAIN SELECT v.ord FROM vectors v WHERE v.model_id = 1
		ORDER BY v.vec::halfvec(3) <=> $1::halfvec(3) LIMIT 10`, pgx.QueryExecModeSimpleProtocol, "[1,2,3]")
	if err != nil {
		t.Fatal(err)
	}
	plan, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil || !strings.Contains(strings.Join(plan, "\n"), "vectors_hnsw_1") {
		t.Errorf("%v\n%s", err, strings.Join(plan, "\n"))
	}
}

// A group of markets lets its countries find an article.
func TestNearestByMarketGroup(t *testing.T) {
	o := options()
	o.MarketGroups = map[string][]string{"dach": {"DE", "AT", "CH"}}
	s := openAt(t, pgtest.Database(t), o)
	a, err := s.SaveArticle(t.Context(), knowledge.Article{ID: "a", Status: knowledge.Published, Markets: []string{"DACH"}},
		[]knowledge.Passage{{Text: "x"}})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.SaveVectors(t.Context(), []knowledge.Vectors{{ArticleID: a.ID, Model: "m", Rows: [][]float32{{1, 0}}}}); err != nil {
		t.Fatal(err)
	}
	for market, want := range map[string]int{"at": 1, "FR": 0, "": 0} {
		got, err := s.Nearest(t.Context(), "m", []float32{1, 0}, knowledge.Scope{Market: market}, 5)
		if err != nil || len(got) != want {
			t.Errorf("market %q: got %v %v, want %d", market, got, err, want)
		}
	}
}

// A terminated connection in the middle is an error, not a lost message: the
// same message sent again is stored once.
func TestTerminatedConnections(t *testing.T) {
	address := pgtest.Database(t)
	s := openAt(t, address, options())
	killer, err := pgx.Connect(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	defer killer.Close(t.Context())
	var wg sync.WaitGroup
	kill := func() {
		_, err := killer.Exec(t.Context(), `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
			WHERE datname = current_database() AND query LIKE '%dup AS%' AND pid <> pg_backend_pid()`)
		if err != nil {
			t.Error(err)
		}
	}
	for i := range 200 {
		in := chat.Inbound{ChannelID: "web", Customer: chat.Customer{Ref: "ana"}, Message: chat.Message{Text: "hi", ExternalID: fmt.Sprint(i)}}
		if i%10 == 5 {
			wg.Wait()
			wg.Go(kill)
		}
		for {
			_, err := s.Receive(t.Context(), in, time.Now())
			var gone *pgconn.PgError
			if err == nil {
				break
			}
			if t.Context().Err() != nil || errors.As(err, &gone) && gone.Code != "57P01" || fault.KindOf(err) != fault.Unavailable {
				t.Fatal(err)
			}
		}
	}
	wg.Wait()
	s = openAt(t, address, options()) // the other one's idle connections are dead
	m, err := s.MessageByExternalID(t.Context(), "web", "199")
	if err != nil {
		t.Fatal(err)
	}
	log, err := s.Messages(t.Context(), m.ConversationID, 0, 0)
	if err != nil || len(log) != 200 || m.Seq != 200 {
		t.Errorf("%d messages, the last at %d: %v", len(log), m.Seq, err)
	}
}

// relay stands between a store and its server, and can be cut.
type relay struct {
	t       *testing.T
	address string // of the database, by the relay
	host    string
	server  string

	mu      sync.Mutex
	at      net.Listener
	through []net.Conn
}

func newRelay(t *testing.T, address string) *relay {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	r := &relay{t: t, server: u.Host, host: "127.0.0.2:0"} // where no other test listens, so that the port stays free
	r.mend()
	r.host = r.at.Addr().String()
	u.Host = r.host
	r.address = u.String()
	t.Cleanup(r.cut)
	return r
}

func (r *relay) mend() {
	r.t.Helper()
	l, err := net.Listen("tcp", r.host)
	if err != nil {
		r.t.Fatal(err)
	}
	r.mu.Lock()
	r.at = l
	r.mu.Unlock()
	go r.forward(l)
}

func (r *relay) forward(l net.Listener) {
	for {
		in, err := l.Accept()
		if err != nil {
			return
		}
		out, err := net.Dial("tcp", r.server)
		if err != nil {
			_ = in.Close()
			continue
		}
		r.mu.Lock()
		r.through = append(r.through, in, out)
		r.mu.Unlock()
		go func() { _, _ = io.Copy(out, in); _ = out.Close() }()
		go func() { _, _ = io.Copy(in, out); _ = in.Close() }()
	}
}

func (r *relay) cut() {
	r.mu.Lock()
	defer r.mu.Unlock()
	_ = r.at.Close()
	for _, c := range r.through {
		_ = c.Close()
	}
}

// A server that goes away is said to be away, for as long as it is: reading, writing
// and transactions alike.
func TestServerGoesAndComesBack(t *testing.T) {
	address := pgtest.Database(t)
	way := newRelay(t, address)
	s := openAt(t, way.address, options())
	in := chat.Inbound{ChannelID: "web", Customer: chat.Customer{Ref: "ana"}, Message: chat.Message{Text: "hi", ExternalID: "1"}}
	r, err := s.Receive(t.Context(), in, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	ask := map[string]func() error{
		"a row":   func() error { _, err := s.Conversation(t.Context(), r.Conversation.ID); return err },
		"rows":    func() error { _, err := s.Messages(t.Context(), r.Conversation.ID, 0, 0); return err },
		"a write": func() error { _, err := s.Receive(t.Context(), in, time.Now()); return err },
		"a transaction": func() error {
			_, err := s.SaveArticle(t.Context(), knowledge.Article{ID: "a", Key: "a", Title: "A", Body: "b", Locale: "en"}, nil)
			return err
		},
		"ping": func() error { return s.Ping(t.Context()) },
	}
	way.cut()
	for name, do := range ask {
		for range 2 { // over a connection that has died, and a new one
			var f *fault.Error
			if err := do(); !errors.As(err, &f) || f.Kind != fault.Unavailable || f.Code != "database_unreachable" {
				t.Errorf("%s while it is away: %v", name, err)
			}
		}
	}
	way.mend()
	for name, do := range ask {
		if err := do(); err != nil {
			t.Errorf("%s when it is back: %v", name, err)
		}
	}
}

// A lease brings the conversation with it as long as this replica alone has
// written it; what another one wrote is loaded.
func TestLeaseBringsSnapshot(t *testing.T) {
	address := pgtest.Database(t)
	var n atomic.Int64
	now := time.Now()
	o := postgres.Options{Now: func() time.Time { return now }, NewID: func() string { return fmt.Sprintf("id-%06d", n.Add(1)) }}
	here, there := openAt(t, address, o), openAt(t, address, o)
	say := func(s *postgres.Store, id string) {
		t.Helper()
		in := chat.Inbound{ChannelID: "web", Customer: chat.Customer{Ref: "ana", Name: "Ana"}, Message: chat.Message{Text: "hi", ExternalID: id}}
		if _, err := s.Receive(t.Context(), in, now); err != nil {
			t.Fatal(err)
		}
	}
	for round, c := range []struct {
		by   *postgres.Store
		said int // in the snapshot; 0: none comes
	}{{here, 1}, {here, 2}, {there, 0}, {here, 0}} {
		say(c.by, fmt.Sprint(round))
		due, err := here.Due(t.Context(), now, 1, time.Minute)
		if err != nil || len(due) != 1 {
			t.Fatalf("round %d: %v %v", round, due, err)
		}
		switch got := due[0].Snapshot; {
		case c.said == 0 && got != nil:
			t.Errorf("round %d: what is kept is not what is stored: %+v", round, got)
		case c.said > 0 && (got == nil || len(got.History) != c.said || got.Customer.Name != "Ana"):
			t.Errorf("round %d: got %+v, want %d messages", round, got, c.said)
		}
		if err := here.Release(t.Context(), due[0], time.Time{}); err != nil {
			t.Fatal(err)
		}
	}
}
