package text

// endings are the tables of the light stemmers, by language: number, case, gender and
// person, and a few letters that these change, but no derivation. Where a published light
// stemmer exists it is named; the others are after the endings that grammars give. All are
// written without accents, see [byEndings]. A form that should share a stem, or two words that
// must not, belong to testdata/stems.
var endings = map[string][]step{
	"pl": steps(polish), "uk": steps(ukrainian), "cs": steps(czech), "ro": steps(romanian), "fi": steps(finnish),
	"el": steps(greek), "tr": steps(turkish), "ar": steps(arabic), "he": steps(hebrew), "hi": steps(hindi), "da": steps(danish),
	"it": steps(italian), "pt": steps(portuguese),
}

// polish takes off the endings of nouns and adjectives and makes softened consonants hard
// again (karcie, kodzie, fakturze, paczce: karta, kod, faktura, paczka), then the e that
// comes and goes (paczek, haseł: paczka, hasło). Softened c only after letters that names
// of products seldom have before it: Lucie and Lucia are one.
const polish = `
3 iami ami iach ach iom om owie owi ow iem em ie ia iu io ii i y a e u o iego ego iemu emu iej ej ich ych im ym imi ymi
  acie>at ocie>ot kcie>kt ncie>nt rcie>rt pcie>pt lcie>lt nci>nt kci>kt
  dzie>d rze>r rzy>r czce>czk lce>lk wce>wk tce>tk pce>pk nce>nk rce>rk mce>mk jce>jk bce>bk zce>zk dce>dk
3 ek>k iec>c el>l rz>r`

// ukrainian does the same (посилці, посилок: посилка).
const ukrainian = `
3 ами ями ах ях ові еві єві ом ем єм ам ям ів ею єю ою ю у а я о е є и і ь ого ому оі ии ім им их іх ими іми
  ння>н нню>н нням>н ннях>н нні>н нь>н ття>т ттю>т ттям>т ттях>т ість>ост істю>ост
  лці>лк вці>вк тці>тк пці>пк нці>нк рці>рк мці>мк бці>бк жці>жк зці>зк дці>дк чці>чк шці>шк
  ія іі ію ією іи іям іями іях
3 ок>к ек>к`

// czech is after the light stemmer of Dolamic and Savoy (Indexing and stemming approaches for the
// Czech language, 2009), without the endings of kittens (-ata, -ete) and of Latin words (-us,
// -es), which more often belong to the stem (plat, adresa), and without possessives.
const czech = `
3 ech ich eho emi emu iho imi imu ach ych ama ami ove ovi ymi em im um am ym mi ou a e i o u y
3 ek>k ec>k el>l er>r et>t en>n eb>b ev>v ez>h ed>d es>s em>m ep>p c>k z>h`

// romanian takes off number, case and the article that follows, then what the vowel before
// them changed (telefoane: telefon).
const romanian = `
4 uri urile urilor
3 ilor elor ile ele ului ul iile iilor iei ie ia ii ei ea eaua elei elele a e i u
3 el il 4 ur oan>on oar>or oas>os oat>ot oal>ol oad>od oap>op menz>mand`

// finnish takes off possessives and particles, cases, and the last vowels of longer words,
// then undoes the commonest changes of consonants (kaupan, hinnan, paidan: kauppa, hinta, paita).
const finnish = `
5 nsa mme nne ni kin kaan
3 issa>i ista>i illa>i ilta>i ille>i iden ien ita ssa sta lla lta lle ksi tta seen n t oja>o uja>u eja>e ia>i ua>u oa>o ea>e aa>a
  ksia>ks ksista>ks ksissa>ks kseen>ks inen>is aista>ais usten>us ysten>ys
  tusta>tus tysta>tys nusta>nus nysta>nys austa>aus ousta>ous 4 ta
4 a e i o u y
4 a e i o u y
3 uks>us yks>ys kk>k pp>p tt>t nn>nt ng>nk d>t as in im`

// greek takes off the endings of nouns and adjectives and those of verbs in the present and
// the future. The ι of neuters (τραπέζι, τραπεζιού) and before an ending (ίδιος, ίδια) is a
// letter of the stem, which tells τραπέζι from τράπεζα; the υ of adjectives (φαρδύ, φαρδιά) is
// the same ι.
const greek = `
2 ματος>μ ματα>μ ματων>μ μα>μ σεων>σ ξεων>ξ ψεων>ψ ντοματα>ντοματ ντοματων>ντοματ υτοματα>υτοματ υτοματος>υτοματ υτοματων>υτοματ
  ος ου ο οι ους ων ε α ας ες η ης εις εδες εδων αδες αδων ω ει ουμε ετε ουν
  δυ>δι θυ>θι κυ>κι λυ>λι ρυ>ρι τυ>τι χυ>χι δυς>δι θυς>θι κυς>κι λυς>λι ρυς>ρι τυς>τι χυς>χι τυα>τι τυου>τι τυων>τι ρυα>ρι ρυου>ρι ρυων>ρι
  5 οντος>ον οντα>ον οντων>ον`

// turkish takes off case, possessive and plural, from the end to the front, then last vowels.
// What cannot be told from the stem's own letters stays: -(s)i after vowels (adresi, iadesi),
// -(y)le.
const turkish = `
4 anin>a enin>e inin>i onun>o
  aya>a ayi>a oya>o oyu>o uya>u uyu>u iya>i iyi>i eye>e eyi>e
  da de dan den tta>t tte>t sta>s ste>s kta>k kte>k pta>p pte>p cta>c cte>c fta>f fte>f
  ttan>t tten>t stan>s sten>s ktan>k kten>k ptan>p pten>p ctan>c cten>c
  inde inda unda unde inden indan undan unden imi>im ime>im ima>im umu>um uma>um ume>um ini>in ine>in ina>in unu>un una>un une>un
  emi>em ami>am omu>om izi>iz ize>iz iza>iz uzu>uz uza>uz leri>ler lari>lar lere>ler lara>lar
3 imiz umuz iniz unuz miz muz niz nuz im um in un em>e am>a om>o
3 ler lar
3 im um em>e am>a om>o
3 iye>i a e i u o
3 a e i u o b>p g>k`

// arabic is the second half of [arabicStem]: pronouns, then number and gender.
const arabic = `
3 ي ك كم نا ها هم ه تي تك تكم تنا تها تهم يه
3 ات 4 ان ون ين يه 3 ه`

// hebrew is the first half of [hebrewStem], with the words that only look as if they had an
// ending. Final forms of letters are not written.
const hebrew = `
3 ימ יימ ות אות יות>י ה 4 ת 0 חנות>חנות חנויות>חנות אחריות>אחריות קפה>קפה`

// hindi is the stemmer of Ramanathan and Rao (A lightweight stemmer for Hindi, 2003), which
// leaves more of short words.
const hindi = `
2 ाएंगी ाएंगे ाऊंगी ाऊंगा ाइयां ाइयों
  ाएगी ाएगा ाओगी ाओगे एंगी एंगे ऊंगी ऊंगा ातीं नाओं नाएं ताओं ताएं ियां ियों
  ाकर ाइए ाईं ाया ेगी ेगा ोगी ोगे ाने ाना ाते ाती ाता तीं ाओं ाएं ुओं ुएं ुआं
  कर ाओ िए ाई ाए ीं ां ों ें ो े ा नए>नय नई>नय ीना>ीन ीने>ीन ीनों>ीन 3 ना ने ता ते ती ू ु ी ि`

// danish is Snowball's (Porter), without its derivations (-ig, -lig).
const danish = `
3 hed ethed ered e erede ende erende ene erne ere en heden eren er heder erer heds es endes erendes enes ernes eres ens
  hedens erens ers ets erets et eret as>a bs>b cs>c ds>d fs>f gs>g hs>h js>j ks>k ls>l ms>m ns>n os>o ps>p rs>r ts>t vs>v ys>y
3 gd>g dt>d gt>g kt>k
3 bb>b dd>d ff>f gg>g kk>k ll>l mm>m nn>n pp>p rr>r ss>s tt>t`
