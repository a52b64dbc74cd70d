package llm

import (
	"context"
	"net/http"
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
	return c.generate(ctx, system, user, c.guarded)
}

func (c *Client) generate(ctx context.Context, system, user string, call caller) (string, error) {
	if c.cfg.ChatModel == "" {
		return "", fault.New(fault.Unavailable, CodeNoModel, "No chat model is configured.")
	}
	req := openai.ChatCompletionRequest{
		Model: c.cfg.ChatModel,
		Messages: []openai.ChatCompletionMessage{
			{Role: openai.ChatMessageRoleSystem, Content: system},
			{Role: openai.ChatMessageRoleUser, Content: user},
		},
	}
	var text string
	err := call(ctx, c.chat, func(ctx context.Context) error {
		answer, err := c.complete(ctx, req)
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

// complete bounds the length of a text in the words that the server knows: OpenAI
// has max_completion_tokens, and refuses max_tokens for its newer models; some
// servers refuse the new name.
func (c *Client) complete(ctx context.Context, req openai.ChatCompletionRequest) (openai.ChatCompletionResponse, error) {
	if !c.formerLimit.Load() {
		req.MaxCompletionTokens = c.cfg.MaxTokens
		answer, err := c.api.CreateChatCompletion(ctx, req)
		if err == nil || !unknownLimit(err) {
			return answer, err
		}
	}
	//lint:ignore SA1019 the name that these servers know
	req.MaxCompletionTokens, req.MaxTokens = 0, c.cfg.MaxTokens
	answer, err := c.api.CreateChatCompletion(ctx, req)
	if err == nil {
		c.formerLimit.Store(true)
	}
	return answer, err
}

func unknownLimit(err error) bool {
	status := statusOf(err)
	return (status == http.StatusBadRequest || status == http.StatusUnprocessableEntity) && strings.Contains(err.Error(), "max_completion_tokens")
}

// whole gives the text of the first choice, if it is a text that a person may see.
func whole(choices []openai.ChatCompletionChoice) (string, error) {
	if len(choices) == 0 {
		return "", invalid("no_choice", "it offers no choice")
	}
	choice := choices[0]
	text := withoutThoughts(strings.TrimFunc(choice.Message.Content, blank))
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

// withoutThoughts drops what a reasoning model writes for itself before its answer,
// where the server does not keep it apart.
func withoutThoughts(text string) string {
	if thoughts, ok := strings.CutPrefix(text, "<think>"); ok {
		if _, answer, ok := strings.Cut(thoughts, "</think>"); ok {
			return strings.TrimFunc(answer, blank)
		}
	}
	return text
}

// blank tells what is nothing to a reader: white space, and characters without width.
func blank(r rune) bool { return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) }
