package bot

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// ordinals are the words for places in a list, of the languages in which flows
// speak; what ends in a star is how such a word begins. Words that are "other",
// too (Danish anden), are left out.
var ordinals = [][]string{
	strings.Fields(`first 1st erste ersten erster erstes primero primera primer 第一* premier* premièr* primo prima primeir* eerste
		pierwsz* prvn* první* primul första første ensimmäi* πρώτ* birinci* ilk перв* перш* الأول* أول* ראשו* הראשו*
		पहल* อันแรก* ชิ้นแรก* ตัวแรก* đầu pertama első* 最初* 一番目* 一つ目* 1つ目* 첫*`),
	strings.Fields(`second 2nd zweite zweiten zweiter zweites segundo segunda 第二* deuxième seconde secondo seconda tweede drugi
		druga drugie drugą druhý druhá druhé druhou doua doilea andra toinen toise* δεύτερ* ikinci* втор* друга другий
		друге другу الثاني* שני שנייה השני* दूसर* อันที่สอง* ชิ้นที่สอง* ตัวที่สอง* kedua második* 二番目* 二つ目* 2つ目* 두번째*
		둘째*`),
	strings.Fields(`third 3rd dritte dritten dritter drittes tercero tercera tercer 第三* troisième terzo terza terceir* derde
		trzeci* třetí* treia treilea tredje kolma* τρίτ* üçüncü* трет* الثالث* שלישי* השלישי* तीसर* อันที่สาม*
		ชิ้นที่สาม* ตัวที่สาม* ketiga harmadik* 三番目* 三つ目* 3つ目* 세번째* 셋째*`),
	strings.Fields(`fourth 4th vierte vierten vierter viertes cuarto cuarta 第四* quatrième quarto quarta vierde czwart* čtvrt*
		patra patrulea fjärde fjerde neljä* τέταρτ* dördüncü* четверт* четвёрт* الرابع* רביעי* הרביעי* चौथ* keempat
		negyedik* 四番目* 네번째* 넷째*`),
	strings.Fields(`fifth 5th fünfte fünften fünfter fünftes quinto quinta 第五* cinquième vijfde piąt* pát* cincea cincilea femte
		viides πέμπτ* beşinci* пят* الخامس* חמישי* החמישי* पाँचव* पांचव* kelima ötödik* 五番目* 다섯째* 다섯번째*`),
}

// place reads a place in a list from a short text: 2, the second one, 第二个.
func place(text string) int {
	text = strings.ToLower(strings.Trim(strings.TrimSpace(text), ".)#!。"))
	if n, err := strconv.Atoi(text); err == nil {
		return n
	}
	text = strings.ReplaceAll(text, " 번째", "번째") // Korean writes it both ways
	fields := strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) })
	if len(fields) > 4 {
		return 0
	}
	for i, names := range ordinals {
		if slices.ContainsFunc(fields, func(field string) bool { return named(field, names) }) {
			return i + 1
		}
	}
	return 0
}

func named(field string, names []string) bool {
	return slices.ContainsFunc(names, func(name string) bool {
		stem, open := strings.CutSuffix(name, "*")
		return field == stem || open && strings.HasPrefix(field, stem)
	})
}
