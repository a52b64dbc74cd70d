// Command buildpinyin writes the table of the characters of GB 2312 by their
// syllables, as pinyin typed without tones has them:
//
//	go run ./bot/nlu/cmd/buildpinyin > bot/nlu/pack/pinyin.txt
package main

import (
	"bufio"
	"fmt"
	"log"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/mozillazg/go-pinyin"
	"golang.org/x/text/encoding/simplifiedchinese"
)

func main() {
	log.SetFlags(0)
	bySyllable, err := syllables()
	if err != nil {
		log.Fatal(err)
	}
	out := bufio.NewWriter(os.Stdout)
	fmt.Fprintln(out, "# Characters of GB 2312 by syllable, from mozillazg/go-pinyin (MIT); made by bot/nlu/cmd/buildpinyin.")
	for _, s := range slices.Sorted(maps.Keys(bySyllable)) {
		fmt.Fprintf(out, "%s %s\n", s, string(bySyllable[s]))
	}
	if err := out.Flush(); err != nil {
		log.Fatal(err)
	}
}

// syllables reads the rows of GB 2312 that hold characters: first bytes B0 to F7.
func syllables() (map[string][]rune, error) {
	args := pinyin.NewArgs()
	args.Heteronym = true
	bySyllable := map[string][]rune{}
	decoder := simplifiedchinese.GBK.NewDecoder()
	for a := 0xB0; a <= 0xF7; a++ {
		for b := 0xA1; b <= 0xFE; b++ {
			s, err := decoder.String(string([]byte{byte(a), byte(b)}))
			if err != nil {
				return nil, fmt.Errorf("%X%X: %w", a, b, err)
			}
			r := []rune(s)[0]
			for _, spoken := range pinyin.SinglePinyin(r, args) {
				key := strings.ReplaceAll(spoken, "ü", "v")
				if !slices.Contains(bySyllable[key], r) {
					bySyllable[key] = append(bySyllable[key], r)
				}
			}
		}
	}
	return bySyllable, nil
}
