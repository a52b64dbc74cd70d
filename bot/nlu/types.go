package nlu

// Entity is a span of the text with its normal form.
type Entity struct {
	Kind  string `json:"kind"`  // order_number, tracking_number, email, phone, money, postcode, quantity, date, sku
	Text  string `json:"text"`  // as written
	Value string `json:"value"` // the normal form
	Start int    `json:"start"` // byte offsets into the text
	End   int    `json:"end"`
}

// Emotion is the mood of a message.
type Emotion struct {
	Label  string  `json:"label"` // anger, disgust, fear, joy, sadness, surprise, neutral
	P      float64 `json:"p"`
	Urgent bool    `json:"urgent,omitempty"`
}
