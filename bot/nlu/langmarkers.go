package nlu

// markerLists tell neighbours apart. Malay and Indonesian share most of their
// words and nearly all of their grammar; the lists hold the common words that
// only one of them has or spells so. Danish and Norwegian differ in spelling more than in words.
var markerLists = map[string]string{
	"id": `abu agen agustus aja aktivitas akun angkot apotek bahwa balikin bandara banget bapak bareng barusan batalin baterai becak beda belanjaan beneran
		bensin berbagai berbeda besok bgt biaya bilang bisa bisakah blm bolong bupati butuh cabang cek celana cewek cina coba cokelat copot cowok cuman dapet
		deh delapan desember dibalas dibalikin dibanding dibatalin dibeli dikenal dikirim dikirimkan dilacak dingin dinonaktifkan diposting diskon diunduh dmn
		doang dokter dong dosen dukungan eceran ekspedisi elu emang enak enggak eropa faktur fakultas fasilitas ga gak garansi gimana gini gitu gituin gmn
		gores gratis grosir gua gubernur gue handuk hape hemat hp identitas inggris insinyur istri jadwal jaksa jawaban jelek jepang jilbab jingga juli jumat
		juni kabupaten kacamata kadaluarsa kalian kalo kamar kamis kantor kaos kapan kapankah kapasitas karena karenanya kartu karyawan katanya kaus kayak
		kebesaran kecamatan kedaluwarsa kegiatan kekecilan kekurangan keluhan kelurahan kemana kemarin keranjang keren kerudung kesempatan keuangan kirim
		kirimkan klub kode kok koli komunitas konfirmasi konsumen koran kualitas kualitasnya kuantitas kuitansi kulkas kurir kursi kwitansi lacak lagian laki
		layanan layar lemari lemot lezat lho libur liburan listrik lo loh lunas macet mahasiswa makasih maret mau mbak melacak membutuhkan mencoba mengeluh
		mengirim mengirimkan mengunduh menit merek merk mesan mesen miliar mobil mohon ngecek ngga nggak ngirim ngomong nih nomer nomor nunggu nunggunya
		nyampe nyoba obat ojek oktober olahraga ongkir ongkos oranye pabrik pacar paham pajak pasokan pelatih pemerintah pemilu pencarian pengadilan
		pengembalian pengen pengiriman penukaran persen pertandingan perusahaan perusahaannya pesan pesawat pesen petugas pilkada pingin piring polisi ponsel
		postingan prancis pria prioritas propinsi provinsi realitas rekening resi resmi retur robek rusak saja saldo sandi sehat selandia senin sepatu sepeda
		setelah sih silahkan silakan sinetron siswa situs skripsi sobek sopir sore stasiun supir surel sutradara tagihan tanggal tanggapan tapi tautan telat
		telepon teman tentara terbaru tergores terkirim terlambat tertunda tiongkok toko tolongin triliun trims uang udah udh ukuran unduh unggah universitas
		verifikasi walikota yaitu yakni yg yunani`,
	"ms": `abg adakah aduan akak akaun akhbar aktiviti almari apabila asyik awak bagaimanakah baginda bagitahu bagitau bahagian bahawa barangan basikal bateri
		baucar beg belian belom berapakah berbanding berbeza bercakap berhubung berikutan beritahu berjaya berkenaan bermula beza biarpun bilakah bilangan
		bilik bilion boleh bolehkah borong bungkusan cadangan cakap calar camana camne carian cawangan cik cukai cuti dah daripada datuk depa dibenarkan
		didapati difahami difahamkan dihantar dihantarkan dihantarnya dijangka dikenali diorang dipulangkan disahkan disebabkan disember diskaun disyaki
		ditawarkan ditempah doktor duit ejen ekoran elektrik emel encik eropah esok faedah faham fakulti farmasi fasiliti fesyen filem gabenor gantikan hantar
		hantarkan hinggakan hospital iaitu ialah ianya identiti inggeris invois isnin jadual jawapan je jenama jepun jer jimat jualan jugak julai jumaat
		jurulatih jurutera justeru kad kakitangan kalis kapasiti kastam kasut kat kaunter kedai kejayaan kelab kelabu kenapakah kerana keretapi kerusi
		keutamaan kewangan khamis khidmat kitorang kod komplen komuniti korang kos koyak kualiti kuantiti kurier la laluan langsai lapan lazat lebuhraya lepas
		macamana mahkamah mahu makcik maklumat malahan manakala mcm mcmn membekalkan memulangkan mencuba mendakwa menempah menerusi mengapakah mengesahkan
		menghantar menjejak mesej minit mintak motosikal nak ngan ni nk nombor ofis ogos oren pakcik pakej parlimen pautan peguam pejabat pejabatnya
		pelaburan pelajar peluang pemandu pemulangan pengarah pengecas pengesahan penghantar penghantaran pensyarah peperiksaan peratus perbelanjaan percuma
		percutian perkhidmatan perlawanan perniagaan pertubuhan pertukaran petang pilihanraya pinjaman polis pos poskod poslaju pulangan pulangkan rasmi
		realiti resit reti ringgit rosak runcit sahaja sahkan saiz sambungan sebarang sekiranya sekumpulan selepas seluar semak sembang semula senarai sesak
		sesetengah setakat sgt sihat sikit silap skrin soalan sokongan stesen stokin sukan sy syarikat tak takde takkan taknak takpe talian tarikh teksi
		telahpun telefon tempah tempahan tengahari tentera tercalar tersalah tersilap tertangguh tiada tidakkah tilam tq trilion troli tuala ubat universiti
		wang wangnya waranti xde xnak ye yuran`,
	"da": `af bagefter blev blive bliver dig efter efterspurgt endnu farve fejl gang gave gerne gør gøre haft hende hjælpe hvad igen kvittering købt lige mig
		modtaget måske nogen noget nu ogsaa ordren penge sige siger skriv stk tilbage ud uden uge uger vej`,
	"nb": `ble bli blir deg eg ennå etter farge feil fått gjerne gjør gjøre ha hatt henne hjelp hjelpe hva igjen ikkje kanskje kjøpt meg mottatt noe noen nå
		penger riktig sendt si sier skjer skrive størrelsen takk tilbake uke uker ut uten vei veldig vennligst ønsker`,
}
