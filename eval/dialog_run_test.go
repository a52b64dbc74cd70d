package eval_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"frontdesk/eval"
	"frontdesk/internal/fault"
)

func run(t *testing.T, files map[string]string) (eval.DialogResult, error) {
	t.Helper()
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return eval.RunDialog(t.Context(), eval.DialogOptions{Scripts: fsys})
}

// failing plays a script a row, all in one run, and gives the failures of each.
func failing(t *testing.T, rows []string, text func(row string) string) map[string][]eval.DialogFailure {
	t.Helper()
	files, rowOf := map[string]string{}, map[string]string{}
	for i, row := range rows {
		file := fmt.Sprintf("dir/%03d.yaml", i)
		files[file], rowOf[file] = text(row), row
	}
	res, err := run(t, files)
	if err != nil {
		t.Fatal(err)
	}
	if res.Scripts != len(rows) || res.Passed != 0 {
		t.Errorf("%d of %d scripts passed, though each must fail", res.Passed, res.Scripts)
	}
	out := map[string][]eval.DialogFailure{}
	for _, f := range res.Failures {
		out[rowOf[f.File]] = append(out[rowOf[f.File]], f)
	}
	return out
}

// A mistake in a script is named with its file and line, all of them at once.
func TestBadScripts(t *testing.T) {
	for name, row := range map[string]struct {
		file, text string
		want       []string
	}{
		"an unknown key":      {"a.yaml", "steps:\n  - shopper: hi\n    bto: {silent: true}\n", []string{"a.yaml:3:", "bto"}},
		"two unknown keys":    {"a.yaml", "steps:\n  - shoper: hi\n  - bto: {}\n", []string{"a.yaml:2:", "shoper", "a.yaml:3:", "bto"}},
		"no YAML":             {"a.yaml", "steps:\n  - shopper: [\n", []string{"a.yaml:"}},
		"no steps":            {"a.yaml", "name: empty\n", []string{"a.yaml:1: it has no steps"}},
		"two things at once":  {"a.yaml", "steps:\n  - shopper: hi\n  - shopper: hi\n    clock: 1m\n", []string{"a.yaml:3: a step does one thing"}},
		"an unknown deed":     {"a.yaml", "steps:\n  - agent: {do: dance}\n", []string{"a.yaml:2:", `"dance"`}},
		"a bad time":          {"a.yaml", "steps:\n  - clock: soon\n", []string{"a.yaml:2:", `"soon"`}},
		"a bad bound":         {"a.yaml", "steps:\n  - shopper: hi\n    bot: {p: high}\n", []string{"a.yaml:2:", `"high"`}},
		"an unknown failure":  {"a.yaml", "steps:\n  - fail: everything\n", []string{"a.yaml:2:", `"everything"`}},
		"articles":            {"a.yaml", "articles: some\nsteps:\n  - shopper: hi\n", []string{"a.yaml:1:", `"some"`}},
		"within a step":       {"a.yaml", "steps:\n  - shopper: hi\n    during_decide:\n      - agent: {do: dance}\n", []string{"a.yaml:4:"}},
		"during nothing":      {"a.yaml", "steps:\n  - clock: 1m\n    during_decide:\n      - agent: {do: online}\n", []string{"a.yaml:2:"}},
		"in a line":           {"a.jsonl", "{\"steps\":[{\"shopper\":\"hi\"}]}\n\n{\"steps\":[{\"shoper\":\"hi\"}]}\n", []string{"a.jsonl:3:", "shoper"}},
		"nothing is a script": {"a.txt", "hi", []string{"no conversation script"}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := run(t, map[string]string{row.file: row.text})
			if fault.KindOf(err) != fault.Invalid {
				t.Fatalf("got %v, want bad input", err)
			}
			for _, part := range row.want {
				if !strings.Contains(err.Error(), part) {
					t.Errorf("%q is not in %q", part, err)
				}
			}
			if strings.Contains(err.Error(), "eval.") {
				t.Errorf("the error speaks of our types: %q", err)
			}
		})
	}
}

// Every expectation can fail, and says what was expected and what was seen.
func TestExpectationsFail(t *testing.T) {
	if testing.Short() {
		t.Skip("computes much: without the race detector")
	}
	rows := map[string]struct{ step, expected, seen string }{
		"contains":      {`bot: {contains: goodbye}`, `"goodbye"`, "Hello"},
		"not_contains":  {`bot: {not_contains: hello}`, `without "hello"`, "Hello"},
		"any":           {`bot: {any: [bye, ciao]}`, `one of ["bye" "ciao"]`, "Hello"},
		"lang":          {`bot: {lang: de}`, "language de", "en"},
		"intent":        {`bot: {intent: order_status}`, "intent order_status", "greeting"},
		"p":             {`bot: {p: "<0.1"}`, "P(intent) <0.1", "0."},
		"confidence":    {`bot: {confidence: "=2"}`, "confidence =2", "0."},
		"action":        {`bot: {action: handoff}`, "action handoff", "answer"},
		"reason":        {`bot: {reason: loop}`, "reason loop", "courtesy"},
		"not_reason":    {`bot: {not_reason: courtesy}`, "another reason", "courtesy"},
		"cites":         {`bot: {cites: returns}`, `"returns" is cited`, "[]"},
		"quick_replies": {`bot: {quick_replies: Pizza}`, `a quick reply "Pizza"`, "Talk to a person"},
		"blocks":        {`bot: {blocks: [{order: "1"}]}`, "a card of order 1", "[]"},
		"messages":      {`bot: {messages: 2}`, "2 messages", "1"},
		"silent":        {`bot: {silent: true}`, "the bot is silent", "Hello"},
		"events":        {`events: agent_joined`, "[agent_joined]", "[]"},
		"owner":         {`owner: human`, "owner human", "bot"},
		"status":        {`status: closed`, "status closed", "bot_active"},
		"case":          {`case: {state: queued}`, "a case", "0 cases"},
		"log":           {`log: "agent: hi"`, "ends with", "bot: Hello"},
		"draft":         {`draft: pizza`, `a draft with "pizza"`, `""`},
		"order":         {`order: {number: "10511", returns: 1}`, "1 returns of order 10511", "0"},
		"order address": {`order: {number: "10511", address: Paris}`, "the address Paris", "Berlin"},
	}
	var steps []string
	for _, row := range rows {
		steps = append(steps, row.step)
	}
	got := failing(t, steps, func(step string) string {
		return "name: one\nlanguage: en\nsteps:\n  - shopper: Hello\n    " + step + "\n"
	})
	for name, row := range rows {
		t.Run(name, func(t *testing.T) {
			if len(got[row.step]) != 1 {
				t.Fatalf("%+v", got[row.step])
			}
			f := got[row.step][0]
			if f.Script != "one" || f.Line != 4 || f.Turn != 1 || len(f.Transcript) < 2 {
				t.Errorf("%+v", f)
			}
			if !strings.Contains(f.Expected, row.expected) || !strings.Contains(f.Seen, row.seen) {
				t.Errorf("expected %q, seen %q; want %q and %q", f.Expected, f.Seen, row.expected, row.seen)
			}
		})
	}
}

// What a case and its packet must be is held against the newest case.
func TestCaseExpectationsFail(t *testing.T) {
	if testing.Short() {
		t.Skip("computes much: without the race detector")
	}
	rows := map[string]string{
		`{none: true}`:                             "1 cases",
		`{count: 2}`:                               "1",
		`{state: in_service}`:                      "offered",
		`{reason: loop}`:                           "customer_request",
		`{skills: "lang:fr"}`:                      "lang:en",
		`{offered_to: mo}`:                         "li",
		`{agent: li}`:                              "none",
		`{outcome: solved}`:                        "none",
		`{priority: ">90"}`:                        "40",
		`{packet: {headline: pizza}}`:              "General question",
		`{packet: {orders: [{id: "1"}]}}`:          "[]",
		`{packet: {identity: {verified: true}}}`:   "false",
		`{packet: {risk: []}}`:                     "identity_not_verified",
		`{packet: {suggested: {priority: 41}}}`:    "40",
		`{packet: {facts: [{key: order_number}]}}`: "[]",
	}
	got := failing(t, slices.Collect(maps.Keys(rows)), func(want string) string {
		return "language: en\nsteps:\n  - agent: {do: online}\n  - shopper: A human please\n    case: " + want + "\n"
	})
	for want, seen := range rows {
		if len(got[want]) != 1 || !strings.Contains(got[want][0].Seen, seen) {
			t.Errorf("%s: %v", want, got[want])
		}
	}
}

// Steps that cannot be done fail the script, not the run.
func TestStepsFail(t *testing.T) {
	if testing.Short() {
		t.Skip("computes much: without the race detector")
	}
	rows := map[string]string{
		`press: Pizza`:                                                        `a button "Pizza"`,
		`agent: {do: accept}`:                                                 "a case to accept",
		`agent: {do: say, text: hi}`:                                          "no error",
		`agent: {do: takeover, refused: already_owned}`:                       "refuses with already_owned",
		`agent: {do: online, as: nobody}`:                                     "an agent of the script",
		`learn: [{key: en/none.md}]`:                                          "no error",
		`{shopper: thanks, during_act: [{agent: {do: online}}]}`:              "decides or acts here",
		`{shopper: thanks, during_decide: [{agent: {do: say, text: hi}}]}`:    "no error",
		`{shopper: thanks, during_decide: [{shopper: hi, owner: human}]}`:     "owner human",
		`{preview: "Which payment methods do you accept?", owner: nobody}`:    "owner nobody",
		`{burst: [hi, hello], bot: {messages: 2}}`:                            "2 messages",
		`{end: true, owner: bot}`:                                             "owner bot",
		`{clock: 1m, events: handoff_requested}`:                              "[handoff_requested]",
		`{redeliver: true, bot: {contains: hello}}`:                           `"hello"`,
		`{shopper: hi, from: ben, log: ["shopper: Hello", "shopper: hi"]}`:    "ends with",
		`{order: {number: "77", returns: 0}}`:                                 "a showcase order",
		`{shopper: "Where is my order?", bot: {silent: true}}`:                "silent",
		`{agent: {do: takeover}, case: {state: queued}}`:                      "queued",
		`{shopper: 你好, language: zh, bot: {lang: en}}`:                        "language en",
		`{fail: shop, bot: {contains: pizza}}`:                                `"pizza"`,
		`{agent: {do: resolve, outcome: dunno}}`:                              "no error",
		`{shopper: A human please, case: {state: queued}, owner: queue}`:      "queued",
		`{learn: [{key: en/bad.md, text: "---\ntitle: [\n---\n# x\n"}]}`:      "is taken",
		`{agent: {do: transfer, to: nobody}}`:                                 "no error",
		`{agent: {do: note, text: hi}, log: "agent: hi"}`:                     "ends with",
		`{shopper: A human please, events: [handoff_deferred]}`:               "[handoff_deferred]",
		`{shopper: "How are you?", case: {none: true}, bot: {action: pizza}}`: "action pizza",
	}
	got := failing(t, slices.Collect(maps.Keys(rows)), func(step string) string {
		return "language: en\nsteps:\n  - shopper: Hello\n  - " + step + "\n"
	})
	for step, want := range rows {
		if len(got[step]) == 0 || !strings.Contains(got[step][0].Expected, want) || got[step][0].Line != 4 {
			t.Errorf("%s: %v", step, got[step])
		}
	}
}

func TestDialogResultAsJSON(t *testing.T) {
	if testing.Short() {
		t.Skip("computes much: without the race detector")
	}
	res, err := run(t, map[string]string{
		"good.yaml":    "steps:\n  - shopper: Hello\n",
		"more/two.yml": "steps:\n  - shopper: Hello\n    owner: human\n",
		"lines.jsonl":  `{"name":"json","steps":[{"shopper":"Hello"},{"shopper":"Hello"}]}` + "\n",
	})
	if err != nil {
		t.Fatal(err)
	}
	raw, err := json.Marshal(res)
	if err != nil {
		t.Fatal(err)
	}
	var got map[string]any
	if err := json.Unmarshal(raw, &got); err != nil {
		t.Fatal(err)
	}
	if got["scripts"] != 3.0 || got["passed"] != 2.0 || got["turns"] != 4.0 {
		t.Errorf("%s", raw)
	}
	failure, _ := got["failures"].([]any)[0].(map[string]any)
	for _, key := range []string{"script", "turn", "expected", "seen"} {
		if failure[key] == nil {
			t.Errorf("a failure has no %q: %v", key, failure)
		}
	}
}

func TestOnly(t *testing.T) {
	if testing.Short() {
		t.Skip("computes much: without the race detector")
	}
	res, err := eval.RunDialog(t.Context(), eval.DialogOptions{Scripts: os.DirFS("scripts"), Only: "Danke is German"})
	if err != nil || res.Scripts != 1 || res.Passed != 1 {
		t.Errorf("%+v, %v", res, err)
	}
	if _, err := eval.RunDialog(t.Context(), eval.DialogOptions{Scripts: os.DirFS("scripts"), Only: "no such script"}); fault.KindOf(err) != fault.Invalid {
		t.Errorf("got %v", err)
	}
}

// The same scripts give the same result, whatever ran before.
func TestDialogIsRepeatable(t *testing.T) {
	if testing.Short() {
		t.Skip("computes much: without the race detector")
	}
	files := map[string]string{"a.yaml": "language: en\nsteps:\n  - shopper: Which payment methods do you accept?\n  - shopper: Where is my order 10640?\n    owner: human\n"}
	first, err := run(t, files)
	if err != nil {
		t.Fatal(err)
	}
	second, err := run(t, files)
	if err != nil {
		t.Fatal(err)
	}
	a, b := first.Failures[0].String(), second.Failures[0].String()
	if a != b {
		t.Errorf("first\n%s\nthen\n%s", a, b)
	}
}
