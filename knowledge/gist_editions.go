package knowledge

import (
	"maps"
	"slices"
)

// alone is what its own edition tells of an article.
func (g *gist) alone() *gist {
	if g.own != nil {
		return g.own
	}
	return g
}

// byEditions makes what the editions of an article are about the mean of what each tells.
// They say the same, and each is read by its own language's words: "45 days to change your
// mind" is of no intent that is known, "Rückgabe" is. Editions whose intents an editor
// named stay as they are, and count for the others. Only Refresh changes partitions, so
// that this reads without the lock.
func (b *Base) byEditions() {
	changes, langs := make(map[*partition]map[*held]*gist), slices.Sorted(maps.Keys(b.langs))
	for _, h := range b.articles {
		p := b.langs[h.lang]
		g := p.gists[h]
		if g == nil || g.reader == "" {
			continue
		}
		mean := g.alone()
		if others := b.otherEditions(h, langs); len(others) > 0 {
			mean = mean.with(others)
		}
		if mean == g || maps.Equal(mean.about, g.about) && mean.alone() == g.alone() {
			continue
		}
		if changes[p] == nil {
			changes[p] = make(map[*held]*gist)
		}
		changes[p][h] = mean
	}
	if len(changes) == 0 {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	for p, change := range changes {
		p.setGists(change)
	}
	b.abroad.forget()
}

// otherEditions are the gists of an article's editions in other languages, each as it is
// alone, in the order of the languages.
func (b *Base) otherEditions(h *held, langs []string) (out []*gist) {
	var met []*held
	for _, lang := range langs {
		if lang == h.lang {
			continue
		}
		p := b.langs[lang]
		for _, key := range h.editions {
			for _, o := range p.editions[key] {
				if g := p.gists[o]; g != nil && !slices.Contains(met, o) {
					met, out = append(met, o), append(out, g.alone())
				}
			}
		}
	}
	return out
}

// with is the mean of what an edition and others of its article are about.
func (g *gist) with(others []*gist) *gist {
	out := &gist{reader: g.reader, print: g.print, about: maps.Clone(g.about), passages: g.passages, read: g.asRead(), own: g}
	for _, o := range others {
		for name, strength := range o.about {
			out.about[name] += strength
		}
	}
	for name := range out.about {
		out.about[name] /= float64(len(others) + 1)
	}
	out.about.round()
	return out.done()
}
