package ingest_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"frontdesk/ingest"
	"frontdesk/store/postgres"
	"frontdesk/store/postgres/pgtest"
	"frontdesk/store/sqlite"
)

// engine is a store that is to be run.
type engine interface {
	ingest.QueueStore
	Run(ctx context.Context) error
	Close() error
}

// BenchmarkTenThousandArticles takes in a folder of 10,000 Markdown files of
// about 200 words and three headings each, as frontdesk ingest does: read, parsed,
// looked through for secrets, cut, and stored durably in batches.
func BenchmarkTenThousandArticles(b *testing.B) {
	const articles = 10_000
	dir := filepath.Join(b.TempDir(), "help", "en")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		b.Fatal(err)
	}
	for n := range articles {
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%05d.md", n)), []byte(madeUp(n)), 0o600); err != nil {
			b.Fatal(err)
		}
	}
	ids := 0
	id := func() string { ids++; return fmt.Sprintf("id-%08d", ids) }
	for name, open := range map[string]func(b *testing.B) (engine, error){
		"sqlite": func(b *testing.B) (engine, error) {
			return sqlite.Open(b.Context(), b.TempDir(), sqlite.Options{Now: time.Now, NewID: id})
		},
		"postgres": func(b *testing.B) (engine, error) {
			return postgres.Open(b.Context(), pgtest.Database(b), postgres.Options{Now: time.Now, NewID: id, AllowUnsafeDurability: true})
		},
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				db, err := open(b)
				if err != nil {
					b.Fatal(err)
				}
				ctx, stop := context.WithCancel(context.Background())
				done := make(chan error, 1)
				go func() { done <- db.Run(ctx) }()
				i := takeIn(b, db, id, filepath.Dir(dir))
				stop()
				<-done
				if err := db.Close(); err != nil {
					b.Fatal(err)
				}
				if i.Counts.Added != articles {
					b.Fatalf("taken in: %+v", i)
				}
			}
			b.ReportMetric(articles*float64(b.N)/b.Elapsed().Seconds(), "articles/s")
		})
	}
}

func takeIn(b *testing.B, db engine, id func() string, dir string) ingest.Import {
	b.Helper()
	in, err := ingest.New(db, ingest.Config{NewID: id})
	if err != nil {
		b.Fatal(err)
	}
	q, err := ingest.NewQueue(in, db, ingest.QueueConfig{Worker: "bench"})
	if err != nil {
		b.Fatal(err)
	}
	i, err := q.Folder(b.Context(), dir, ingest.Options{}, nil)
	if err != nil {
		b.Fatal(err)
	}
	return i
}

func madeUp(n int) string {
	words := strings.Fields("order parcel refund return size delivery customs invoice voucher warranty repair tent boot jacket carrier address payment card exchange label days weeks free cost country market stock colour battery manual account password newsletter gift wrap pickup store opening hours damaged missing late tracking")
	r := rand.New(rand.NewPCG(7, uint64(n))) //nolint:gosec // texts that are the same each time
	say := func(k int) string {
		var b strings.Builder
		for range k {
			b.WriteString(words[r.IntN(len(words))] + " ")
		}
		return b.String() + fmt.Sprint(n) + "."
	}
	return "# " + say(5) + "\n\n" + say(60) + "\n\n## " + say(4) + "\n\n" + say(50) + "\n\n- " + say(8) + "\n- " + say(9) + "\n\n## " + say(4) + "\n\n" + say(70) + "\n"
}
