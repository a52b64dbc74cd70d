package handoff

import (
	"frontdesk/chat"
	"frontdesk/internal/machine"
)

// The events of the two machines.
const (
	evStart    = "start"            // conversation: the first message
	evRequest  = "request"          // a person is needed
	evPropose  = "propose"          // offer a person, the shopper decides
	evDecline  = "decline"          // no thanks
	evEnqueue  = "enqueue"          // packet frozen, position given
	evOffer    = "offer"            // to one agent, with a lease
	evAccept   = "accept"           // by the agent it is offered to
	evRequeue  = "requeue"          // lease over, rejected, agent gone, or silent
	evTakeover = "takeover"         // an agent claims it
	evTransfer = "transfer"         // to another agent or skill
	evComplete = "complete"         // resolved with an outcome
	evReturn   = "return_to_bot"    // handed back
	evWithdraw = "withdraw"         // the shopper no longer wants it, or left
	evDefer    = "defer"            // becomes a ticket with a promised time
	evFail     = "fail"             // could not be served; becomes deferred
	evWait     = "wait_customer"    // the human side has answered
	evReply    = "customer_message" // the shopper has answered
	evSnooze   = "snooze"
	evWrapUp   = "wrap_up"
	evClose    = "close"
	evReopen   = "reopen" // the shopper writes again
)

// Conversations is the conversation machine: who speaks, and whether anybody
// must. docs/machines.md draws it.
func Conversations() machine.Table {
	human := []string{string(chat.StatusHumanActive), string(chat.StatusWaitingCustomer), string(chat.StatusSnoozed), string(chat.StatusWrapUp)}
	queued := []string{string(chat.StatusHandoffPending), string(chat.StatusAsyncTicket)}
	bot := string(chat.StatusBotActive)
	return machine.Table{
		Name:     "conversation",
		Initial:  string(chat.StatusNew),
		Terminal: []string{string(chat.StatusClosed)},
		Edges: []machine.Edge{
			{Event: evStart, From: []string{string(chat.StatusNew)}, To: bot},
			{Event: evRequest, From: []string{bot}, To: string(chat.StatusHandoffPending)},
			{Event: evTakeover, From: append([]string{bot, string(chat.StatusClosed)}, append(queued, human...)...), To: string(chat.StatusHumanActive)},
			{Event: evTransfer, From: human, To: string(chat.StatusHandoffPending)},
			{Event: evRequeue, From: append(queued, human...), To: string(chat.StatusHandoffPending)},
			{Event: evWithdraw, From: queued, To: bot},
			{Event: evDefer, From: []string{string(chat.StatusHandoffPending)}, To: string(chat.StatusAsyncTicket)},
			{Event: evWait, From: []string{string(chat.StatusHumanActive), string(chat.StatusSnoozed)}, To: string(chat.StatusWaitingCustomer)},
			{Event: evReply, From: []string{string(chat.StatusWaitingCustomer), string(chat.StatusSnoozed)}, To: string(chat.StatusHumanActive)},
			{Event: evSnooze, From: []string{string(chat.StatusHumanActive), string(chat.StatusWaitingCustomer)}, To: string(chat.StatusSnoozed)},
			{Event: evWrapUp, From: []string{string(chat.StatusHumanActive), string(chat.StatusWaitingCustomer)}, To: string(chat.StatusWrapUp)},
			{Event: evReturn, From: human, To: bot},
			{Event: evClose, From: append([]string{bot}, append(queued, human...)...), To: string(chat.StatusClosed)},
			{Event: evReopen, From: []string{string(chat.StatusClosed)}, To: bot},
		},
	}
}

// Cases is the machine of one handoff.
func Cases() machine.Table {
	waiting := []string{string(Requested), string(Queued), string(Offered), string(Deferred)}
	return machine.Table{
		Name:     "handoff",
		Initial:  string(Proposed),
		Terminal: []string{string(Declined), string(Completed), string(ReturnedToBot), string(Withdrawn)},
		Edges: []machine.Edge{
			{Event: evDecline, From: []string{string(Proposed)}, To: string(Declined)},
			{Event: evRequest, From: []string{string(Proposed)}, To: string(Requested)},
			{Event: evEnqueue, From: []string{string(Requested), string(Deferred)}, To: string(Queued)},
			{Event: evOffer, From: []string{string(Queued)}, To: string(Offered)},
			{Event: evAccept, From: []string{string(Offered)}, To: string(InService)},
			{Event: evRequeue, From: []string{string(Offered), string(InService)}, To: string(Queued)},
			{Event: evTakeover, From: append(waiting, string(InService)), To: string(InService)},
			{Event: evTransfer, From: []string{string(InService)}, To: string(Queued)},
			{Event: evComplete, From: append(waiting, string(InService)), To: string(Completed)},
			{Event: evReturn, From: []string{string(InService)}, To: string(ReturnedToBot)},
			{Event: evWithdraw, From: waiting, To: string(Withdrawn)},
			{Event: evFail, From: []string{string(Requested), string(Queued)}, To: string(Failed)},
			{Event: evDefer, From: []string{string(Queued), string(Failed)}, To: string(Deferred)},
		},
	}
}

// stepCase moves a case by an event; fault.Conflict, code illegal_transition.
func stepCase(c Case, event string) (State, error) {
	to, err := Cases().Step(string(c.State), event)
	return State(to), err
}

// stepConversation moves a conversation by an event.
func stepConversation(c chat.Conversation, event string) (chat.Status, error) {
	to, err := Conversations().Step(string(c.Status), event)
	return chat.Status(to), err
}
