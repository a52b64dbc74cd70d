package nlu

import "sync"

// emojiMoods is what an emoji says.
var emojiMoods = sync.OnceValue(func() map[rune]uint8 {
	m := map[rune]uint8{}
	for label, list := range [moodNeutral]string{
		moodAnger: "😠😡🤬👿💢👎🖕😤😾🤦🙄💩", moodDisgust: "🤢🤮🤧", moodFear: "😨😱😰😟😧😬🫣🫨",
		moodJoy:     "😀😃😄😁😆😊🙂😍🥰😘❤👍🎉🙏😂🤣💯😻🥳♥☺👏💖💕💗💙💚💛🧡💜🤩😎🤗😋🙌🥹✨🫶👌😇🔥😌😺🤍💐🌹",
		moodSadness: "😢😭😞😔☹🙁💔😩😥😿😣😖😫🥺😓😕🫤", moodSurprise: "😮😲😯🤯😳🙀😵",
	} {
		for _, r := range list {
			m[r] = uint8(label)
		}
	}
	return m
})

// emoticons are faces made of signs.
var emoticons = []struct {
	face  string
	label uint8
}{
	{":)", moodJoy}, {":-)", moodJoy}, {"=)", moodJoy}, {":D", moodJoy}, {":-D", moodJoy}, {"<3", moodJoy}, {"^^", moodJoy}, {"^_^", moodJoy}, {";)", moodJoy}, {")))", moodJoy},
	{":(", moodSadness}, {":-(", moodSadness}, {"=(", moodSadness}, {":'(", moodSadness}, {"T_T", moodSadness}, {"T.T", moodSadness}, {"(((", moodSadness},
	{">:(", moodAnger}, {"O_O", moodSurprise}, {"o_O", moodSurprise}, {"O_o", moodSurprise},
}
