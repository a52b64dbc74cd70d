/** The wire's shapes as docs/protocol.md gives them; both pages read them from here. */

export type Author = 'shopper' | 'bot' | 'agent' | 'system';
export type MessageKind = 'text' | 'event' | 'note' | 'draft';
export type Owner = 'bot' | 'queue' | 'human' | 'none';

/** What happened, in a message of kind `event`. */
export type EventName =
  | 'handoff_requested'
  | 'agent_joined'
  | 'agent_left'
  | 'handoff_queued'
  | 'handoff_deferred'
  | 'handoff_withdrawn'
  | 'conversation_resolved'
  | 'returned_to_bot'
  | 'conversation_closed'
  | 'rated';

/** A button under a message; its payload goes back with the shopper's choice. */
export interface QuickReply {
  title: string;
  payload?: string;
}

/** An article that a bot's answer rests on. */
export interface Source {
  article?: string;
  passage?: string;
  title: string;
  url?: string;
}

/** One stop of a parcel. */
export interface TrackingStep {
  at?: string;
  label: string;
  place?: string;
}

/** One line of an order; prices come as the server words them. */
export interface OrderItem {
  sku?: string;
  title: string;
  quantity?: number;
  price?: string;
}

/** An order and where it is. */
export interface OrderCard {
  number: string;
  /** A stable id, for example in_transit; status_label says it in the shopper's language. */
  status?: string;
  status_label?: string;
  total?: string;
  carrier?: string;
  tracking?: string;
  url?: string;
  /** RFC 3339 date. */
  eta?: string;
  items?: OrderItem[] | null;
  /** The newest is last. */
  steps?: TrackingStep[] | null;
}

/** A product. */
export interface ProductCard {
  sku?: string;
  title: string;
  price?: string;
  stock?: string;
  url?: string;
  image?: string;
}

/** A card in a message. A type that the page does not know is skipped. */
export interface Block {
  type: string;
  order?: OrderCard;
  product?: ProductCard;
}

export interface Message {
  id: string;
  conversation: string;
  /** 1, 2, 3 … without gaps in what a shopper may see. */
  seq: number;
  author: Author;
  author_name?: string;
  kind: MessageKind;
  event?: EventName;
  text: string;
  lang?: string;
  blocks?: Block[] | null;
  quick_replies?: QuickReply[] | null;
  sources?: Source[] | null;
  client_id?: string;
  /** What the shopper says of a bot's answer: 1 it helped, -1 it did not. */
  helpful?: number;
  /** RFC 3339, UTC. */
  at: string;
}

/** A conversation as its shopper sees it. */
export interface View {
  id: string;
  owner: Owner;
  status: string;
  lang?: string;
  agent?: { name: string } | null;
  /** Place in the queue from 1; the wait's range in seconds. */
  queue?: { position: number; wait_min_s?: number; wait_max_s?: number } | null;
  /** 0 until rated, then 1 to 5. */
  rating?: number;
  last_seq: number;
}

/** The answer to `POST /v1/widget/sessions`. */
export interface Session {
  token: string;
  visitor: string;
  conversation: string | null;
  site: { name: string; accent?: string; disclosure?: boolean };
  lang: string;
  greeting?: { text: string; quick_replies?: QuickReply[] | null } | null;
  limits?: { text_runes: number; text_bytes: number; name_runes: number };
}

/** What a widget's server may send, on the socket or as an event. */
export type ServerFrame =
  | { type: 'welcome'; v: number; conversation: View | null }
  /** prev is the seq of the message before it that this shopper may see, 0 for none. */
  | { type: 'message'; message: Message; prev?: number }
  | { type: 'conversation'; conversation: View }
  | { type: 'typing'; author: Author; on: boolean }
  | { type: 'ack'; client_id: string; seq: number; conversation: string }
  | { type: 'ok'; ref?: string }
  | { type: 'pong' }
  | { type: 'resume'; from_seq: number }
  | { type: 'error'; code: string; detail: string; hint?: string; ref?: string };

/** What a widget may send. */
export type ClientFrame =
  | { type: 'hello'; v: 1; token: string; last_seq: number; conversation?: string }
  | { type: 'send'; client_id: string; text: string; payload?: string; lang?: string }
  | { type: 'typing'; on: true }
  | { type: 'human'; client_id: string }
  | { type: 'identify'; name?: string; email?: string }
  | { type: 'rate'; stars: number; comment?: string }
  | { type: 'helpful'; seq: number; helpful: boolean }
  | { type: 'end' }
  | { type: 'ping' };

/** RFC 9457. `code` is stable; `detail` may be shown to people. */
export interface Problem {
  type?: string;
  status: number;
  code: string;
  title?: string;
  detail?: string;
  hint?: string;
  field?: string;
  errors?: { field: string; code: string; detail: string }[];
  request_id?: string;
}
