import type { Message } from '../../shared/wire';

/** What a message meant to the log. On `gap` the client says hello again with `cursor`. */
export type Verdict = 'new' | 'double' | 'gap';

/**
 * One conversation's messages in the order of their seq, and how far they are
 * known to be complete.
 *
 * The server numbers private notes too, so a hole in what a shopper sees is not
 * always a loss. What comes after a `welcome` up to its last_seq is the
 * server's own account and is trusted; a hole beyond it is asked about once,
 * and believed when the answer has it again.
 */
export class Log {
  messages: Message[] = [];
  conversation: string | null = null;
  /** The last seq up to which nothing is missing. */
  cursor = 0;
  private synced = 0;
  private asking = false;
  private askedAt = -1;

  /** Forgets everything and follows conversation. */
  reset(conversation: string | null): void {
    this.messages = [];
    this.conversation = conversation;
    this.cursor = 0;
    this.synced = 0;
    this.asking = false;
    this.askedAt = -1;
  }

  /** The server answered a hello; its log ends at lastSeq. */
  welcomed(lastSeq: number): void {
    this.synced = lastSeq;
    this.asking = false;
  }

  /** The shopper said of an answer whether it helped. */
  rated(seq: number, helpful: number): void {
    this.messages = this.messages.map((m) => (m.seq === seq ? { ...m, helpful } : m));
  }

  /** prev is the seq of the message before it that a shopper may see, where the server says it. */
  add(message: Message, prev?: number): Verdict {
    const fresh = this.insert(message);
    if (message.seq <= this.synced) {
      this.cursor = Math.max(this.cursor, message.seq);
      return fresh ? 'new' : 'double';
    }
    const base = Math.max(this.cursor, this.synced);
    if ((prev ?? message.seq - 1) <= base) {
      this.cursor = Math.max(base, message.seq);
      return fresh ? 'new' : 'double';
    }
    if (this.asking) return fresh ? 'new' : 'double';
    if (this.askedAt === base) {
      this.cursor = message.seq;
      return fresh ? 'new' : 'double';
    }
    this.asking = true;
    this.askedAt = base;
    this.cursor = base;
    return 'gap';
  }

  private insert(message: Message): boolean {
    const list = this.messages;
    let at = list.length;
    while (at > 0 && list[at - 1]!.seq > message.seq) at--;
    if (at > 0 && list[at - 1]!.seq === message.seq) return false;
    this.messages = [...list.slice(0, at), message, ...list.slice(at)];
    return true;
  }
}
