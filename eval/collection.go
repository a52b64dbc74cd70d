package eval

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"
)

// collection is a labelled search task in BEIR's layout.
type collection struct {
	documents []document
	queries   []query
}

type document struct {
	ID    string `json:"_id"`
	Title string `json:"title"`
	Text  string `json:"text"`
}

type query struct {
	ID         string `json:"_id"`
	Text       string `json:"text"`
	Answerable *bool  `json:"answerable"`

	answerable bool
	relevant   map[string]int // relevance by document
}

func readCollection(o RetrievalOptions) (collection, error) {
	var c collection
	documents := make(map[string]bool)
	err := eachOf(o.Corpus, func(d document, bad lineFault) error {
		switch {
		case d.ID == "":
			return bad(`a document needs "_id"`)
		case documents[d.ID]:
			return bad("the document %q is there twice", d.ID)
		}
		documents[d.ID] = true
		c.documents = append(c.documents, d)
		return nil
	})
	if err != nil {
		return c, err
	}
	places := make(map[string]int)
	err = eachOf(o.Queries, func(q query, bad lineFault) error {
		switch _, twice := places[q.ID]; {
		case q.ID == "" || q.Text == "":
			return bad(`a query needs "_id" and "text"`)
		case twice:
			return bad("the query %q is there twice", q.ID)
		}
		q.answerable = q.Answerable == nil || *q.Answerable
		q.relevant = make(map[string]int)
		places[q.ID] = len(c.queries)
		c.queries = append(c.queries, q)
		return nil
	})
	if err != nil {
		return c, err
	}
	return c, c.readQrels(o.Qrels, documents, places)
}

// readQrels adds the judgements to the queries.
func (c *collection) readQrels(path string, documents map[string]bool, places map[string]int) error {
	first := true
	return eachLine(path, func(line []byte, number int) error {
		bad := func(format string, args ...any) error { return badRow(path, number, 1, format, args...) }
		cells := strings.Split(string(line), "\t")
		if first {
			first = false
			if strings.Join(cells, " ") != "query-id corpus-id score" {
				return bad("the header must be query-id, corpus-id, score, separated by tabs")
			}
			return nil
		}
		if len(cells) != 3 {
			return bad("has %d columns, expected 3 separated by tabs", len(cells))
		}
		place, known := places[cells[0]]
		score, err := strconv.Atoi(cells[2])
		switch {
		case !known:
			return bad("column 1: no query has the id %q", cells[0])
		case !documents[cells[1]]:
			return bad("column 2: no document has the id %q", cells[1])
		case err != nil:
			return bad("column 3: %q is no whole number", cells[2])
		}
		if score > 0 {
			c.queries[place].relevant[cells[1]] = score
		}
		return nil
	})
}

// language is that of the collection.
func (c collection) language(o RetrievalOptions) string {
	if o.Language != "" {
		return o.Language
	}
	if o.Detect == nil {
		return "und"
	}
	// Many short texts together tell more surely than one.
	var sample strings.Builder
	for _, q := range c.queries[:min(200, len(c.queries))] {
		sample.WriteString(q.Text)
		sample.WriteByte('\n')
	}
	return o.Detect(sample.String())
}

// write gives the predictions as CSV.
func (m *measurement) write(w io.Writer) error {
	out := csv.NewWriter(w)
	_ = out.Write([]string{"query-id", "first-hit", "p", "right", "rank-of-relevant", "answerable"})
	for _, o := range m.outcomes {
		_ = out.Write([]string{o.query.ID, o.top, strconv.FormatFloat(o.confidence, 'f', 6, 64),
			strconv.FormatBool(o.right), strconv.Itoa(o.rank), strconv.FormatBool(o.query.answerable)})
	}
	out.Flush() // Error gives the first failure of all writes
	return out.Error()
}
