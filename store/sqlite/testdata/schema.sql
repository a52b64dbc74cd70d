CREATE TABLE accords (
 clash TEXT NOT NULL PRIMARY KEY, -- a hash of both statements: it is the id of nothing once one of them changes
 agreed_by TEXT NOT NULL, -- whose word it is
 agreed_at INTEGER NOT NULL -- microseconds
) STRICT, WITHOUT ROWID;

CREATE TABLE acts (
 id TEXT NOT NULL PRIMARY KEY,
 conversation_id TEXT NOT NULL REFERENCES conversations (id),
 name TEXT NOT NULL,
 args TEXT NOT NULL,
 seq INTEGER NOT NULL,
 result TEXT NOT NULL,
 begun_at INTEGER NOT NULL,
 finished_at INTEGER NOT NULL -- 0: under way
) STRICT, WITHOUT ROWID;

CREATE INDEX acts_conversation ON acts (conversation_id, seq);

CREATE TABLE article_links (
 article_id TEXT NOT NULL REFERENCES articles (id),
 kind TEXT NOT NULL, -- product, category
 ref TEXT NOT NULL, -- the product's id or the category's name
 state TEXT NOT NULL, -- proposed, confirmed, removed
 evidence TEXT NOT NULL, -- the words by which it was found
 made_by TEXT NOT NULL, -- empty: found by the program
 made_at INTEGER NOT NULL,
 PRIMARY KEY (article_id, kind, ref)
) STRICT, WITHOUT ROWID;

CREATE INDEX article_links_ref ON article_links (kind, ref);

CREATE TABLE article_rows (
 id INTEGER NOT NULL PRIMARY KEY, -- the row in article_words
 article_id TEXT NOT NULL UNIQUE REFERENCES articles (id)
) STRICT;

CREATE VIRTUAL TABLE article_words USING fts5 (words, content = '', contentless_delete = 1, detail = none,
 tokenize = "unicode61 remove_diacritics 0 categories 'L* M* N*'");

CREATE TABLE 'article_words_config'(k PRIMARY KEY, v) WITHOUT ROWID;

CREATE TABLE 'article_words_data'(id INTEGER PRIMARY KEY, block BLOB);

CREATE TABLE 'article_words_docsize'(id INTEGER PRIMARY KEY, sz BLOB, origin INTEGER);

CREATE TABLE 'article_words_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;

CREATE TABLE articles (
 id TEXT NOT NULL PRIMARY KEY,
 key TEXT NOT NULL UNIQUE,
 title TEXT NOT NULL,
 body TEXT NOT NULL,
 locale TEXT NOT NULL,
 markets TEXT NOT NULL,
 internal INTEGER NOT NULL,
 questions TEXT NOT NULL,
 intents TEXT NOT NULL,
 url TEXT NOT NULL,
 status TEXT NOT NULL,
 source TEXT NOT NULL,
 content_hash TEXT NOT NULL,
 version INTEGER NOT NULL,
 revision INTEGER NOT NULL,
 updated_by TEXT NOT NULL,
 created_at INTEGER NOT NULL,
 updated_at INTEGER NOT NULL,
 published_at INTEGER NOT NULL,
 search TEXT NOT NULL -- title and key in lower case
, negative TEXT NOT NULL DEFAULT '[]', channels TEXT NOT NULL DEFAULT '[]', valid_from INTEGER NOT NULL DEFAULT 0, valid_until INTEGER NOT NULL DEFAULT 0, owner TEXT NOT NULL DEFAULT '', verify_by INTEGER NOT NULL DEFAULT 0, verified_at INTEGER NOT NULL DEFAULT 0, reminded_at INTEGER NOT NULL DEFAULT 0, translation_of TEXT NOT NULL DEFAULT '', translated_release INTEGER NOT NULL DEFAULT 0, release INTEGER NOT NULL DEFAULT 0, working TEXT NOT NULL DEFAULT '', review TEXT NOT NULL DEFAULT '', remarks TEXT NOT NULL DEFAULT '', holds TEXT NOT NULL DEFAULT '', held INTEGER NOT NULL DEFAULT 0, publish_at INTEGER NOT NULL DEFAULT 0, publish_by TEXT NOT NULL DEFAULT '', publish_note TEXT NOT NULL DEFAULT '', text_version INTEGER NOT NULL DEFAULT 0, text_hash TEXT NOT NULL DEFAULT '', edited INTEGER NOT NULL GENERATED ALWAYS AS (working <> '') VIRTUAL) STRICT;

CREATE INDEX articles_list ON articles (revision, id, status, locale, source, owner, translation_of, verify_by, held, publish_at, review, edited, search);

CREATE INDEX articles_publish ON articles (publish_at) WHERE publish_at > 0;

CREATE UNIQUE INDEX articles_revision ON articles (revision);

CREATE INDEX articles_text ON articles (text_hash) WHERE text_hash <> '';

CREATE INDEX articles_translations ON articles (translation_of) WHERE translation_of <> '';

CREATE INDEX articles_updated ON articles (updated_at, id);

CREATE INDEX articles_verify ON articles (verify_by) WHERE verify_by > 0;

CREATE TABLE cases (
 id TEXT NOT NULL PRIMARY KEY,
 conversation_id TEXT NOT NULL REFERENCES conversations (id),
 epoch INTEGER NOT NULL,
 state TEXT NOT NULL,
 version INTEGER NOT NULL,
 reason TEXT NOT NULL,
 priority INTEGER NOT NULL,
 skills TEXT NOT NULL,
 widened INTEGER NOT NULL,
 packet TEXT NOT NULL,
 offered_to TEXT NOT NULL,
 last_rejecter TEXT NOT NULL,
 agent_id TEXT NOT NULL,
 target TEXT NOT NULL,
 replied INTEGER NOT NULL,
 queued_at INTEGER NOT NULL,
 deadline INTEGER NOT NULL,
 deadline_action TEXT NOT NULL,
 outcome TEXT NOT NULL,
 created_at INTEGER NOT NULL,
 updated_at INTEGER NOT NULL,
 accepted_at INTEGER NOT NULL, product TEXT NOT NULL DEFAULT '',
 UNIQUE (conversation_id, epoch)
) STRICT;

CREATE INDEX cases_created ON cases (created_at);

CREATE INDEX cases_deadline ON cases (deadline)
 WHERE state IN ('requested', 'queued', 'offered', 'in_service', 'deferred') AND deadline > 0;

CREATE UNIQUE INDEX cases_one_open ON cases (conversation_id)
 WHERE state IN ('requested', 'queued', 'offered', 'in_service', 'deferred');

CREATE INDEX cases_product ON cases (product, created_at) WHERE product <> '';

CREATE TABLE conversations (
 id TEXT NOT NULL PRIMARY KEY,
 customer_id TEXT NOT NULL REFERENCES customers (id),
 channel_id TEXT NOT NULL,
 owner TEXT NOT NULL,
 status TEXT NOT NULL,
 agent_id TEXT NOT NULL,
 epoch INTEGER NOT NULL,
 version INTEGER NOT NULL,
 last_seq INTEGER NOT NULL,
 episode INTEGER NOT NULL,
 episode_seq INTEGER NOT NULL,
 lang TEXT NOT NULL,
 market TEXT NOT NULL,
 state TEXT NOT NULL,
 outcome TEXT NOT NULL,
 rating INTEGER NOT NULL,
 preview TEXT NOT NULL,
 preview_by TEXT NOT NULL,
 waiting_since INTEGER NOT NULL,
 created_at INTEGER NOT NULL,
 updated_at INTEGER NOT NULL,
 closed_at INTEGER NOT NULL,
 due_at INTEGER NOT NULL, -- the bot shall look at it then; 0: nothing to do
 lease_token TEXT NOT NULL,
 lease_until INTEGER NOT NULL,
 untold TEXT NOT NULL) STRICT;

CREATE INDEX conversations_customer ON conversations (customer_id, created_at);

CREATE INDEX conversations_due ON conversations (due_at) WHERE due_at > 0;

CREATE UNIQUE INDEX conversations_one_open ON conversations (customer_id) WHERE status <> 'closed';

CREATE INDEX conversations_people ON conversations (updated_at, id) WHERE owner IN ('queue', 'human');

CREATE INDEX conversations_updated ON conversations (updated_at, id);

CREATE TABLE counters (
 name TEXT NOT NULL PRIMARY KEY,
 value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE customer_words (
 word TEXT NOT NULL, -- folded (store.UnspeltCustomer.Words)
 customer_id TEXT NOT NULL REFERENCES customers (id),
 PRIMARY KEY (word, customer_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX customer_words_customer ON customer_words (customer_id);

CREATE TABLE customers (
 id TEXT NOT NULL PRIMARY KEY,
 channel_id TEXT NOT NULL,
 ref TEXT NOT NULL,
 name TEXT NOT NULL,
 email TEXT NOT NULL,
 phone TEXT NOT NULL,
 lang TEXT NOT NULL,
 market TEXT NOT NULL,
 shop_id TEXT NOT NULL,
 tier TEXT NOT NULL,
 verified INTEGER NOT NULL,
 created_at INTEGER NOT NULL,
 spelt TEXT NOT NULL DEFAULT ' ', -- name and e-mail in lower case
 UNIQUE (channel_id, ref)
) STRICT;

CREATE INDEX customers_unspelt ON customers (id) WHERE spelt <> name || ' ' || email;

CREATE TABLE examples (
 id TEXT NOT NULL PRIMARY KEY,
 text TEXT NOT NULL,
 intent TEXT NOT NULL,
 lang TEXT NOT NULL,
 origin TEXT NOT NULL,
 conversation_id TEXT NOT NULL,
 created_by TEXT NOT NULL,
 created_at INTEGER NOT NULL,
 text_key TEXT NOT NULL UNIQUE -- lower case, single spaces: a message teaches one intent
) STRICT;

CREATE INDEX examples_intent ON examples (intent, lang);

CREATE TABLE feed_former (
 source TEXT NOT NULL,
 id TEXT NOT NULL,
 import_id TEXT NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
 title TEXT NOT NULL,
 hash TEXT NOT NULL,
 data TEXT NOT NULL, -- JSON; empty: it was not there
 read_at INTEGER NOT NULL,
 gone INTEGER NOT NULL,
 back INTEGER NOT NULL, -- it is as it was again
 PRIMARY KEY (source, id)
) STRICT, WITHOUT ROWID;

CREATE INDEX feed_former_import ON feed_former (import_id, source, id);

CREATE TABLE feed_products (
 source TEXT NOT NULL,
 id TEXT NOT NULL,
 title TEXT NOT NULL, -- for reports
 hash TEXT NOT NULL,
 data TEXT NOT NULL, -- JSON
 read_at INTEGER NOT NULL,
 gone INTEGER NOT NULL,
 PRIMARY KEY (source, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE gap_answers (
 gap_id TEXT NOT NULL REFERENCES gaps (id),
 conversation_id TEXT NOT NULL REFERENCES conversations (id),
 seq INTEGER NOT NULL,
 at INTEGER NOT NULL,
 PRIMARY KEY (conversation_id, seq, gap_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX gap_answers_gap ON gap_answers (gap_id, at);

CREATE TABLE gap_digests (
 week INTEGER NOT NULL PRIMARY KEY, -- when it began
 made_at INTEGER NOT NULL,
 body TEXT NOT NULL
) STRICT;

CREATE TABLE gap_work (
 name TEXT NOT NULL PRIMARY KEY,
 place_at INTEGER NOT NULL, -- up to where the logs have been read
 place_id TEXT NOT NULL,
 holder TEXT NOT NULL,
 lease_until INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE gaps (
 id TEXT NOT NULL PRIMARY KEY,
 title TEXT NOT NULL,
 lang TEXT NOT NULL,
 state TEXT NOT NULL,
 note TEXT NOT NULL,
 into_id TEXT NOT NULL, -- the gap that it counts with; empty: it is one of its own
 by_hand INTEGER NOT NULL,
 article_id TEXT NOT NULL,
 linked_at INTEGER NOT NULL,
 changed_by TEXT NOT NULL,
 created_at INTEGER NOT NULL,
 last_at INTEGER NOT NULL,
 size INTEGER NOT NULL,
 version INTEGER NOT NULL,
 revision INTEGER NOT NULL,
 profile TEXT NOT NULL -- what it is recognised by, JSON
) STRICT;

CREATE INDEX gaps_article ON gaps (article_id) WHERE article_id <> '';

CREATE INDEX gaps_into ON gaps (into_id) WHERE into_id <> '';

CREATE UNIQUE INDEX gaps_revision ON gaps (revision);

CREATE TABLE gists (
 article_id TEXT NOT NULL PRIMARY KEY REFERENCES articles (id),
 reader TEXT NOT NULL, -- that read them
 print TEXT NOT NULL, -- of the texts that it read
 data BLOB NOT NULL -- JSON
) STRICT, WITHOUT ROWID;

CREATE TABLE glossary (
 id TEXT NOT NULL PRIMARY KEY,
 forms TEXT NOT NULL, -- JSON: names by language
 keep INTEGER NOT NULL,
 note TEXT NOT NULL,
 updated_by TEXT NOT NULL,
 updated_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE golden_questions (
 id TEXT NOT NULL PRIMARY KEY,
 text TEXT NOT NULL,
 lang TEXT NOT NULL,
 market TEXT NOT NULL,
 channel TEXT NOT NULL,
 expected TEXT NOT NULL, -- JSON: names of articles; none: a person must answer
 never TEXT NOT NULL,
 kind TEXT NOT NULL,
 updated_by TEXT NOT NULL,
 updated_at INTEGER NOT NULL,
 key TEXT NOT NULL UNIQUE -- text, language, market and channel: a question has one answer
) STRICT, WITHOUT ROWID;

CREATE TABLE import_files (
 import_id TEXT NOT NULL,
 n INTEGER NOT NULL,
 name TEXT NOT NULL,
 created_at INTEGER NOT NULL,
 data BLOB NOT NULL,
 PRIMARY KEY (import_id, n)
) STRICT;

CREATE TABLE import_rows (
 import_id TEXT NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
 n INTEGER NOT NULL,
 key TEXT NOT NULL,
 file TEXT NOT NULL,
 outcome TEXT NOT NULL,
 article TEXT NOT NULL,
 title TEXT NOT NULL,
 passages INTEGER NOT NULL,
 warnings TEXT NOT NULL,
 code TEXT NOT NULL,
 message TEXT NOT NULL,
 hint TEXT NOT NULL,
 line INTEGER NOT NULL,
 col INTEGER NOT NULL,
 place TEXT NOT NULL, was TEXT NOT NULL DEFAULT '', release INTEGER NOT NULL DEFAULT 0, published INTEGER NOT NULL DEFAULT 0, former TEXT NOT NULL DEFAULT '',
 PRIMARY KEY (import_id, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE imports (
 id TEXT NOT NULL PRIMARY KEY,
 kind TEXT NOT NULL,
 name TEXT NOT NULL,
 source TEXT NOT NULL, -- that its articles carry
 source_id TEXT NOT NULL, -- of the stored source; empty for others
 address TEXT NOT NULL,
 state TEXT NOT NULL,
 begun_by TEXT NOT NULL,
 options TEXT NOT NULL,
 created_at INTEGER NOT NULL,
 begun_at INTEGER NOT NULL,
 ended_at INTEGER NOT NULL,
 attempt INTEGER NOT NULL,
 total INTEGER NOT NULL,
 counts TEXT NOT NULL,
 current TEXT NOT NULL,
 cancelled INTEGER NOT NULL,
 removal TEXT NOT NULL,
 code TEXT NOT NULL,
 error TEXT NOT NULL,
 worker TEXT NOT NULL,
 lease_until INTEGER NOT NULL
, taken_back_at INTEGER NOT NULL DEFAULT 0, taken_back_by TEXT NOT NULL DEFAULT '', sent INTEGER NOT NULL DEFAULT 0) STRICT;

CREATE INDEX imports_ended ON imports (ended_at) WHERE ended_at > 0;

CREATE INDEX imports_open ON imports (id) WHERE state IN ('queued', 'running');

CREATE UNIQUE INDEX imports_source ON imports (source_id) WHERE source_id <> '' AND state IN ('queued', 'running');

CREATE TABLE message_rows (
 id INTEGER NOT NULL PRIMARY KEY, -- the row in message_words; grows in time
 conversation_id TEXT NOT NULL,
 seq INTEGER NOT NULL,
 UNIQUE (conversation_id, seq),
 FOREIGN KEY (conversation_id, seq) REFERENCES messages (conversation_id, seq)
) STRICT;

CREATE VIRTUAL TABLE message_words USING fts5 (words, content = '', columnsize = 0, detail = none,
 tokenize = "unicode61 remove_diacritics 0 categories 'L* M* N*'");

CREATE TABLE 'message_words_config'(k PRIMARY KEY, v) WITHOUT ROWID;

CREATE TABLE 'message_words_data'(id INTEGER PRIMARY KEY, block BLOB);

CREATE TABLE 'message_words_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;

CREATE TABLE messages (
 id TEXT NOT NULL,
 conversation_id TEXT NOT NULL REFERENCES conversations (id),
 channel_id TEXT NOT NULL,
 seq INTEGER NOT NULL,
 epoch INTEGER NOT NULL,
 author TEXT NOT NULL,
 author_id TEXT NOT NULL,
 author_name TEXT NOT NULL,
 kind TEXT NOT NULL,
 event TEXT NOT NULL,
 text TEXT NOT NULL,
 lang TEXT NOT NULL,
 blocks TEXT NOT NULL,
 quick_replies TEXT NOT NULL,
 sources TEXT NOT NULL,
 payload TEXT NOT NULL,
 external_id TEXT NOT NULL,
 at INTEGER NOT NULL, helpful INTEGER NOT NULL DEFAULT 0,
 PRIMARY KEY (conversation_id, seq)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX messages_external ON messages (channel_id, external_id) WHERE external_id <> '';

CREATE TABLE misses (
 conversation_id TEXT NOT NULL REFERENCES conversations (id),
 seq INTEGER NOT NULL,
 gap_id TEXT NOT NULL REFERENCES gaps (id),
 cause TEXT NOT NULL,
 asked TEXT NOT NULL, -- JSON
 also TEXT NOT NULL,
 lang TEXT NOT NULL,
 market TEXT NOT NULL,
 channel_id TEXT NOT NULL,
 at INTEGER NOT NULL,
 handoffs INTEGER NOT NULL,
 waited INTEGER NOT NULL, -- microseconds
 handled INTEGER NOT NULL, -- microseconds
 open INTEGER NOT NULL,
 case_id TEXT NOT NULL,
 outcome TEXT NOT NULL,
 replies_from INTEGER NOT NULL,
 replies_to INTEGER NOT NULL,
 near_article TEXT NOT NULL,
 near_title TEXT NOT NULL,
 near_p REAL NOT NULL,
 PRIMARY KEY (conversation_id, seq)
) STRICT, WITHOUT ROWID;

CREATE INDEX misses_at ON misses (at);

CREATE INDEX misses_gap ON misses (gap_id, at, lang, handoffs, waited, handled, open);

CREATE TABLE model_uses (
 number INTEGER NOT NULL PRIMARY KEY,
 at INTEGER NOT NULL,
 used_by TEXT NOT NULL,
 version INTEGER NOT NULL,
 previous INTEGER NOT NULL,
 forced INTEGER NOT NULL,
 reason TEXT NOT NULL,
 worse TEXT NOT NULL
) STRICT;

CREATE TABLE models (
 version INTEGER NOT NULL PRIMARY KEY, -- 0: what is measured of the shipped one
 created_at INTEGER NOT NULL,
 created_by TEXT NOT NULL,
 checksum TEXT NOT NULL,
 data_hash TEXT NOT NULL,
 seed INTEGER NOT NULL,
 size INTEGER NOT NULL,
 note TEXT NOT NULL,
 figures TEXT NOT NULL,
 kept INTEGER NOT NULL,
 report TEXT NOT NULL,
 bytes BLOB NOT NULL, -- empty where they were dropped
 outcomes BLOB NOT NULL
) STRICT;

CREATE TABLE notice_places (
 name TEXT NOT NULL PRIMARY KEY,
 at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE notice_settings (
 user_id TEXT NOT NULL PRIMARY KEY REFERENCES users (id),
 lang TEXT NOT NULL,
 zone TEXT NOT NULL,
 hour INTEGER NOT NULL,
 kinds TEXT NOT NULL -- JSON: what they have chosen
) STRICT, WITHOUT ROWID;

CREATE TABLE notices (
 id TEXT NOT NULL PRIMARY KEY,
 key TEXT NOT NULL UNIQUE, -- what makes it the same notice
 kind TEXT NOT NULL,
 recipient TEXT NOT NULL,
 facts TEXT NOT NULL, -- JSON
 state TEXT NOT NULL,
 attempts INTEGER NOT NULL,
 created_at INTEGER NOT NULL,
 next_at INTEGER NOT NULL,
 settled_at INTEGER NOT NULL,
 error TEXT NOT NULL,
 lease_until INTEGER NOT NULL -- somebody sends it until then
) STRICT;

CREATE INDEX notices_next ON notices (next_at) WHERE state = 'pending';

CREATE INDEX notices_recipient ON notices (recipient, id);

CREATE TABLE outbox (
 id TEXT NOT NULL PRIMARY KEY,
 conversation_id TEXT NOT NULL,
 seq INTEGER NOT NULL,
 state TEXT NOT NULL, -- pending, or the outcome
 attempts INTEGER NOT NULL,
 next_at INTEGER NOT NULL,
 lease_until INTEGER NOT NULL, -- 0: not claimed
 external_id TEXT NOT NULL,
 created_at INTEGER NOT NULL,
 settled_at INTEGER NOT NULL,
 FOREIGN KEY (conversation_id, seq) REFERENCES messages (conversation_id, seq)
) STRICT, WITHOUT ROWID;

CREATE INDEX outbox_next ON outbox (next_at) WHERE state = 'pending';

CREATE UNIQUE INDEX outbox_pending ON outbox (conversation_id, seq) WHERE state = 'pending';

CREATE INDEX outbox_undelivered ON outbox (conversation_id, seq) WHERE state IN ('failed', 'unknown');

CREATE TABLE passages (
 id TEXT NOT NULL PRIMARY KEY,
 article_id TEXT NOT NULL REFERENCES articles (id),
 ord INTEGER NOT NULL,
 heading TEXT NOT NULL,
 text TEXT NOT NULL,
 UNIQUE (article_id, ord)
) STRICT;

CREATE TABLE releases (
 article_id TEXT NOT NULL REFERENCES articles (id),
 number INTEGER NOT NULL,
 copy TEXT NOT NULL, -- JSON, without the body
 body TEXT NOT NULL,
 made_by TEXT NOT NULL,
 made_at INTEGER NOT NULL,
 note TEXT NOT NULL,
 restored INTEGER NOT NULL, gate TEXT NOT NULL DEFAULT '', -- the release that was brought back; 0: none
 PRIMARY KEY (article_id, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE secrets (
 id TEXT NOT NULL PRIMARY KEY,
 hash BLOB NOT NULL,
 kind TEXT NOT NULL,
 subject TEXT NOT NULL,
 label TEXT NOT NULL,
 role TEXT NOT NULL,
 created_at INTEGER NOT NULL,
 expires_at INTEGER NOT NULL,
 used_at INTEGER NOT NULL,
 UNIQUE (kind, hash)
) STRICT;

CREATE INDEX secrets_expires ON secrets (expires_at) WHERE expires_at > 0;

CREATE INDEX secrets_subject ON secrets (kind, subject);

CREATE TABLE shop_intents (
 id TEXT NOT NULL PRIMARY KEY,
 title TEXT NOT NULL,
 category TEXT NOT NULL,
 own INTEGER NOT NULL,
 off INTEGER NOT NULL,
 updated_by TEXT NOT NULL,
 updated_at INTEGER NOT NULL
) STRICT;

CREATE TABLE sightings (
 site TEXT NOT NULL, -- key
 refused INTEGER NOT NULL, -- the site's list does not name the page
 origin TEXT NOT NULL,
 at INTEGER NOT NULL, -- microseconds
 PRIMARY KEY (site, refused)
) STRICT, WITHOUT ROWID;

CREATE TABLE source_pages (
 source_id TEXT NOT NULL REFERENCES sources (id) ON DELETE CASCADE,
 url TEXT NOT NULL,
 status TEXT NOT NULL,
 title TEXT NOT NULL,
 code TEXT NOT NULL,
 etag TEXT NOT NULL,
 last_modified TEXT NOT NULL,
 hash TEXT NOT NULL,
 links TEXT NOT NULL,
 keys TEXT NOT NULL,
 gone_runs INTEGER NOT NULL,
 import_id TEXT NOT NULL,
 fetched_at INTEGER NOT NULL,
 PRIMARY KEY (source_id, url)
) STRICT;

CREATE TABLE sources (
 id TEXT NOT NULL PRIMARY KEY,
 name TEXT NOT NULL UNIQUE,
 kind TEXT NOT NULL,
 url TEXT NOT NULL,
 bounds TEXT NOT NULL,
 locale TEXT NOT NULL,
 markets TEXT NOT NULL,
 draft INTEGER NOT NULL,
 schedule TEXT NOT NULL,
 paused INTEGER NOT NULL,
 next_run_at INTEGER NOT NULL,
 version INTEGER NOT NULL,
 created_by TEXT NOT NULL,
 created_at INTEGER NOT NULL,
 updated_at INTEGER NOT NULL
) STRICT;

CREATE TABLE training_jobs (
 id TEXT NOT NULL PRIMARY KEY,
 begun_by TEXT NOT NULL,
 note TEXT NOT NULL,
 seed INTEGER NOT NULL,
 begun_at INTEGER NOT NULL,
 ended_at INTEGER NOT NULL, -- 0: it runs
 lease_until INTEGER NOT NULL,
 stage TEXT NOT NULL,
 done INTEGER NOT NULL,
 total INTEGER NOT NULL,
 cancelled INTEGER NOT NULL,
 code TEXT NOT NULL,
 error TEXT NOT NULL,
 version INTEGER NOT NULL
) STRICT;

CREATE INDEX training_jobs_begun ON training_jobs (begun_at);

CREATE UNIQUE INDEX training_jobs_one ON training_jobs (ended_at) WHERE ended_at = 0;

CREATE TABLE turns (
 conversation_id TEXT NOT NULL REFERENCES conversations (id),
 version INTEGER NOT NULL, -- of the conversation after the turn
 in_seq INTEGER NOT NULL,
 from_seq INTEGER NOT NULL,
 to_seq INTEGER NOT NULL,
 action TEXT NOT NULL,
 reason TEXT NOT NULL,
 detail TEXT NOT NULL,
 intent TEXT NOT NULL,
 confidence REAL NOT NULL,
 case_id TEXT NOT NULL,
 owner TEXT NOT NULL,
 trace TEXT NOT NULL,
 at INTEGER NOT NULL,
 PRIMARY KEY (conversation_id, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE users (
 id TEXT NOT NULL PRIMARY KEY,
 email TEXT NOT NULL UNIQUE,
 name TEXT NOT NULL,
 role TEXT NOT NULL,
 password_hash TEXT NOT NULL,
 languages TEXT NOT NULL,
 skills TEXT NOT NULL,
 capacity INTEGER NOT NULL,
 disabled INTEGER NOT NULL,
 created_at INTEGER NOT NULL,
 availability TEXT NOT NULL,
 seen_at INTEGER NOT NULL,
 last_case_at INTEGER NOT NULL
) STRICT;

CREATE TABLE vector_models (
 id INTEGER NOT NULL PRIMARY KEY,
 model TEXT NOT NULL UNIQUE,
 dim INTEGER NOT NULL
, used_at INTEGER NOT NULL DEFAULT 0) STRICT;

CREATE TABLE vectors (
 model_id INTEGER NOT NULL REFERENCES vector_models (id),
 article_id TEXT NOT NULL REFERENCES articles (id),
 ord INTEGER NOT NULL,
 vec BLOB NOT NULL, -- 32-bit floats, little endian
 PRIMARY KEY (model_id, article_id, ord)
) STRICT, WITHOUT ROWID;

CREATE TABLE word_marks (
 conversation_id TEXT NOT NULL PRIMARY KEY REFERENCES conversations (id),
 seq INTEGER NOT NULL -- its messages are known up to here
) STRICT, WITHOUT ROWID;

