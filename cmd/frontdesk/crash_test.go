package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"sync"
	"syscall"
	"testing"
	"time"
)

// letter is a message that a client sends until it is acknowledged.
type letter struct{ customer, id, text string }

// mailbox are the clients of a test: each sends its letters one after the other,
// and again under the same id where no answer came.
type mailbox struct {
	mu    sync.Mutex
	acked map[letter]string // conversation
	open  []letter          // sent without an acknowledgement
	next  int
}

// some of what shoppers write; each is answered by one message of the bot.
var chatter = []string{"hello", "How can I return something?", "How long is the warranty?"}

// take gives the next letter: first those that were left.
func (m *mailbox) take() letter {
	m.mu.Lock()
	defer m.mu.Unlock()
	if n := len(m.open); n > 0 {
		l := m.open[n-1]
		m.open = m.open[:n-1]
		return l
	}
	m.next++
	return letter{fmt.Sprintf("c-%d", m.next/len(chatter)), fmt.Sprintf("m-%d", m.next), chatter[m.next%len(chatter)]}
}

// post sends a letter and gives its conversation, and whether a turn answered it.
func (l letter) post(base, wait string) (conversation string, answered bool, err error) {
	body, err := json.Marshal(map[string]string{"customer": l.customer, "id": l.id, "text": l.text})
	if err != nil {
		return "", false, err
	}
	req, err := http.NewRequest(http.MethodPost, base+"/v1/messages", bytes.NewReader(body))
	if err != nil {
		return "", false, err
	}
	req.Header.Set("Authorization", "Bearer "+testToken)
	req.Header.Set("Content-Type", "application/json")
	if wait != "" {
		req.Header.Set("Prefer", "wait="+wait)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return "", false, err
	}
	defer res.Body.Close()
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		return "", false, err
	}
	if res.StatusCode != http.StatusOK && res.StatusCode != http.StatusAccepted {
		return "", false, fmt.Errorf("status %d: %s", res.StatusCode, raw)
	}
	var r reply
	err = json.Unmarshal(raw, &r)
	return r.Conversation, res.StatusCode == http.StatusOK, err
}

// storm lets six clients post until the server is gone; end is called once so
// many are acknowledged.
func (m *mailbox) storm(base string, many int, end func()) {
	var wg sync.WaitGroup
	var once sync.Once
	before := len(m.acked)
	for n := range 6 {
		wg.Go(func() {
			for wait := []string{"", "5"}[n%2]; ; {
				l := m.take()
				conversation, _, err := l.post(base, wait)
				m.mu.Lock()
				if err != nil {
					m.open = append(m.open, l)
					m.mu.Unlock()
					return
				}
				m.acked[l] = conversation
				enough := len(m.acked)-before >= many
				m.mu.Unlock()
				if enough {
					once.Do(end)
				}
			}
		})
	}
	wg.Wait()
}

// TestAcknowledgedSurvivesKills ends a server under load again and again, by
// SIGKILL and by SIGTERM. Whatever it acknowledged is stored afterwards, once, and
// answered, once.
func TestAcknowledgedSurvivesKills(t *testing.T) {
	data := t.TempDir()
	box := &mailbox{acked: map[letter]string{}}
	for round, signal := range []os.Signal{syscall.SIGKILL, syscall.SIGTERM, syscall.SIGKILL, syscall.SIGTERM, syscall.SIGKILL} {
		p := spawn(t, data)
		var asked time.Time
		box.storm("http://"+p.addr, 40+20*round, func() {
			asked = time.Now()
			if err := p.cmd.Process.Signal(signal); err != nil {
				t.Error(err)
			}
		})
		err := p.cmd.Wait()
		if took := time.Since(asked); signal == syscall.SIGTERM && (err != nil || took > 5*time.Second) {
			t.Errorf("asked to end, the server took %s and ended with %v\n%s", took, err, p.said())
		}
	}
	last := spawn(t, data)
	base := "http://" + last.addr
	for len(box.open) > 0 { // what was never acknowledged is sent again
		l := box.take()
		conversation, _, err := l.post(base, "")
		if err != nil {
			t.Fatal(err)
		}
		box.acked[l] = conversation
	}
	logs := map[string]bool{}
	for l, conversation := range box.acked {
		again, answered, err := l.post(base, "10")
		if err != nil || again != conversation || !answered {
			t.Fatalf("%v: acknowledged in %s; afterwards in %s, answered %v, %v", l, conversation, again, answered, err)
		}
		logs[conversation] = true
	}
	stored := 0
	for id := range logs {
		stored += checkLog(t, base, id)
	}
	if stored != len(box.acked) {
		t.Errorf("%d messages acknowledged, %d stored", len(box.acked), stored)
	}
	t.Logf("%d messages in %d conversations survived 5 ends", len(box.acked), len(logs))
}

// checkLog wants no message stored twice, no gap, and no answer given twice: each
// turn of the bot is one message, so that two in a row would answer the same. It
// gives the number of the shopper's messages.
func checkLog(t *testing.T, base, conversation string) (shopper int) {
	t.Helper()
	req, err := http.NewRequest(http.MethodGet, base+"/v1/conversations/"+conversation+"/messages", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+testToken)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	var log struct {
		Messages []struct {
			Seq      int64  `json:"seq"`
			Author   string `json:"author"`
			ClientID string `json:"client_id"`
		} `json:"messages"`
	}
	if err := json.NewDecoder(res.Body).Decode(&log); err != nil {
		t.Fatal(err)
	}
	seen, before := map[string]bool{}, ""
	for i, m := range log.Messages {
		if m.Seq != int64(i+1) {
			t.Errorf("%s: message %d has seq %d", conversation, i+1, m.Seq)
		}
		if m.Author == "shopper" {
			shopper++
			if seen[m.ClientID] {
				t.Errorf("%s: %s is stored twice", conversation, m.ClientID)
			}
			seen[m.ClientID] = true
		}
		if m.Author == "bot" && before == "bot" {
			t.Errorf("%s: answered twice before %d: %+v", conversation, m.Seq, log.Messages)
		}
		before = m.Author
	}
	return shopper
}
