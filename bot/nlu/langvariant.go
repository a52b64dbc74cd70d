package nlu

import (
	"strings"
	"sync"
)

// variantWords tell Brazilian and European Portuguese apart: words and spellings
// that people of one country use and those of the other hardly.
var variantWords = sync.OnceValue(func() map[string]int {
	m := map[string]int{}
	for w := range wordSet(brazilian) {
		m[w] = 1
	}
	for w := range wordSet(european) {
		m[w] = -1
	}
	return m
})

const (
	brazilian = `você vocês vc vcs cê ocê oi oie cadê cade tô tá pra pro pras pros gente celular ônibus trem tela camiseta tênis banheiro geladeira aluguel
		rastreio rastreamento rastrear boleto pix frete sedex correios cep cpf cnpj nota parcelado parcelas parcela reais real r cartão-presente
		legal valeu beleza né aí daí tava tamo blz obg vlw brigado brigada moça moço cara galera bacana
		econômico econômica prêmio quilômetro gênero fenômeno telefônico eletrônico eletrônica eletrônicos antônio acadêmico
		recepção contato fato atual equipe usuário registro cadastro cadastrar cadastrado cadastrei entregador atendente
		esperando aguardando querendo tentando fazendo funcionando chegando rastreando precisando procurando recebendo dizendo pedindo usando dando comprando pensando
		estorno estornar embalagem-presente marrom roxo maiô terno suco café-da-manhã xícara mouse deletar clicar checar conferir sumiu`
	european = `telemóvel telemóveis autocarro ecrã ecrãs comboio camisola ténis sapatilhas frigorífico pequeno-almoço
		portes multibanco mbway nif morada estafeta levantar levantamento factura facturação recibo talão ctt euros cêntimos contribuinte
		fixe giro pá epá então-pá vosso vossa vossos vossas connosco contigo convosco tens queres podes sabes estás fizeste recebeste gostava
		económico económica prémio quilómetro género fenómeno telefónico eletrónico eletrónica eletrónicos antónio académico
		contacto contactar contactei contactem facto actual receção equipa utilizador registo registar registado registei rapariga rapaz
		encomenda encomendas encomendei encomendar devolvido-à apelido casa-de-banho castanho roxa-escura fato-de-banho sumo chávena rato apagar-se
		olá-bom obrigadinho bocado reembolsar-me enviar-me dizer-me ajudar-me confirmar-me dá-me diga-me`
)

// portuguese gives the variant of a Portuguese text, "" where it does not tell.
// Brazilians say "estou esperando", the Portuguese "estou a esperar".
func portuguese(t *langText) string {
	sum := 0
	for i := range t.words {
		sum += variantWords()[string(t.key(i))]
		if i > 1 && string(t.word(i-1)) == "a" && strings.HasPrefix(string(t.word(i-2)), "est") && strings.HasSuffix(string(t.key(i)), "r") {
			sum--
		}
		if i > 0 && strings.HasPrefix(string(t.word(i-1)), "est") && strings.HasSuffix(string(t.key(i)), "ndo") {
			sum++
		}
	}
	switch {
	case sum > 0:
		return "pt-BR"
	case sum < 0:
		return "pt-PT"
	}
	return ""
}
