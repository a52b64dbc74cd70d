package text

// italian takes off number, gender, the endings of verbs with the pronouns behind them
// (restituirlo), and -azione and -mento, by which a verb meets its noun; then the h that
// keeps c and g hard before them (pacchi, paghiamo). What a short word ends in is often all
// that tells two words apart (caso, casa), so it keeps its gender; the stems with = are of
// verbs and adjectives that do not.
const italian = `
4 are ere ire ato ata ati ate uto uta uti ute ito ita iti ite ando endo iamo ano ana ani ane ono ete
  isco isci isce iscono ava avano arlo arla arli arle armi sparmi>sparm erlo erla erli erle irlo irla irli irle irmi
  ira iro iranno irete eranno erete nviera>nvi nviero>nvi mbiera>mbi mbiero>mbi
  costera>cost ivera>iv ivero>iv evera>ev evero>ev ionera>ion ionero>ion gnera>gn gnero>gn ghera>gh ghero>gh
  azione azioni izione izioni uzione>u uzioni>u amento amenti ario aria ari arie
  iuto>iut iuta>iut iuti>iut iute>iut iera>ier iero>ier iere>ier ogliere>ogl egliere>egl comando>comand richiamo>richiam camere>camer fono>fon plete>plet prete>pret
  =pag =us =lav =pes =pul =apr =ved =cad =tir =gir =cur =ner =car =alt =ver =rar =poc =pur =san =viv
3 hi>i he>e hio>io hia>ia hie>ie gh>g ch>c
4 io ia ie ii i o a e aio>ai aia>ai aie>ai ai>ai oio>oi oi>oi
3 i>o e>a`

// italianWords are words that an ending misleads about, see [irregular].
const italianWords = `
= tre file sete latte calcare granito presto secchio tramite carbonio
mese mesi
nome nomi
luce luci
voce voci
noce noci
rete reti
neve nevi
nave navi
base basi
dose dosi
fase fasi
sede sedi
pane pani
cane cani
seme semi
mare mari
sale sali
sole soli
vite viti
fine fini
fede fedi
fune funi
bene beni
male mali
ape api
asse assi
arte arti
arma armi
tema temi
olio oli
uovo uova
paio paia
dito dita
occhio occhi
dur dura durano durare durata durate durato durera
lav lavaggio lavaggi
pul pulizia pulizie
mercato mercati
lettera lettere
tessera tessere
polvere polveri
carattere caratteri
zucchero zuccheri
collana collane
collare collari
collo colli
campana campane
persiana persiane
acquario acquari
magnete magneti
dollaro dollari
credito crediti
prestito prestiti
partita partite
foglio fogli
punto punti
porto porti
panno panni
pesce pesci
presa prese
volta volte
posta poste
manico manici
garant garanzia garanzie
abito abiti
affiliato affiliata affiliazione affiliazioni
carato carati
cavia cavie
cerchio cerchi
condizione condizioni
corso corsi
esce esci esco escono
isola isole
lente lenti
mango manghi
neonato neonata neonati neonate
pancia pance
pasto pasti
premio premi
seminario seminari
smalto smalti
terrario terrari
testa teste
testo testi
valuta valute
tagliando tagliandi
zanzara zanzare
maschera maschere
primavera primavere
sughero sugheri
rincaro rincari
tartaro tartari
caloria calorie
coppia coppie
mazzo mazzi
`

// portuguese makes plurals singular (cartões, móveis, embalagens), then does the same for
// verbs; it leaves -ão, which tells cartão from carta.
const portuguese = `
3 s oes>ao aes>ao aos>ao ns>m res>r zes>z ses>s 4 ais>al eis>el ois>ol uis>ul amos emos 5 is>il
4 ar er ir ado ada ido ida ando endo indo am em ou ei eu iu aram eram iram ava avam que>c quem>c quei>c gue>g guem>g guei>g
  amento imento mente acao icao olucao>olv til>tel cil>cel gil>gel 5 eio eia
  =pag =us =lav =pes =sec =ped =err =abr =fal =lig =tir =nov =rox =fin =lis =car =rar =alt =tod =fri =suj =pur =viv =fix =fei =ret
4 o a e i ao>ao`

// portugueseWords are words that an ending misleads about, see [irregular].
const portugueseWords = `
= mais seis dois nove marco
pais paises
mae maes
base bases
fase fases
dose doses
ingles ingleses
portugues portugueses
frances franceses
chines chineses
fregues fregueses
bom bons boa boas
dur dura duram durar durou duracao duracoes
lav lavagem lavagens
garant garantia garantias
prazer prazeres
correio correios
comprido comprida compridos compridas comprimento comprimentos
calcado calcados
procuracao procuracoes
marcacao marcacoes
chapeu chapeus
prato pratos
bolso bolsos
porte portes
porto portos
ponto pontos
ponte pontes
banco bancos
posto postos
monte montes
linho linhos
vinho vinhos
leite leites
lente lentes
queixo queixos
livro livros
pe pes
volts volt
barro barros
brinco brincos
condicao condicoes
estrada estradas
porca porcas
prenda prendas
quarto quartos
colete coletes
feriado feriados
manta mantas
canoa canoas
gel geis
sal sais
software softwares
haltere halteres
balsamo balsamos
crisantemo crisantemos
`
