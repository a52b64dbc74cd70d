package text

import "strings"

// irregular are words, without accents, that go by no rule: a rule would give them the
// stem of another everyday word (pakaian, clothes: pakai, to use), or joins not all of
// their forms. By language and word, their stem.
var irregular = map[string]map[string]string{
	"el": irregularOf(greekWords), "id": irregularOf(malayWords + indonesianWords), "ms": irregularOf(malayWords + malaysianWords),
	"it": irregularOf(italianWords), "pt": irregularOf(portugueseWords),
}

// irregularOf reads a table: a line is a stem, which has itself for a stem, and more words
// that have it; after "=" stand words that are each their own stem.
func irregularOf(table string) map[string]string {
	out := make(map[string]string)
	for line := range strings.Lines(table) {
		words := strings.Fields(line)
		if len(words) == 0 {
			continue
		}
		for _, w := range words {
			out[w] = words[0]
			if words[0] == "=" {
				out[w] = w
			}
		}
	}
	return out
}

// malayWords are of Indonesian and Malay: nouns in -an and per- that are things of their
// own, roots that end or begin as if with an affix, and verbs in per-.
const malayWords = `
= pakaian alasan mainan langganan pelanggan pelajar pelajaran kapalan kuningan atasan bawahan dalaman pasangan lebaran
= bantalan piringan satuan kembalian bagian pasukan karangan tatakan pergelangan perangkat perabot perguruan perasaan pendapatan pengeluaran
= bikini suami keterangan keputusan kecepatan kelajuan kedalaman semalaman masalah sekolah majalah makalah istilah wilayah meninggal
= beruang beranda berikut berlaku berangkat berita berlian
= perpanjang perkira persiap perbanyak
perbaik baiki membaiki dibaiki dibaik pembaikan
perbaru pembaruan perbarui perbaharu perbaharui pembaharuan
langganan melanggan
diri dirinya
masak masakan
gerak gerakan
cetak cetakan
tindak tindakan
kerja bekerja pekerjaan
`

// indonesianWords are also words as they are said and typed in chats.
const indonesianWords = `
sampai sampe nyampe nyampai
cari nyari
coba nyoba
cuci nyuci
simpan nyimpan nyimpen
sewa nyewa
pakai pake
tunggu nunggu nungguin
tanya nanya
tukar tuker nuker nukar
terima nerima
pesan pesen mesen
`

// malaysianWords mean something else in Indonesian, or are not said there.
const malaysianWords = `
= paparan tempatan talian wangian mengandung kecemasan
`

// greekWords are mostly short ones of which a vowel is all that tells them apart, and
// neuters in -s and -oi whose other forms have more letters.
const greekWords = `
= μπαμπου μαγιο μαγιω μενου καπο παρκε μανγκο μανγκα στρες στρας μεταξυ ποτε πανω πανο
φωτ φως
ρολογι ρολοι
τσαγι τσαι
σκια σκιας σκιες σκιων
φακη φακης φακες
ζωο ζωου ζωα ζωων
βαζω βαζεις βαζει βαζουμε βαζετε βαζουν
φορος φορου φορο φοροι φορους
χωρα χωρας χωρες
ανοιξη ανοιξης
μερα μερας μερες
μεση μεσης
παλιο παλιος παλια παλιας παλιου παλιοι παλιους παλιες παλιων
στοκος στοκου στοκο
λαιμος λαιμου λαιμο
σπορος σπορου σπορο σποροι σπορους σπορων σπορα σπορας
λειτουργι λειτουργω λειτουργει λειτουργουν
επικοινωνι επικοινωνω επικοινωνει επικοινωνουμε επικοινωνουν
κρεατ κρεας
γαλακτ γαλα
`
