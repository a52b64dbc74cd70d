package entity

// luhn checks the digits of a number by ISO/IEC 7812-1; letters and signs do not
// count.
func luhn(number string) bool {
	sum, n := 0, 0
	for i := len(number) - 1; i >= 0; i-- {
		if !isDigit(number[i]) {
			continue
		}
		d := int(number[i] - '0')
		if n%2 == 1 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
		n++
	}
	return n > 1 && sum%10 == 0
}

// mod97 checks by ISO 7064 MOD 97-10: letters are A = 10 to Z = 35, the whole
// leaves 1.
func mod97(number string) bool {
	rest, n := 0, 0
	for i := range len(number) {
		switch c := number[i] &^ 0x20; {
		case isDigit(number[i]):
			rest = (rest*10 + int(number[i]-'0')) % 97
		case c >= 'A' && c <= 'Z':
			rest = (rest*100 + int(c-'A') + 10) % 97
		default:
			continue
		}
		n++
	}
	return n > 2 && rest == 1
}

// s10 checks the digit of the Universal Postal Union's standard S10; digits are
// the nine of it.
func s10(digits string) bool {
	sum := 0
	for i, w := range [...]int{8, 6, 4, 2, 3, 5, 9, 7} {
		sum += w * int(digits[i]-'0')
	}
	want := 11 - sum%11
	switch want {
	case 10:
		want = 0
	case 11:
		want = 5
	}
	return int(digits[8]-'0') == want
}

// ups checks the last of the 16 signs behind 1Z.
func ups(code string) bool {
	sum := 0
	for i := range 15 {
		v := int(code[i]-'0') % 10
		if code[i] >= 'A' {
			v = int(code[i]-'A'+2) % 10
		}
		if i%2 == 1 {
			v *= 2
		}
		sum += v
	}
	return isDigit(code[15]) && (10-sum%10)%10 == int(code[15]-'0')
}

// mod10 checks the last digit by weights of 3 and 1 from the right, as GS1's
// SSCC and the American post do.
func mod10(digits string) bool {
	sum := 0
	for i := len(digits) - 2; i >= 0; i-- {
		w := 3
		if (len(digits)-2-i)%2 == 1 {
			w = 1
		}
		sum += w * int(digits[i]-'0')
	}
	return (10-sum%10)%10 == int(digits[len(digits)-1]-'0')
}

// fedex12 checks the last of FedEx's twelve digits.
func fedex12(digits string) bool {
	sum := 0
	for i, w := range [...]int{3, 1, 7, 3, 1, 7, 3, 1, 7, 3, 1} {
		sum += w * int(digits[i]-'0')
	}
	return sum%11%10 == int(digits[11]-'0')
}

// mod7 checks that the last digit is what the others leave by seven, as Yamato
// and DHL Express do.
func mod7(digits string) bool {
	rest := 0
	for i := range len(digits) - 1 {
		rest = (rest*10 + int(digits[i]-'0')) % 7
	}
	return rest == int(digits[len(digits)-1]-'0')
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }
