/**
 * The schema's steps in order; `PRAGMA user_version` counts those done. A step that was ever released never changes: add another one.
 * Times are epoch milliseconds, JSON columns are text. Everything but media is scoped by `realm`.
 */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE media (
    sha256 TEXT PRIMARY KEY CHECK (length(sha256) = 64),
    type TEXT NOT NULL CHECK (type IN ('image', 'video', 'audio')),
    format TEXT NOT NULL,
    bytes INTEGER NOT NULL CHECK (bytes > 0),
    width INTEGER,
    height INTEGER,
    duration_seconds REAL,
    added_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE takes (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    realm TEXT NOT NULL,
    account TEXT NOT NULL,
    key TEXT NOT NULL,
    ordinal INTEGER NOT NULL CHECK (ordinal >= 0),
    state TEXT NOT NULL CHECK (state IN ('intended', 'submitted', 'completed', 'stored', 'refused', 'failed', 'unknown', 'abandoned')),
    service TEXT NOT NULL,
    model TEXT NOT NULL,
    media_type TEXT NOT NULL,
    run_id TEXT NOT NULL,
    graph_id TEXT NOT NULL,
    graph_name TEXT NOT NULL,
    node_id TEXT NOT NULL,
    item INTEGER NOT NULL,
    request TEXT NOT NULL,
    body TEXT NOT NULL,
    quoted_min REAL NOT NULL,
    quoted_max REAL NOT NULL,
    task_id TEXT,
    urls TEXT NOT NULL DEFAULT '[]',
    sha256 TEXT REFERENCES media (sha256),
    billed REAL,
    credits_raw REAL,
    error_code TEXT,
    error_message TEXT,
    created_at INTEGER NOT NULL,
    submitted_at INTEGER,
    completed_at INTEGER,
    stored_at INTEGER,
    UNIQUE (realm, key, ordinal),
    CHECK (state <> 'stored' OR sha256 IS NOT NULL),
    CHECK (state NOT IN ('submitted', 'completed', 'stored') OR task_id IS NOT NULL)
  ) STRICT;
  CREATE INDEX takes_by_state ON takes (realm, state);
  CREATE INDEX takes_by_media ON takes (sha256) WHERE sha256 IS NOT NULL;

  CREATE TABLE ledger (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    realm TEXT NOT NULL,
    take_id INTEGER NOT NULL REFERENCES takes (id),
    kind TEXT NOT NULL CHECK (kind IN ('reserved', 'billed', 'refunded', 'unknown')),
    credits REAL NOT NULL,
    estimated INTEGER NOT NULL DEFAULT 0 CHECK (estimated IN (0, 1)),
    run_id TEXT NOT NULL,
    graph_id TEXT NOT NULL,
    node_id TEXT NOT NULL,
    model TEXT NOT NULL,
    quoted_min REAL NOT NULL,
    quoted_max REAL NOT NULL
  ) STRICT;
  CREATE INDEX ledger_by_run ON ledger (realm, run_id);
  CREATE INDEX ledger_by_graph ON ledger (realm, graph_id);
  CREATE TRIGGER ledger_keeps_entries BEFORE DELETE ON ledger BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
  CREATE TRIGGER ledger_keeps_figures BEFORE UPDATE ON ledger BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
  -- INSERT OR REPLACE deletes without firing the trigger above.
  CREATE TRIGGER ledger_keeps_places BEFORE INSERT ON ledger WHEN EXISTS (SELECT 1 FROM ledger WHERE id = NEW.id)
    BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;

  CREATE TABLE runs (
    realm TEXT NOT NULL,
    id TEXT NOT NULL,
    graph_id TEXT NOT NULL,
    graph_name TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    ended_at INTEGER,
    quoted_min REAL NOT NULL,
    quoted_max REAL NOT NULL,
    billed REAL NOT NULL,
    outcome TEXT NOT NULL,
    PRIMARY KEY (realm, id)
  ) STRICT;

  CREATE TABLE last_keys (
    realm TEXT NOT NULL,
    graph_id TEXT NOT NULL,
    node_id TEXT NOT NULL,
    item INTEGER NOT NULL,
    key TEXT NOT NULL,
    params TEXT NOT NULL,
    inputs TEXT NOT NULL,
    PRIMARY KEY (realm, graph_id, node_id, item)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE assets (
    realm TEXT NOT NULL,
    account TEXT NOT NULL,
    content TEXT NOT NULL,
    media_type TEXT NOT NULL,
    asset_id TEXT NOT NULL,
    uri TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('processing', 'active', 'failed')),
    fail_reason TEXT,
    PRIMARY KEY (realm, account, content, media_type)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE lease (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    token TEXT NOT NULL,
    pid INTEGER NOT NULL,
    hostname TEXT NOT NULL,
    what TEXT NOT NULL,
    since INTEGER NOT NULL,
    heartbeat_at INTEGER NOT NULL
  ) STRICT;
  `,
  `
  CREATE TABLE imports (
    sha256 TEXT NOT NULL REFERENCES media (sha256) ON DELETE CASCADE,
    name TEXT NOT NULL,
    imported_at INTEGER NOT NULL,
    PRIMARY KEY (sha256, name)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX imports_by_time ON imports (imported_at, sha256);
  -- Only the sidecars of earlier imports know their names.
  INSERT INTO imports (sha256, name, imported_at) SELECT sha256, '', added_at FROM media WHERE NOT EXISTS (SELECT 1 FROM takes WHERE takes.sha256 = media.sha256);

  CREATE INDEX takes_by_node ON takes (realm, graph_id, node_id);
  CREATE INDEX takes_by_run ON takes (realm, run_id);
  CREATE INDEX takes_by_time ON takes (realm, stored_at, sha256) WHERE state = 'stored';
  CREATE INDEX takes_by_model ON takes (realm, model, stored_at, sha256) WHERE state = 'stored';
  CREATE INDEX takes_by_type ON takes (realm, media_type, stored_at, sha256) WHERE state = 'stored';
  CREATE INDEX runs_by_time ON runs (realm, started_at, id);
  CREATE INDEX runs_by_graph ON runs (realm, graph_id, started_at, id);
  CREATE INDEX ledger_by_time ON ledger (realm, at);
  `,
  `
  ALTER TABLE takes ADD COLUMN formula TEXT;
  ALTER TABLE takes ADD COLUMN output INTEGER NOT NULL DEFAULT 0;
  `,
  `
  -- MediaDetails as JSON; NULL where an older version measured the file.
  ALTER TABLE media ADD COLUMN details TEXT;
  -- 'made' was paid for here. 'bundle' came with somebody's graph and answers for that graph alone; 'adopted' is one that the user took over.
  ALTER TABLE takes ADD COLUMN origin TEXT NOT NULL DEFAULT 'made' CHECK (origin IN ('made', 'bundle', 'adopted'));

  -- What was made here of other media for nothing, and can be made again.
  CREATE TABLE derivations (
    identity TEXT PRIMARY KEY,
    sha256 TEXT NOT NULL REFERENCES media (sha256) ON DELETE CASCADE,
    made_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX derivations_by_media ON derivations (sha256);

  -- The documents of runs as they were when they began, each once: zlib-deflated UTF-8 under the sha256 of their text.
  CREATE TABLE graphs (
    sha256 TEXT PRIMARY KEY,
    text BLOB NOT NULL,
    kept_at INTEGER NOT NULL
  ) STRICT;
  ALTER TABLE runs ADD COLUMN graph TEXT;

  CREATE INDEX assets_by_uri ON assets (realm, account, uri);
  -- Whole seconds that the service bills for a video that was registered elsewhere, learned from bills.
  CREATE TABLE asset_seconds (
    realm TEXT NOT NULL,
    account TEXT NOT NULL,
    uri TEXT NOT NULL,
    min_seconds REAL NOT NULL,
    max_seconds REAL NOT NULL,
    PRIMARY KEY (realm, account, uri)
  ) STRICT, WITHOUT ROWID;
  `,
];
