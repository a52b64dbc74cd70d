package arch_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"frontdesk/internal/arch"
)

var update = flag.Bool("update", false, "rewrite docs/architecture.md")

func TestArchitecture(t *testing.T) {
	found, files, err := arch.Check(os.DirFS(filepath.Join("..", "..")))
	if err != nil {
		t.Fatal(err)
	}
	if files < 20 {
		t.Fatalf("only %d files were read: this is not the module's root", files)
	}
	for _, v := range found {
		t.Error(v)
	}
}

// TestPlanted plants one file at a time into an empty tree, and wants exactly the
// violations that it has.
func TestPlanted(t *testing.T) {
	for _, c := range []struct{ file, text, want string }{
		// what the architecture allows
		{"bot/a.go", `package bot; import _ "frontdesk/knowledge"`, ""},
		{"bot/a.go", `package bot; import _ "frontdesk/bot/nlu"`, ""},
		{"cmd/frontdesk/a.go", `package main; import _ "frontdesk/store/postgres"`, ""},
		{"store/postgres/a.go", `package postgres; import _ "github.com/jackc/pgx/v5/pgxpool"`, ""},
		{"api/a.go", `package api; import _ "github.com/danielgtaylor/huma/v2/adapters/humagin"`, ""},
		{"bot/a_test.go", `package bot_test; import _ "frontdesk/store/sqlite"`, ""},
		{"pipeline/a_test.go", `package pipeline_test; import _ "frontdesk/shop/demo"`, ""},
		{"knowledge/a_test.go", `package knowledge_test; import _ "frontdesk/internal/testkit/fakellm"`, ""},
		{"web/node_modules/x/a.go", `package util; import _ "frontdesk/bot"`, ""},
		{"bot/testdata/a.go", `package util`, ""},

		// siblings
		{"bot/a.go", `package bot; import _ "frontdesk/handoff"`, "bot may not import handoff"},
		{"handoff/a.go", `package handoff; import _ "frontdesk/bot"`, "handoff may not import bot"},
		{"ingest/a.go", `package ingest; import _ "frontdesk/bot"`, "ingest may not import bot"},
		{"bot/a_test.go", `package bot; import _ "frontdesk/handoff"`, "bot may not import handoff"},
		// leaves and inward edges
		{"chat/a.go", `package chat; import _ "frontdesk/internal/fault"`, "chat may not import internal/fault"},
		{"knowledge/text/a.go", `package text; import _ "frontdesk/knowledge"`, "knowledge/text may not import knowledge"},
		{"knowledge/a.go", `package knowledge; import _ "frontdesk/chat"`, "knowledge may not import chat"},
		{"shop/demo/a.go", `package demo; import _ "frontdesk/chat"`, "shop may not import chat"},
		{"bot/nlu/a.go", `package nlu; import _ "frontdesk/bot"`, "bot/nlu may not import bot"},
		{"pipeline/a.go", `package pipeline; import _ "frontdesk/store/sqlite"`, "pipeline may not import store"},
		{"pipeline/a.go", `package pipeline; import _ "frontdesk/knowledge"`, "pipeline may not import knowledge"},
		{"channel/telegram/a.go", `package telegram; import _ "frontdesk/pipeline"`, "channel may not import pipeline"},
		{"api/a.go", `package api; import _ "frontdesk/store"`, "api may not import store"},
		{"api/a.go", `package api; import _ "frontdesk/internal/llm"`, "api may not import internal/llm"},
		{"bot/a.go", `package bot; import _ "frontdesk/internal/testkit/fakellm"`, "bot may not import internal/testkit"},
		{"bot/a.go", `package bot; import _ "frontdesk/shop/demo"; import _ "frontdesk/api"`, "bot may not import api"},
		// one owner a library, in tests too
		{"bot/a.go", `package bot; import _ "github.com/looplab/fsm"`, "only internal/machine may import github.com/looplab/fsm"},
		{"cmd/frontdesk/a.go", `package main; import _ "github.com/gin-gonic/gin"`, "only api may import github.com/gin-gonic/gin"},
		{"store/sqlite/a_test.go", `package sqlite; import _ "github.com/jackc/pgx/v5"`, "only store/postgres may import github.com/jackc/pgx"},
		{"knowledge/a.go", `package knowledge; import _ "github.com/pgvector/pgvector-go"`, "only store/postgres may import github.com/pgvector/pgvector-go"},
		{"bot/a.go", `package bot; import _ "github.com/sashabaranov/go-openai"`, "only internal/llm may import github.com/sashabaranov/go-openai"},
		{"eval/a.go", `package eval; import _ "github.com/danielgtaylor/huma/v2"`, "only api may import github.com/danielgtaylor/huma"},
		// build tags hide nothing
		{"bot/a.go", "//go:build never\n\npackage bot\nimport _ \"frontdesk/api\"", "bot may not import api"},
		{"bot/a_windows.go", `package bot; import _ "frontdesk/api"`, "bot may not import api"},
		// a name that begins as another does is not that other
		{"bothersome/a.go", `package bothersome`, "stands nowhere in the architecture"},
		{"bot/a.go", `package bot; import _ "frontdesk/knowledgebase"`, "stands nowhere in the architecture"},
		// manners
		{"bot/helpers/a.go", `package helpers`, "package helpers says nothing"},
		{"bot/a.go", "package bot\nfunc init() {}", "has an init function"},
		{"bot/a.go", "package bot\n" + strings.Repeat("// line\n", 500), "501 lines"},
	} {
		found, files, err := arch.Check(fstest.MapFS{c.file: {Data: []byte(c.text)}})
		if err != nil {
			t.Fatalf("%s: %v", c.file, err)
		}
		switch {
		case c.want == "" && len(found) == 0:
		case c.want != "" && len(found) == 1 && files == 1 && found[0].File == c.file && strings.Contains(found[0].What, c.want):
		default:
			t.Errorf("%s with %q: %v; want %q", c.file, c.text, found, c.want)
		}
	}
}

func TestBrokenFile(t *testing.T) {
	if _, _, err := arch.Check(fstest.MapFS{"bot/a.go": {Data: []byte("package")}}); err == nil {
		t.Error("a file that cannot be parsed passed")
	}
}

const begin, end = "<!-- imports: generated by go test ./internal/arch -update -->\n", "<!-- /imports -->"

// TestDrawing keeps the table in docs/architecture.md current.
func TestDrawing(t *testing.T) {
	file := filepath.Join("..", "..", "docs", "architecture.md")
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	head, rest, ok1 := strings.Cut(string(text), begin)
	_, tail, ok2 := strings.Cut(rest, end)
	if !ok1 || !ok2 {
		t.Fatalf("%s has no place for the table of imports", file)
	}
	want := head + begin + arch.Markdown() + end + tail
	if *update {
		if err := os.WriteFile(file, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if string(text) != want {
		t.Errorf("%s is not current: go test ./internal/arch -update", file)
	}
}
