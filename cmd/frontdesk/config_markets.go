package main

import (
	"fmt"
	"regexp"
	"strings"
)

// marketName is the form of a group's name; a country has two capital letters.
var (
	marketName  = regexp.MustCompile(`^[\pL\pN][\pL\pN_-]{0,39}$`)
	countryCode = regexp.MustCompile(`^[A-Z]{2}$`)
)

// groups are the names for several countries of a configuration that was checked.
func (k KnowledgeConfig) groups() map[string][]string {
	by, _ := groupsOf(k.MarketGroups)
	return by
}

// groupsOf reads groups of markets: a name and its countries. It gives what is wrong
// with the first that cannot be read, or nothing.
func groupsOf(list []string) (by map[string][]string, what string) {
	by = map[string][]string{}
	seen := map[string]bool{}
	for _, item := range list {
		name, text, ok := strings.Cut(item, "=")
		name = strings.TrimSpace(name)
		countries := strings.Fields(text)
		switch {
		case !ok || !marketName.MatchString(name) || len(countries) == 0:
			return nil, fmt.Sprintf("%q; expected a name of letters, digits, - and _ and its countries, such as DACH=DE AT CH", item)
		case seen[strings.ToUpper(name)]:
			return nil, fmt.Sprintf("%s is there twice", name)
		}
		for _, c := range countries {
			if !countryCode.MatchString(c) {
				return nil, fmt.Sprintf("%q in %s; expected a country of two capital letters, such as DE", c, name)
			}
		}
		seen[strings.ToUpper(name)] = true
		by[name] = countries
	}
	return by, ""
}

func (c Config) checkMarkets() []broken {
	if _, what := groupsOf(c.Knowledge.MarketGroups); what != "" {
		return []broken{{"knowledge.market_groups", what}}
	}
	return nil
}
