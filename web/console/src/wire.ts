/** The console's side of docs/protocol.md. Times are RFC 3339 UTC, ids opaque. */
import type { Block, Message as WireMessage, OrderCard, Owner, Problem } from '../../shared/wire';

export type { Author, Block, EventName, MessageKind, OrderCard, Owner, Problem, ProductCard, Source } from '../../shared/wire';

/** A message as the desk sees it: drafts and notes included. */
export interface Message extends WireMessage {
  author_id?: string;
  payload?: string;
  /** What went wrong on the way to the shopper. */
  delivery?: Delivery;
}

/** It did not arrive, or may have or not. */
export type Delivery = 'failed' | 'unknown';

export type Role = 'agent' | 'editor' | 'supervisor' | 'admin';
export type Availability = 'online' | 'busy' | 'away' | 'offline';

export interface User {
  id: string;
  name: string;
  email: string;
  role: Role;
  languages: string[];
  skills: string[];
  capacity: number;
  availability?: Availability;
  disabled?: boolean;
  /** Has not chosen a password yet. */
  invited?: boolean;
  has_password?: boolean;
}

export interface SessionInfo {
  user: User;
  shop?: { name?: string };
}

export interface Outcome {
  code: OutcomeCode;
  note?: string;
  promise?: string;
  due?: string;
  agent_name?: string;
  at?: string;
}

export type OutcomeCode = 'solved' | 'promised' | 'not_solvable' | 'no_answer' | 'spam';
export const OUTCOMES: OutcomeCode[] = ['solved', 'promised', 'not_solvable', 'no_answer', 'spam'];

export interface Conversation {
  id: string;
  customer_id?: string;
  channel?: string;
  owner: Owner;
  status: string;
  agent_id?: string;
  last_seq: number;
  lang?: string;
  market?: string;
  outcome?: Outcome | null;
  rating?: number;
  preview?: string;
  preview_by?: string;
  waiting_since?: string;
  created_at?: string;
  updated_at?: string;
}

export interface Customer {
  id: string;
  name?: string;
  email?: string;
  phone?: string;
  lang?: string;
  market?: string;
  verified?: boolean;
  tier?: string;
}

export interface ReasonInfo {
  code: string;
  detail?: string;
  trigger_seq?: number;
  confidence?: number;
}

/** A case in lists and offers. Reason is a code in lists and an object in the full case. */
export interface CaseBrief {
  id: string;
  conversation_id?: string;
  state: string;
  reason: string | ReasonInfo;
  headline?: string;
  priority: number;
  queued_at?: string;
  deadline?: string;
  skills?: string[] | null;
  offered_to?: string;
  agent_id?: string;
  packet?: Packet;
  outcome?: Outcome | null;
  created_at?: string;
}

export interface Evidence {
  message?: number;
  action?: string;
  article?: string;
}

export interface Fact {
  key: string;
  value: string;
  evidence: Evidence;
  provenance: 'said' | 'tool' | 'inferred';
}

export interface OrderFact {
  id: string;
  status: string;
  carrier?: string;
  tracking?: string;
  eta?: string;
  items?: { title: string; quantity?: number }[] | null;
  amount?: string;
  source?: Evidence;
}

export interface Tried {
  kind: string;
  ref: string;
  title: string;
  result?: string;
  reaction?: string;
  seq?: number;
}

/** The structured summary of a handoff: what is not known is missing, never guessed. */
export interface Packet {
  v: number;
  id: string;
  conversation_id: string;
  created_at: string;
  lang: { customer: string; agent: string };
  reason: ReasonInfo;
  headline: string;
  customer_goal: string;
  issue: { intent?: string; topic?: string; product?: string; market?: string };
  identity: { verified: boolean; method?: string; name?: string; contact?: string; tier?: string; value_band?: string };
  orders: OrderFact[] | null;
  product?: { id: string; title: string; category?: string; source: Evidence; articles: { id: string; title: string }[]; cases: { id: string; headline: string; at: string }[] };
  facts: Fact[] | null;
  missing: string[] | null;
  tried: Tried[] | null;
  bot_promises: Fact[] | null;
  emotion: { label: string; trend: string; evidence: number[] | null };
  constraints: { reply_window_until?: string; language?: string; quiet_hours?: boolean };
  risk: string[] | null;
  suggested: { next_step: string; reply?: string; articles?: string[] | null; skill?: string; priority: number };
  open_questions: Fact[] | null;
  customer_confirmed?: { bool: boolean; edits?: string[] | null };
  previous_cases: { id: string; headline: string; outcome?: string; agent?: string; at: string }[] | null;
  upto_seq: number;
}

/** A message that a search found, cut to what fits a line. */
export interface FoundMessage {
  seq: number;
  author: Message['author'];
  kind: Message['kind'];
  at: string;
  pieces: { text: string; found?: boolean }[];
}

export interface ListItem {
  conversation: Conversation;
  customer: Customer;
  case: CaseBrief | null;
  unread: boolean;
  /** Of the newest message that did not surely arrive, until bot or agent have written since. */
  undelivered?: Delivery;
  hit?: FoundMessage | null;
}

/** Another conversation of the same customer. */
export interface EarlierConversation {
  id: string;
  status: string;
  preview: string;
  updated_at: string;
  outcome?: string;
}

export type ViewName = 'mine' | 'waiting' | 'all';
export const VIEWS: ViewName[] = ['mine', 'waiting', 'all'];

export interface ConversationList {
  items: ListItem[] | null;
  next: string | null;
  counts: Record<ViewName, number>;
}

export interface Viewer {
  id: string;
  name: string;
  typing?: boolean;
}

export interface ConversationDetail {
  conversation: Conversation;
  customer: Customer;
  case: CaseBrief | null;
  cases: CaseBrief[] | null;
  messages: Message[] | null;
  delta: Message[] | null;
  draft: Message | null;
  viewers: Viewer[] | null;
  orders: OrderCard[] | null;
  earlier?: EarlierConversation[] | null;
}

export interface Hit {
  article: string;
  title: string;
  heading?: string;
  text: string;
  lexical: number;
  vector: number;
  fused: number;
  p: number;
  why?: string[] | null;
}

export interface Step {
  rung: string;
  result: string;
  note?: string;
  data?: { hits?: Hit[] | null; [key: string]: unknown };
}

export interface Trace {
  reading?: {
    text?: string;
    lang?: string;
    lang_p?: number;
    intents?: { intent: string; p: number }[] | null;
    accept?: number;
    entities?: { kind: string; text: string; value: string }[] | null;
    emotion?: { label: string; p: number; urgent?: boolean };
  } | null;
  steps?: Step[] | null;
}

export interface Turn {
  in_seq: number;
  from_seq: number;
  to_seq: number;
  action: string;
  reason: string;
  detail?: string;
  intent?: string;
  confidence: number;
  trace: Trace | null;
}

export interface TestResult {
  decision: {
    action: string;
    reason: string;
    detail?: string;
    intent?: string;
    confidence: number;
    text?: string;
    sources?: { article?: string; title: string; url?: string }[] | null;
    blocks?: Block[] | null;
    quick_replies?: { title: string; payload?: string }[] | null;
    lang?: string;
  };
  trace: Trace | null;
}

export interface AgentInfo {
  id: string;
  name: string;
  languages?: string[] | null;
  skills?: string[] | null;
  capacity: number;
  load: number;
  availability: Availability;
}

export type ArticleStatus = 'draft' | 'review' | 'published' | 'archived';

/** What readers see of an article, and what a release keeps. */
export interface ArticleCopy {
  title: string;
  body: string;
  locale: string;
  markets: string[] | null;
  internal: boolean;
  questions: string[] | null;
  negative?: string[] | null;
  intents: string[] | null;
  url?: string;
  channels?: string[] | null;
  valid_from?: string;
  valid_until?: string;
  translated_release?: number;
}

export interface ArticleHold {
  code: string;
  place: string;
  excerpt: string;
  approved_by?: string;
  approved_at?: string;
}

export interface ArticleRemark {
  by: string;
  at: string;
  verdict?: string;
  text?: string;
}

export interface ArticleRelease {
  number: number;
  copy: ArticleCopy;
  by?: string;
  at: string;
  note?: string;
  from?: number;
  gate?: { golden: number; real: number; changed: number; worse?: string[]; reason?: string };
}

export interface FieldDiff {
  field: string;
  segments: { op: 'same' | 'added' | 'removed'; text: string }[];
}

export interface Article extends ArticleCopy {
  id: string;
  key?: string;
  status: ArticleStatus;
  source?: string;
  version: number;
  updated_by?: string;
  updated_at?: string;
  published_at?: string;
  owner?: string;
  verify_by?: string;
  verified_at?: string;
  translation_of?: string;
  stale?: boolean;
  release?: number;
  working?: ArticleCopy;
  review?: string;
  remarks?: ArticleRemark[] | null;
  holds?: ArticleHold[] | null;
  publish_at?: string;
  publish_by?: string;
}

export interface ArticleList {
  items: Article[] | null;
  next: string | null;
  total?: number;
}

export type ImportState = 'queued' | 'running' | 'done' | 'failed' | 'cancelled';
export type ImportOutcome = 'added' | 'changed' | 'unchanged' | 'removed' | 'refused' | 'held' | 'missing';

/** A going through files, pages or a source, as a job that can be watched. */
export interface Import {
  taken_back_at?: string;
  taken_back_by?: string;
  id: string;
  kind: 'upload' | 'address' | 'folder' | 'source';
  /** Of a folder that was sent with a slash at its end. */
  name: string;
  /** Files of an upload, an archive being one. */
  sent?: number;
  source: string;
  source_id?: string;
  address?: string;
  state: ImportState;
  by: string;
  created_at: string;
  begun_at?: string;
  ended_at?: string;
  total: number;
  counts: Record<ImportOutcome, number> & { files: number; bytes: number };
  current?: string;
  cancelled: boolean;
  removal?: { count: number; of: number; state: 'waiting' | 'confirmed' | 'kept' };
  code?: string;
  error?: string;
}

/** What became of one file or article of an import. */
export interface ImportRow {
  n: number;
  key: string;
  file?: string;
  outcome: ImportOutcome;
  article?: string;
  title?: string;
  passages?: number;
  warnings?: string[];
  code?: string;
  message?: string;
  hint?: string;
  line?: number;
  column?: number;
  place?: string;
}

/** An article that a file would become, and what an import would make of it. */
export interface PreviewDocument {
  key: string;
  file: string;
  line?: number;
  title: string;
  locale: string;
  warnings: string[] | null;
  passages: { heading?: string; text: string; place?: string }[] | null;
  outcome: ImportOutcome;
  article?: string;
  holds: ArticleHold[] | null;
  code?: string;
  message?: string;
  hint?: string;
}

/** A product feed as it would be taken into the catalogue. */
export interface PreviewFeed {
  file: string;
  rows: number;
  products: number;
  outcomes: Partial<Record<string, number>>;
  taken: boolean;
  first: { id: string; line?: number; title: string; category?: string; variants: number; attributes: number; price?: string; outcome: string }[] | null;
  warnings: string[] | null;
}

export interface ImportPreview {
  documents: PreviewDocument[] | null;
  feeds?: PreviewFeed[] | null;
  refused: ImportRow[] | null;
}

/** A place in the web that is read again and again. */
export interface WebSource {
  id: string;
  name: string;
  kind: 'page' | 'sitemap' | 'crawl';
  url: string;
  include: string[] | null;
  exclude: string[] | null;
  max_pages: number;
  max_depth: number;
  delay_ms: number;
  locale?: string;
  markets?: string[] | null;
  draft?: boolean;
  schedule?: { every_hours?: number; daily_at?: string; zone?: string } | null;
  paused: boolean;
  next_run_at?: string;
  version: number;
  last?: Import;
  pages?: number;
}

export interface SourcePreview extends ImportPreview {
  found?: number;
  disallowed?: number;
  robots?: 'ok' | 'none' | 'disallow' | 'unreachable';
}

/** A sentence of a published article. */
export interface Statement {
  article: string;
  title: string;
  locale: string;
  passage: string;
  heading?: string;
  text: string;
}

/** Two statements that cannot both hold, unless an editor says that they agree. */
export interface Clash {
  id: string;
  a: Statement;
  b: Statement;
  kind: 'values' | 'free' | 'denial' | 'answers';
  why: string;
  agreed?: { by?: string; at: string };
}

export interface ClashList {
  items: Clash[];
  agreed: Clash[];
}

/** What the bot is taught: an example says which intent a message holds. */
export type ExampleOrigin = 'hand' | 'import' | 'conversation' | 'pack';

export interface Example {
  id: string;
  text: string;
  intent: string;
  language: string;
  origin: ExampleOrigin;
  conversation_id?: string;
  created_by?: string;
  created_at?: string;
}

export interface ExampleList {
  items: Example[] | null;
  next: string | null;
  total: number;
}

/** An intent with its examples by language; recall is the live model's. */
export interface Lesson {
  id: string;
  title: string;
  category: string;
  own: boolean;
  off: boolean;
  shipped: Record<string, number>;
  taught: Record<string, number>;
  recall: number | null;
  confused?: string;
  switchable: boolean;
}

export interface TrainingJob {
  id: string;
  by: string;
  begun_at: string;
  ended_at?: string;
  stage: 'reading' | 'baseline' | 'training' | 'saving' | 'ended';
  done: number;
  total: number;
  cancelled: boolean;
  code?: string;
  error?: string;
  version: number;
}

export interface TrainingState {
  live: number;
  problem?: string;
  job: TrainingJob;
}

export interface LanguageModel {
  version: number;
  created_at?: string;
  created_by?: string;
  checksum: string;
  data_hash: string;
  seed: number;
  size: number;
  note?: string;
  figures: { examples: number; own: number; intents: number; accuracy: number; auroc: number; ece: number; threshold: number };
  kept: boolean;
  live: boolean;
}

export interface ModelUse {
  at: string;
  by: string;
  version: number;
  previous: number;
  forced: boolean;
  reason?: string;
  worse?: string[] | null;
}

export interface Confusion {
  intent: string;
  taken: string;
  examples: number;
  texts: { text: string; language: string; p: number }[] | null;
}

export interface TrainingWarning {
  kind: 'too_few_examples' | 'near_duplicate';
  intent: string;
  other?: string;
  text?: string;
  twin?: string;
}

/** What answering more costs: of the coverage most certain, the share that is wrong. */
export interface RiskPoint {
  threshold: number;
  coverage: number;
  risk: number;
}

/** The cut-off of an error budget. */
export interface ErrorBudget {
  budget: number;
  threshold: number;
  coverage: number;
  error: number;
  answers: number;
  guaranteed: boolean;
}

/** Messages of about one confidence, and how many of them were read rightly. */
export interface Reliable {
  confidence: number;
  right: number;
  share: number;
}

export interface ModelReport {
  model: LanguageModel;
  report: {
    confusions: Confusion[];
    warnings: TrainingWarning[];
    languages: string[];
    risk_coverage: RiskPoint[];
    budgets: ErrorBudget[];
    reliability: Reliable[];
  };
}

/** A figure of two models, with the interval of the difference. */
export interface Difference {
  candidate: number;
  live: number;
  low: number;
  high: number;
}

export interface Comparison {
  version: number;
  live: number;
  in_scope: number;
  out_of_scope: number;
  accuracy: Difference;
  auroc: Difference;
  ece: Difference;
  gained: number;
  lost: number;
  p: number;
  worse: string[] | null;
  intents: { intent: string; examples: number; candidate: number; live: number; gained: number; lost: number; p: number }[] | null;
}

export interface ExampleImport {
  rows: number;
  added: number;
  known: number;
  intents: string[] | null;
  warnings: string[] | null;
}

export interface Stats {
  conversations: { open: number; bot: number; queue: number; human: number };
  today: { messages: number; bot_turns: number; answered: number; handoffs: number; resolved: number };
  handoff_reasons: Record<string, number> | null;
  waiting: { count: number; oldest_s: number };
  agents: { online: number; busy: number; away: number };
}

export interface ApiToken {
  id: string;
  label: string;
  role: string;
  user_id?: string;
  created_at?: string;
  expires_at?: string | null;
  used_at?: string | null;
}

/** What the console's socket sends. Frames carry hints; the truth is read again over REST. */
export type ServerFrame =
  | { type: 'changed'; kind: 'log' | 'case' | 'presence' | 'knowledge'; conversation?: string; seq?: number }
  | { type: 'offer'; case: CaseBrief; until: string }
  | { type: 'typing'; conversation: string; author: string; name?: string; on: boolean }
  | { type: 'viewers'; conversation: string; viewers: Viewer[] | null }
  | { type: 'pong' }
  | { type: 'error'; code: string; detail?: string };

export type ClientFrame =
  | { type: 'hello'; v: 1 }
  | { type: 'watch'; conversation: string }
  | { type: 'unwatch'; conversation: string }
  | { type: 'typing'; conversation: string; on: boolean }
  | { type: 'ping' };

/** The code of a case's reason, whichever form it came in. */
export function reasonCode(c: { reason: string | ReasonInfo } | null | undefined): string {
  if (!c) return '';
  return typeof c.reason === 'string' ? c.reason : (c.reason?.code ?? '');
}

/** The conversation that a case belongs to. */
export function conversationOf(c: CaseBrief): string {
  return c.conversation_id ?? c.packet?.conversation_id ?? '';
}

export type { Problem as ProblemBody };

export interface GateAnswer {
  articles: { id: string; title: string }[] | null;
  text?: string;
  reason: string;
  p: number;
}

export interface GateChange {
  text: string;
  lang: string;
  golden?: string;
  expected?: string[];
  before: GateAnswer;
  after: GateAnswer;
  worse: boolean;
  effect: 'lost' | 'other' | 'gained' | 'text';
  times?: number;
  rating?: number;
}

interface GateTally {
  precision: number;
  coverage: number;
}

/** What publishing articles would change of the answers. */
export interface GateReport {
  mode: 'off' | 'warn' | 'block';
  golden: { questions: number; before: GateTally; after: GateTally };
  real: { questions: number; before: number; after: number };
  changes: GateChange[];
  changed: number;
  worse: { code: 'golden_lost' | 'precision' | 'coverage' | 'real_coverage'; count?: number; before: number; after: number }[];
}

/** A question whose right answer is known. */
export interface Golden {
  id: string;
  text: string;
  lang: string;
  market?: string;
  channel?: string;
  expected: string[];
  never: string[];
  kind?: string;
}

export interface GoldenList {
  items: Golden[];
  next: string | null;
  total: number;
  mode: GateReport['mode'];
}

export interface GlossaryTerm {
  id: string;
  forms: Record<string, string[]>;
  keep: boolean;
  note?: string;
}

export interface GlossaryList {
  items: GlossaryTerm[];
  next: string | null;
  total: number;
}

/** What a list took from a file. */
export interface ListImport {
  rows: number;
  added: number;
  changed: number;
}

export interface ProductBrief {
  id: string;
  title: string;
  brand?: string;
  category?: string;
  url?: string;
  image?: string;
}

/** A product with what stands around it. */
export interface ProductAround extends ProductBrief {
  price?: string;
  in_stock?: boolean;
  attributes: { name: string; value: string }[];
  fits: string[];
  as_of?: string;
  articles: { id: string; title: string }[];
  cases: { id: string; conversation_id: string; headline: string; outcome?: string; at: string }[];
}

export interface ArticleLink {
  article: string;
  kind: 'product' | 'category';
  ref: string;
  state: 'proposed' | 'confirmed' | 'removed';
  evidence?: string;
  by?: string;
  at: string;
  title?: string;
}

/** How far an installation is, as GET /v1/setup tells admins. */
/** A page that asked for the chat. */
export interface Sighting {
  origin: string;
  at: string;
}

export interface Setup {
  address?: string;
  sites: { key: string; name: string; origins: string[]; shown?: Sighting; refused?: Sighting }[];
  hours?: { zone: string; open: string[]; closed?: string[] };
  articles: number;
  products: boolean;
  shop: boolean;
  people: number;
  asked: boolean;
  resolved: boolean;
}

/** What the caller is told by mail. */
export interface NoticeSettings {
  mail: boolean;
  address: string;
  lang: string;
  zone: string;
  hour: number;
  chosen: boolean;
  kinds: { kind: string; on: boolean }[];
}

/** Something that somebody was told. */
export interface Notice {
  id: string;
  kind: string;
  to: string;
  name: string;
  state: 'pending' | 'sent' | 'failed' | 'dropped';
  attempts: number;
  created_at: string;
  error?: string;
}

/** What taking an import back came to. */
export interface TakenBack {
  import: Import;
  hidden: number;
  restored: number;
  returned: number;
  discarded: number;
  left: ImportRow[];
  /** Products that are as they were, and those that stay: `left` names the first of these. */
  products: number;
  products_left: number;
}
