package bot

import (
	"regexp"
	"strings"
	"unicode"

	"frontdesk/shop"
)

// postcodes are the forms of postcodes, the more telling first: British,
// Canadian, Dutch, Polish, Portuguese, Japanese, Brazilian, and plain digits.
var postcodes = []*regexp.Regexp{
	regexp.MustCompile(`(?i)\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b`),
	regexp.MustCompile(`(?i)\b[ABCEGHJ-NPRSTVXY]\d[A-Z] ?\d[A-Z]\d\b`),
	regexp.MustCompile(`(?i)\b\d{4} ?[A-Z]{2}\b`),
	regexp.MustCompile(`\b\d{2}-\d{3}\b`),
	regexp.MustCompile(`\b\d{4}-\d{3}\b`),
	regexp.MustCompile(`\b\d{3}-\d{4}\b`),
	regexp.MustCompile(`\b\d{5}-\d{3}\b`),
	regexp.MustCompile(`\d{6}`),
	regexp.MustCompile(`\d{5}`),
	regexp.MustCompile(`\b\d{4}\b`),
}

// lead are the words with which people begin an address.
var lead = regexp.MustCompile(`(?i)^\s*(?:(?:to|an|nach|a|zu|it'?s|the new address is|new address:?|die neue adresse (?:ist|lautet)|neue adresse:?|la nueva direcci[oó]n es|新地址(?:是|为)?|地址(?:是|为|：)?)[\s:：]+)`)

// parseAddress reads street with number, postcode and city from free text, with
// or without commas. What it cannot find stays empty.
func parseAddress(text string) shop.Address {
	text = lead.ReplaceAllString(strings.ReplaceAll(text, "，", ","), "")
	text = strings.TrimRight(strings.TrimSpace(text), ".。!")
	var a shop.Address
	rest := text
	if at := postcodeAt(text); at != nil {
		a.Postcode = strings.ToUpper(text[at[0]:at[1]])
		rest = text[:at[0]] + "," + text[at[1]:]
	}
	var parts []string
	for _, p := range strings.FieldsFunc(rest, func(r rune) bool { return r == ',' || r == '\n' || r == ';' }) {
		if p = strings.TrimSpace(p); p != "" {
			parts = append(parts, p)
		}
	}
	for _, p := range parts {
		switch {
		case a.Line1 == "" && strings.IndexFunc(p, unicode.IsDigit) >= 0:
			a.Line1 = p
		case a.City == "":
			a.City = p
		case a.Line2 == "" && a.Line1 != "":
			a.Line2 = p
		}
	}
	return splitHan(a)
}

// postcodeAt finds a postcode, the last of its form: house numbers come first.
func postcodeAt(text string) []int {
	for _, form := range postcodes {
		if all := form.FindAllStringIndex(text, -1); len(all) > 0 {
			last := all[len(all)-1]
			if last[0] == 0 && last[1] == len(text) {
				return nil
			}
			return last
		}
	}
	return nil
}

var hanCity = regexp.MustCompile(`^(.*?(?:省|自治区))?(.{2,8}?市)(.+)$`)

// splitHan takes the city out of an address that is written in one piece, as in
// Chinese: province, city, then the rest.
func splitHan(a shop.Address) shop.Address {
	if a.City != "" || a.Line1 == "" {
		return a
	}
	if m := hanCity.FindStringSubmatch(a.Line1); m != nil {
		a.Region, a.City, a.Line1 = m[1], m[2], m[3]
	}
	return a
}

// addressFor reads the address of this turn; where parts are missing it names
// them for the question that follows.
func (t *turn) addressFor() (string, bool) {
	a := parseAddress(t.text)
	var missing []string
	for name, v := range map[string]string{"line1": a.Line1, "postcode": a.Postcode, "city": a.City} {
		if v == "" {
			missing = append(missing, name)
		}
	}
	if len(missing) == 3 {
		t.vars["missing"] = t.fieldNames("line1", "postcode", "city")
		return "", false
	}
	country := ""
	if t.order != nil {
		country = t.order.Address.Country
	}
	a.Name, a.Country = "-", country // both are taken from the order
	if left := a.Missing(); len(left) > 0 && country != "" {
		t.vars["missing"] = t.fieldNames(left...)
		return "", false
	}
	return addressText(a), true
}

func (t *turn) fieldNames(fields ...string) string {
	var out []string
	for _, f := range fields {
		out = append(out, t.b.Wording.Say(t.lang, "field."+f))
	}
	return strings.Join(out, ", ")
}

// addressText and addressOf keep an address in one slot: line, postcode and
// city, further line, region, a line each.
func addressText(a shop.Address) string {
	return strings.TrimRight(strings.Join([]string{a.Line1, strings.TrimSpace(a.Postcode + " " + a.City), a.Line2, a.Region}, "\n"), "\n")
}

func addressOf(slot string) shop.Address {
	lines := append(strings.Split(slot, "\n"), "", "", "")
	a := shop.Address{Line1: lines[0], Line2: lines[2], Region: lines[3]}
	if at := postcodeAt(lines[1] + " "); at != nil {
		a.Postcode = lines[1][at[0]:min(at[1], len(lines[1]))]
		a.City = strings.TrimSpace(lines[1][:at[0]] + lines[1][min(at[1], len(lines[1])):])
		return a
	}
	a.City = lines[1]
	return a
}
