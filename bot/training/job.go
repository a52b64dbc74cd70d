package training

import (
	"context"
	"time"

	"frontdesk/internal/fault"
)

// Job is one making of a model.
type Job struct {
	ID         string    `json:"id"`
	By         string    `json:"by"`
	Note       string    `json:"note,omitempty"`
	Seed       uint64    `json:"seed"`
	BegunAt    time.Time `json:"begun_at"`
	EndedAt    time.Time `json:"ended_at,omitzero"`
	LeaseUntil time.Time `json:"-"`               // without a sign until then its process is gone
	Stage      Stage     `json:"stage"`           // while it runs: what it does
	Done       int       `json:"done"`            // parts of the work
	Total      int       `json:"total"`           // 0: not known yet
	Cancelled  bool      `json:"cancelled"`       // somebody wants it to end
	Code       string    `json:"code,omitempty"`  // why it failed: a fault's code, interrupted, cancelled
	Error      string    `json:"error,omitempty"` // the same as a sentence
	Version    int64     `json:"version"`         // of the model it made; 0: none
}

// Stage is what a job is doing.
type Stage string

// The stages, in order.
const (
	StageReading  Stage = "reading"
	StageBaseline Stage = "baseline" // measuring the pack alone, once after each new version of it
	StageTraining Stage = "training"
	StageSaving   Stage = "saving"
	StageEnded    Stage = "ended"
)

// Running tells whether the job is under way.
func (j Job) Running() bool { return j.ID != "" && j.EndedAt.IsZero() }

// JobStore sees to it that one job runs at a time, whichever process began it.
type JobStore interface {
	// BeginTraining stores a job that begins; fault.Conflict with code
	// training_running where another one runs whose lease has not ended. One
	// whose lease has ended is marked as interrupted.
	BeginTraining(ctx context.Context, j Job) error
	// KeepTraining stores progress and renews the lease, and gives the stored
	// job, which may be Cancelled; fault.Stale where it runs no more.
	KeepTraining(ctx context.Context, j Job) (Job, error)
	// EndTraining stores how a job ended.
	EndTraining(ctx context.Context, j Job) error
	// CancelTraining asks the running job to end; fault.NotFound without one.
	CancelTraining(ctx context.Context) error
	// LastTraining is the job that runs or ran last, an empty one before the
	// first. One whose lease has ended is given as interrupted.
	LastTraining(ctx context.Context) (Job, error)
}

// CodeInterrupted marks a job whose process went away.
const CodeInterrupted = "interrupted"

// Interrupted is a job as it is seen after its process went away.
func Interrupted(j Job) Job {
	j.EndedAt, j.Stage, j.Code = j.LeaseUntil, StageEnded, CodeInterrupted
	j.Error = "The process that trained has ended. Start again."
	return j
}

// TrainingRuns is the fault for a second job.
func TrainingRuns(j Job) error {
	return fault.New(fault.Conflict, "training_running", "A training that %s began is under way.", j.By).
		With("by", j.By).With("begun_at", j.BegunAt).Advise("Wait for its end, or cancel it.")
}
