package main

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"frontdesk/bot"
)

// budgets are the error budgets of a configuration that was checked.
func (b BotConfig) budgets() bot.Budgets {
	out := bot.Budgets{OOSShare: &b.OOSShare}
	if b.IntentThreshold > 0 {
		return out
	}
	out.All = b.ErrorBudget
	out.By, _ = budgetsOf(b.ErrorBudgets)
	return out
}

// budgetsOf reads budgets by intent or category. It gives what is wrong with the
// first that cannot be read, or nothing.
func budgetsOf(list []string) (by map[string]float64, what string) {
	by = map[string]float64{}
	for _, item := range list {
		name, text, ok := strings.Cut(item, "=")
		name = strings.TrimSpace(name)
		share, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
		_, twice := by[name]
		switch {
		case !ok || name == "":
			return nil, fmt.Sprintf("%q; expected an intent or a category and its share, such as payment=0.05", item)
		case err != nil || math.IsNaN(share) || share <= 0 || share >= 1:
			return nil, fmt.Sprintf("%q; expected a share above 0 and below 1 behind %s=", item, name)
		case twice:
			return nil, fmt.Sprintf("%s is there twice", name)
		}
		by[name] = share
	}
	return by, ""
}

func (c Config) checkBudgets() []broken {
	if _, what := budgetsOf(c.Bot.ErrorBudgets); what != "" {
		return []broken{{"bot.error_budgets", what}}
	}
	return nil
}
