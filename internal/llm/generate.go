package llm

import (
	"context"
	"strings"
	"unicode"
	"unicode/utf8"

	openai "github.com/sashabaranov/go-openai"

	"frontdesk/internal/fault"
)

// Generate has the chat model answer user under the instructions system. What a
// customer wrote belongs into user alone. The text is trimmed, whole and not blank;
// anything else is a fault (see the codes of this package).
func (c *Client) Generate(ctx context.Context, system, user string) (string, error) {
	if c.cfg.ChatModel == "" {
		return "", fault.New(fault.Unavailable, CodeNoModel, "No chat model is configured.")
	}
	var text string
	err := c.call(ctx, c.chat, func(ctx context.Context) error {
		answer, err := c.api.CreateChatCompletion(ctx, openai.ChatCompletionRequest{
			Model:               c.cfg.ChatModel,
			MaxCompletionTokens: c.cfg.MaxTokens,
			Messages: []openai.ChatCompletionMessage{
				{Role: openai.ChatMessageRoleSystem, Content: system},
				{Role: openai.ChatMessageRoleUser, Content: user},
			},
		})
		if err != nil {
			return err
		}
		text, err = whole(answer.Choices)
		return err
	})
	if err != nil {
		return "", err
	}
	return text, nil
}

// whole gives the text of the first choice, if it is a text that a person may see.
func whole(choices []openai.ChatCompletionChoice) (string, error) {
	if len(choices) == 0 {
		return "", invalid("no_choice", "it offers no choice")
	}
	choice := choices[0]
	text := strings.TrimFunc(choice.Message.Content, blank)
	switch {
	case choice.FinishReason == openai.FinishReasonLength:
		return "", invalid("truncated", "it was cut off at the length limit")
	case choice.FinishReason == openai.FinishReasonContentFilter:
		return "", invalid("filtered", "it was stopped by a content filter")
	case choice.Message.Refusal != "":
		return "", invalid("refusal", "the model declined")
	case text == "" || text == "null":
		return "", invalid("empty", "it is empty")
	case !utf8.ValidString(text) || strings.ContainsRune(text, utf8.RuneError):
		return "", invalid("not_text", "it is not valid text")
	}
	return text, nil
}

// blank tells what is nothing to a reader: white space, and characters without width.
func blank(r rune) bool { return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) }
