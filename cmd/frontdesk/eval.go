package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"reflect"
	"slices"
	"strconv"
	"time"

	"frontdesk/bot/nlu"
	"frontdesk/eval"
	"frontdesk/knowledge/vector"
	"frontdesk/store/postgres"
)

// evalCmd measures the engines on labelled data. It needs no server and no
// network.
type evalCmd struct {
	Intent    evalIntentCmd    `cmd:"" help:"Intent classification: CSV with text,intent."`
	Retrieval evalRetrievalCmd `cmd:"" help:"Search: BEIR's corpus, queries and qrels."`
	Pairs     evalPairsCmd     `cmd:"" help:"Search: do two questions ask the same?"`
	Emotion   evalEmotionCmd   `cmd:"" help:"Moods: CSV with text,emotion."`
	Gaps      evalGapsCmd      `cmd:"" help:"Do missed questions that ask the same come together, across languages?"`
	Handoff   evalHandoffCmd   `cmd:"" help:"Where a person is needed: conversations with labels."`
	Dialog    evalDialogCmd    `cmd:"" help:"Conversation scripts through the live path."`
	Answers   evalAnswersCmd   `cmd:"" help:"Questions over a folder of articles, through the live path."`
	Language  evalLanguageCmd  `cmd:"" help:"Language detection: CSV with text,language."`
	Entities  evalEntitiesCmd  `cmd:"" help:"What messages name: JSON lines with text and entities."`
	Review    evalReviewCmd    `cmd:"" help:"What an import holds back: JSON lines with text and label."`
}

// report prints a result: JSON for programs, a table for people.
func report(w io.Writer, asJSON bool, result any) error {
	raw, err := json.Marshal(result)
	if err != nil {
		return err
	}
	if asJSON {
		_, err = fmt.Fprintln(w, string(raw))
		return err
	}
	var flat map[string]any
	if err := json.Unmarshal(raw, &flat); err != nil {
		return err
	}
	for _, k := range slices.Sorted(maps.Keys(flat)) {
		if v := flat[k]; v == nil || reflect.ValueOf(v).Kind() != reflect.Map && reflect.ValueOf(v).Kind() != reflect.Slice {
			fmt.Fprintf(w, "%-28s %v\n", k, v)
		}
	}
	return nil
}

// predictionsFile opens the file for predictions; nil where none is wanted.
func predictionsFile(name string) (io.WriteCloser, error) {
	if name == "" {
		return nil, nil
	}
	return os.Create(name)
}

type evalIntentCmd struct {
	Train       string `help:"CSV to train on." placeholder:"FILE"`
	Test        string `help:"CSV to test on." placeholder:"FILE"`
	Builtin     bool   `help:"Use the shipped intent pack instead of training."`
	Folds       int    `help:"Cross-validate on the training file."`
	Seed        uint64 `help:"Makes the random orders." default:"1"`
	JSON        bool   `name:"json" help:"Print one JSON object."`
	Predictions string `help:"Write a row an example." placeholder:"FILE"`

	NearMisses bool    `name:"near-misses" help:"With --folds: each fold leaves a part of the intents out, and what is tested of them is out of scope."`
	OOSShare   string  `name:"oos-share" help:"Share of messages that belong to no intent, for the probabilities; auto: estimated from the test texts." placeholder:"SHARE"`
	Budget     float64 `help:"An error budget to measure beside 0.05 and 0.1." placeholder:"SHARE"`
	Baseline   string  `help:"Another system's predictions on the test file (CSV: text,intent,predicted[,score]), to compare with." placeholder:"FILE"`
	Plots      string  `help:"Draw reliability, risk and coverage, and confusions as SVG." placeholder:"DIR"`
}

// Run measures and prints.
func (c evalIntentCmd) Run(ctx context.Context, w world) error {
	out, err := predictionsFile(c.Predictions)
	if err != nil {
		return usageError{err}
	}
	o := eval.IntentOptions{Train: c.Train, Test: c.Test, Builtin: c.Builtin, Folds: c.Folds, Seed: c.Seed, Budget: c.Budget, Baseline: c.Baseline, NearMisses: c.NearMisses}
	switch c.OOSShare {
	case "":
	case "auto":
		o.EstimateShare = true
	default:
		share, err := strconv.ParseFloat(c.OOSShare, 64)
		if err != nil {
			return usageError{fmt.Errorf("--oos-share is %q; expected a number from 0 to 1, or auto", c.OOSShare)}
		}
		o.OOSShare = &share
	}
	if out != nil {
		defer out.Close()
		o.Predictions = out
	}
	res, err := eval.RunIntent(ctx, o)
	if err != nil {
		return asInput(err)
	}
	if c.Plots != "" {
		if err := res.WritePlots(c.Plots); err != nil {
			return usageError{err}
		}
	}
	if err := report(w.Out, c.JSON, res); err != nil || c.JSON || res.Comparison == nil {
		return err
	}
	for _, d := range []struct {
		name string
		eval.Difference
	}{{"accuracy", res.Comparison.AccuracyDifference}, {"mcc", res.Comparison.MCCDifference}} {
		fmt.Fprintf(w.Out, "%-28s %+.4f, 95 %% interval %+.4f to %+.4f, p = %.3f\n", d.name+" less baseline's", d.Value, d.Low, d.High, d.P)
	}
	return nil
}

// asInput calls an error bad input: evaluation fails for nothing else, but for
// an interruption.
func asInput(err error) error {
	if errors.Is(err, context.Canceled) {
		return err
	}
	return usageError{err}
}

type evalRetrievalCmd struct {
	Corpus      string `required:"" help:"JSON lines with _id, title, text." placeholder:"FILE"`
	Queries     string `required:"" help:"JSON lines with _id, text." placeholder:"FILE"`
	Qrels       string `required:"" help:"Tab-separated query-id, corpus-id, score." placeholder:"FILE"`
	Language    string `help:"Of corpus and queries (default: detected)." placeholder:"TAG"`
	Plain       bool   `help:"Measure plain BM25 over the same words instead, to compare with."`
	AsWritten   bool   `help:"With --plain: over words in lower case and single Chinese characters, as other tools have it."`
	Pgvector    bool   `help:"Measure PostgreSQL's search for the nearest of the built-in vectors instead, in a database made for it."`
	Memory      bool   `help:"Measure the search for the nearest of the built-in vectors in process instead."`
	Database    string `help:"With --pgvector: the server (default: DATABASE_URL)." env:"DATABASE_URL" placeholder:"URL"`
	Passages    int    `help:"With --pgvector and --memory: fill the corpus up to so many passages, mixed of its sentences." placeholder:"N"`
	Seed        uint64 `help:"Of the mixing for --passages; search has no random part." default:"1"`
	JSON        bool   `name:"json" help:"Print one JSON object."`
	Predictions string `help:"Write a row a query." placeholder:"FILE"`
}

// Run measures and prints.
func (c evalRetrievalCmd) Run(ctx context.Context, w world) error {
	analyzer, err := nlu.NewAnalyzer(nlu.AnalyzerConfig{})
	if err != nil {
		return err
	}
	o := eval.RetrievalOptions{Corpus: c.Corpus, Queries: c.Queries, Qrels: c.Qrels, Language: c.Language, Plain: c.Plain, AsWritten: c.AsWritten, Detect: func(text string) string {
		lang, _ := analyzer.DetectLanguage(text, nil)
		return lang
	}}
	if c.AsWritten && !c.Plain {
		return usageError{errors.New("--as-written goes with --plain: the search has its own way to read words")}
	}
	if c.Pgvector || c.Memory {
		return c.measureVectors(ctx, w, o)
	}
	out, err := predictionsFile(c.Predictions)
	if err != nil {
		return usageError{err}
	}
	if out != nil {
		defer out.Close()
		o.Predictions = out
	}
	res, err := eval.RunRetrieval(ctx, o)
	if err != nil {
		return asInput(err)
	}
	return report(w.Out, c.JSON, res)
}

func (c evalRetrievalCmd) measureVectors(ctx context.Context, w world, o eval.RetrievalOptions) (err error) {
	switch {
	case c.Pgvector && c.Memory:
		return usageError{errors.New("--pgvector and --memory are measured one after the other")}
	case c.Pgvector && c.Database == "":
		return usageError{errors.New("--pgvector needs a PostgreSQL server: give --database or set DATABASE_URL")}
	case c.Plain || c.Predictions != "":
		return usageError{errors.New("--pgvector and --memory go with neither --plain nor --predictions")}
	case c.Passages < 0 || c.Passages > 2_000_000:
		return usageError{errors.New("--passages is a number up to 2000000")}
	}
	searched := eval.VectorsOptions{RetrievalOptions: o, Passages: c.Passages, Seed: c.Seed, Store: eval.NewMemoryVectors(vector.HashedDim)}
	if c.Memory {
		return measured(ctx, w, searched, c.JSON)
	}
	address, drop, err := postgres.Scratch(ctx, c.Database)
	if err != nil {
		return asInput(err)
	}
	defer func() { err = errors.Join(err, drop(context.WithoutCancel(ctx))) }()
	db, err := postgres.Open(ctx, address, postgres.Options{Now: time.Now, NewID: newID, AllowUnsafeDurability: true})
	if err != nil {
		return err
	}
	defer db.Close()
	searched.Store = db
	return measured(ctx, w, searched, c.JSON)
}

func measured(ctx context.Context, w world, o eval.VectorsOptions, asJSON bool) error {
	res, err := eval.RunVectors(ctx, o)
	if err != nil {
		return asInput(err)
	}
	return report(w.Out, asJSON, res)
}

// evalPairsCmd measures how search sees that two questions ask the same.
type evalPairsCmd struct {
	Pairs    string `required:"" help:"CSV question_1,question_2,similar (1 or 0)." placeholder:"FILE"`
	Language string `help:"Of the questions." default:"en" placeholder:"TAG"`
	JSON     bool   `name:"json" help:"Print one JSON object."`
}

// Run measures and prints.
func (c evalPairsCmd) Run(ctx context.Context, w world) error {
	res, err := eval.RunPairs(ctx, eval.PairsOptions{Pairs: c.Pairs, Language: c.Language})
	if err != nil {
		return asInput(err)
	}
	return report(w.Out, c.JSON, res)
}
