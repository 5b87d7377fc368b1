-- Format 1.0: every table of a matter. Never edited once released; later changes are later migrations.

CREATE TABLE batch (
    id TEXT NOT NULL,
    at TEXT DEFAULT '' NOT NULL,
    actor TEXT DEFAULT '' NOT NULL,
    source TEXT DEFAULT '' NOT NULL,
    report JSON NOT NULL,
    CONSTRAINT pk_batch PRIMARY KEY (id)
);

CREATE TABLE evidence_group (
    id TEXT NOT NULL,
    number TEXT DEFAULT '' NOT NULL,
    number_sort TEXT DEFAULT '' NOT NULL,
    title TEXT DEFAULT '' NOT NULL,
    purpose TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_evidence_group PRIMARY KEY (id)
);

CREATE INDEX ix_evidence_group_number ON evidence_group (number);

CREATE TABLE fact (
    id TEXT NOT NULL,
    number TEXT DEFAULT '' NOT NULL,
    number_sort TEXT DEFAULT '' NOT NULL,
    text TEXT DEFAULT '' NOT NULL,
    date_text TEXT DEFAULT '' NOT NULL,
    date_sort TEXT DEFAULT '' NOT NULL,
    date_precision TEXT DEFAULT '' NOT NULL,
    status TEXT DEFAULT '' NOT NULL,
    note TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_fact PRIMARY KEY (id)
);

CREATE INDEX ix_fact_number ON fact (number);

CREATE INDEX ix_fact_number_sort ON fact (number_sort);

CREATE TABLE history (
    seq INTEGER NOT NULL,
    replica TEXT NOT NULL,
    actor TEXT NOT NULL,
    at TEXT NOT NULL,
    kind TEXT NOT NULL,
    command TEXT NOT NULL,
    summary TEXT NOT NULL,
    arguments TEXT NOT NULL,
    changes TEXT NOT NULL,
    undoes INTEGER,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL,
    CONSTRAINT pk_history PRIMARY KEY (seq),
    CONSTRAINT uq_history_hash UNIQUE (hash)
);

CREATE INDEX ix_history_undoes ON history (undoes);

CREATE TABLE matter (
    id TEXT NOT NULL,
    title TEXT DEFAULT '' NOT NULL,
    native_title TEXT DEFAULT '' NOT NULL,
    summary TEXT DEFAULT '' NOT NULL,
    our_side TEXT DEFAULT '' NOT NULL,
    amount TEXT DEFAULT '' NOT NULL,
    currency TEXT DEFAULT '' NOT NULL,
    profile TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_matter PRIMARY KEY (id)
);

CREATE TABLE meta (
    "key" TEXT NOT NULL,
    value TEXT NOT NULL,
    CONSTRAINT pk_meta PRIMARY KEY ("key")
);

CREATE TABLE note (
    id TEXT NOT NULL,
    on_kind TEXT DEFAULT '' NOT NULL,
    on_id TEXT DEFAULT '' NOT NULL,
    text TEXT DEFAULT '' NOT NULL,
    author TEXT DEFAULT '' NOT NULL,
    at TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_note PRIMARY KEY (id)
);

CREATE INDEX ix_note_on_id ON note (on_id);

CREATE TABLE party (
    id TEXT NOT NULL,
    name TEXT DEFAULT '' NOT NULL,
    native_name TEXT DEFAULT '' NOT NULL,
    kind TEXT DEFAULT '' NOT NULL,
    role TEXT DEFAULT '' NOT NULL,
    side TEXT DEFAULT '' NOT NULL,
    aliases JSON NOT NULL,
    notes TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_party PRIMARY KEY (id)
);

CREATE TABLE preset (
    id TEXT NOT NULL,
    "key" TEXT DEFAULT '' NOT NULL,
    name TEXT DEFAULT '' NOT NULL,
    actions JSON NOT NULL,
    CONSTRAINT pk_preset PRIMARY KEY (id)
);

CREATE TABLE proceeding (
    id TEXT NOT NULL,
    court TEXT DEFAULT '' NOT NULL,
    court_native TEXT DEFAULT '' NOT NULL,
    level TEXT DEFAULT '' NOT NULL,
    case_number TEXT DEFAULT '' NOT NULL,
    instance TEXT DEFAULT '' NOT NULL,
    from_id TEXT,
    relation TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_proceeding PRIMARY KEY (id),
    CONSTRAINT fk_proceeding_from_id FOREIGN KEY(from_id) REFERENCES proceeding (id)
);

CREATE INDEX ix_proceeding_from_id ON proceeding (from_id);

CREATE TABLE tag (
    id TEXT NOT NULL,
    name TEXT DEFAULT '' NOT NULL,
    color TEXT DEFAULT '' NOT NULL,
    "key" TEXT DEFAULT '' NOT NULL,
    parent_id TEXT,
    CONSTRAINT pk_tag PRIMARY KEY (id),
    CONSTRAINT fk_tag_parent_id FOREIGN KEY(parent_id) REFERENCES tag (id)
);

CREATE INDEX ix_tag_name ON tag (name);

CREATE INDEX ix_tag_parent_id ON tag (parent_id);

CREATE TABLE claim (
    id TEXT NOT NULL,
    number TEXT DEFAULT '' NOT NULL,
    number_sort TEXT DEFAULT '' NOT NULL,
    title TEXT DEFAULT '' NOT NULL,
    native_title TEXT DEFAULT '' NOT NULL,
    kind TEXT DEFAULT '' NOT NULL,
    basis TEXT DEFAULT '' NOT NULL,
    cause TEXT DEFAULT '' NOT NULL,
    relief TEXT DEFAULT '' NOT NULL,
    amount TEXT DEFAULT '' NOT NULL,
    currency TEXT DEFAULT '' NOT NULL,
    by_id TEXT,
    against_id TEXT,
    CONSTRAINT pk_claim PRIMARY KEY (id),
    CONSTRAINT fk_claim_by_id FOREIGN KEY(by_id) REFERENCES party (id),
    CONSTRAINT fk_claim_against_id FOREIGN KEY(against_id) REFERENCES party (id)
);

CREATE INDEX ix_claim_against_id ON claim (against_id);

CREATE INDEX ix_claim_by_id ON claim (by_id);

CREATE INDEX ix_claim_number ON claim (number);

CREATE INDEX ix_claim_number_sort ON claim (number_sort);

CREATE TABLE evidence (
    id TEXT NOT NULL,
    exhibit TEXT DEFAULT '' NOT NULL,
    exhibit_sort TEXT DEFAULT '' NOT NULL,
    title TEXT DEFAULT '' NOT NULL,
    native_title TEXT DEFAULT '' NOT NULL,
    kind TEXT DEFAULT '' NOT NULL,
    type TEXT DEFAULT '' NOT NULL,
    date_text TEXT DEFAULT '' NOT NULL,
    date_sort TEXT DEFAULT '' NOT NULL,
    date_precision TEXT DEFAULT '' NOT NULL,
    author TEXT DEFAULT '' NOT NULL,
    source TEXT DEFAULT '' NOT NULL,
    obtained TEXT DEFAULT '' NOT NULL,
    custodian TEXT DEFAULT '' NOT NULL,
    language TEXT DEFAULT '' NOT NULL,
    original_status TEXT DEFAULT '' NOT NULL,
    purpose TEXT DEFAULT '' NOT NULL,
    confidentiality TEXT DEFAULT '' NOT NULL,
    privilege TEXT DEFAULT '' NOT NULL,
    privilege_reason TEXT DEFAULT '' NOT NULL,
    side TEXT DEFAULT '' NOT NULL,
    group_id TEXT,
    parent_id TEXT,
    notes TEXT DEFAULT '' NOT NULL,
    review TEXT DEFAULT '' NOT NULL,
    guesses JSON NOT NULL,
    added_at TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_evidence PRIMARY KEY (id),
    CONSTRAINT fk_evidence_group_id FOREIGN KEY(group_id) REFERENCES evidence_group (id),
    CONSTRAINT fk_evidence_parent_id FOREIGN KEY(parent_id) REFERENCES evidence (id)
);

CREATE INDEX ix_evidence_added_at ON evidence (added_at);

CREATE INDEX ix_evidence_exhibit ON evidence (exhibit);

CREATE INDEX ix_evidence_exhibit_sort ON evidence (exhibit_sort);

CREATE INDEX ix_evidence_group_id ON evidence (group_id);

CREATE INDEX ix_evidence_kind ON evidence (kind);

CREATE INDEX ix_evidence_parent_id ON evidence (parent_id);

CREATE INDEX ix_evidence_review ON evidence (review);

CREATE INDEX ix_evidence_type ON evidence (type);

CREATE TABLE fact_competition (
    id TEXT NOT NULL,
    a_id TEXT NOT NULL,
    b_id TEXT NOT NULL,
    CONSTRAINT pk_fact_competition PRIMARY KEY (id),
    CONSTRAINT uq_fact_competition_a_id_b_id UNIQUE (a_id, b_id),
    CONSTRAINT fk_fact_competition_a_id FOREIGN KEY(a_id) REFERENCES fact (id),
    CONSTRAINT fk_fact_competition_b_id FOREIGN KEY(b_id) REFERENCES fact (id)
);

CREATE INDEX ix_fact_competition_a_id ON fact_competition (a_id);

CREATE INDEX ix_fact_competition_b_id ON fact_competition (b_id);

CREATE TABLE file (
    id TEXT NOT NULL,
    name TEXT DEFAULT '' NOT NULL,
    media_type TEXT DEFAULT '' NOT NULL,
    extension TEXT DEFAULT '' NOT NULL,
    bytes INTEGER NOT NULL,
    pages INTEGER NOT NULL,
    original_path TEXT DEFAULT '' NOT NULL,
    modified_at TEXT DEFAULT '' NOT NULL,
    imported_at TEXT DEFAULT '' NOT NULL,
    batch_id TEXT,
    problem_code TEXT DEFAULT '' NOT NULL,
    problem TEXT DEFAULT '' NOT NULL,
    ocr BOOLEAN NOT NULL,
    facts JSON NOT NULL,
    tools JSON NOT NULL,
    CONSTRAINT pk_file PRIMARY KEY (id),
    CONSTRAINT fk_file_batch_id FOREIGN KEY(batch_id) REFERENCES batch (id)
);

CREATE INDEX ix_file_batch_id ON file (batch_id);

CREATE TABLE stage_event (
    id TEXT NOT NULL,
    proceeding_id TEXT NOT NULL,
    kind TEXT DEFAULT '' NOT NULL,
    date_text TEXT DEFAULT '' NOT NULL,
    date_sort TEXT DEFAULT '' NOT NULL,
    date_precision TEXT DEFAULT '' NOT NULL,
    status TEXT DEFAULT '' NOT NULL,
    outcome TEXT DEFAULT '' NOT NULL,
    ground TEXT DEFAULT '' NOT NULL,
    form TEXT DEFAULT '' NOT NULL,
    note TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_stage_event PRIMARY KEY (id),
    CONSTRAINT fk_stage_event_proceeding_id FOREIGN KEY(proceeding_id) REFERENCES proceeding (id)
);

CREATE INDEX ix_stage_event_order ON stage_event (proceeding_id, date_sort);

CREATE INDEX ix_stage_event_proceeding_id ON stage_event (proceeding_id);

CREATE TABLE assessment (
    id TEXT NOT NULL,
    evidence_id TEXT NOT NULL,
    by_id TEXT NOT NULL,
    dimension TEXT DEFAULT '' NOT NULL,
    position TEXT DEFAULT '' NOT NULL,
    reason TEXT DEFAULT '' NOT NULL,
    stage_id TEXT,
    date_text TEXT DEFAULT '' NOT NULL,
    date_sort TEXT DEFAULT '' NOT NULL,
    date_precision TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_assessment PRIMARY KEY (id),
    CONSTRAINT fk_assessment_evidence_id FOREIGN KEY(evidence_id) REFERENCES evidence (id),
    CONSTRAINT fk_assessment_by_id FOREIGN KEY(by_id) REFERENCES party (id),
    CONSTRAINT fk_assessment_stage_id FOREIGN KEY(stage_id) REFERENCES stage_event (id)
);

CREATE INDEX ix_assessment_by_id ON assessment (by_id);

CREATE INDEX ix_assessment_evidence_id ON assessment (evidence_id);

CREATE INDEX ix_assessment_stage_id ON assessment (stage_id);

CREATE TABLE cite (
    id TEXT NOT NULL,
    evidence_id TEXT NOT NULL,
    file_id TEXT,
    page INTEGER NOT NULL,
    label TEXT DEFAULT '' NOT NULL,
    quote TEXT DEFAULT '' NOT NULL,
    "before" TEXT DEFAULT '' NOT NULL,
    "after" TEXT DEFAULT '' NOT NULL,
    rects JSON NOT NULL,
    note TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_cite PRIMARY KEY (id),
    CONSTRAINT fk_cite_evidence_id FOREIGN KEY(evidence_id) REFERENCES evidence (id),
    CONSTRAINT fk_cite_file_id FOREIGN KEY(file_id) REFERENCES file (id)
);

CREATE INDEX ix_cite_evidence_id ON cite (evidence_id);

CREATE INDEX ix_cite_file_id ON cite (file_id);

CREATE TABLE deadline (
    id TEXT NOT NULL,
    stage_id TEXT NOT NULL,
    rule TEXT DEFAULT '' NOT NULL,
    due TEXT DEFAULT '' NOT NULL,
    source TEXT DEFAULT '' NOT NULL,
    note TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_deadline PRIMARY KEY (id),
    CONSTRAINT fk_deadline_stage_id FOREIGN KEY(stage_id) REFERENCES stage_event (id)
);

CREATE INDEX ix_deadline_stage_id ON deadline (stage_id);

CREATE TABLE element (
    id TEXT NOT NULL,
    claim_id TEXT NOT NULL,
    number TEXT DEFAULT '' NOT NULL,
    number_sort TEXT DEFAULT '' NOT NULL,
    text TEXT DEFAULT '' NOT NULL,
    native_text TEXT DEFAULT '' NOT NULL,
    parent_id TEXT,
    burden TEXT DEFAULT '' NOT NULL,
    standard TEXT DEFAULT '' NOT NULL,
    disputed BOOLEAN NOT NULL,
    note TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_element PRIMARY KEY (id),
    CONSTRAINT fk_element_claim_id FOREIGN KEY(claim_id) REFERENCES claim (id),
    CONSTRAINT fk_element_parent_id FOREIGN KEY(parent_id) REFERENCES element (id)
);

CREATE INDEX ix_element_claim_id ON element (claim_id);

CREATE INDEX ix_element_number ON element (number);

CREATE INDEX ix_element_number_sort ON element (number_sort);

CREATE INDEX ix_element_parent_id ON element (parent_id);

CREATE TABLE evidence_file (
    id TEXT NOT NULL,
    evidence_id TEXT NOT NULL,
    file_id TEXT NOT NULL,
    position INTEGER NOT NULL,
    CONSTRAINT pk_evidence_file PRIMARY KEY (id),
    CONSTRAINT uq_evidence_file_evidence_id_file_id UNIQUE (evidence_id, file_id),
    CONSTRAINT fk_evidence_file_evidence_id FOREIGN KEY(evidence_id) REFERENCES evidence (id),
    CONSTRAINT fk_evidence_file_file_id FOREIGN KEY(file_id) REFERENCES file (id)
);

CREATE INDEX ix_evidence_file_evidence_id ON evidence_file (evidence_id);

CREATE INDEX ix_evidence_file_file_id ON evidence_file (file_id);

CREATE TABLE evidence_tag (
    id TEXT NOT NULL,
    evidence_id TEXT NOT NULL,
    tag_id TEXT NOT NULL,
    CONSTRAINT pk_evidence_tag PRIMARY KEY (id),
    CONSTRAINT uq_evidence_tag_evidence_id_tag_id UNIQUE (evidence_id, tag_id),
    CONSTRAINT fk_evidence_tag_evidence_id FOREIGN KEY(evidence_id) REFERENCES evidence (id),
    CONSTRAINT fk_evidence_tag_tag_id FOREIGN KEY(tag_id) REFERENCES tag (id)
);

CREATE INDEX ix_evidence_tag_evidence_id ON evidence_tag (evidence_id);

CREATE INDEX ix_evidence_tag_tag_id ON evidence_tag (tag_id);

CREATE TABLE file_place (
    id TEXT NOT NULL,
    file_id TEXT NOT NULL,
    batch_id TEXT,
    name TEXT DEFAULT '' NOT NULL,
    path TEXT DEFAULT '' NOT NULL,
    modified_at TEXT DEFAULT '' NOT NULL,
    at TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_file_place PRIMARY KEY (id),
    CONSTRAINT uq_file_place_file_id_path UNIQUE (file_id, path),
    CONSTRAINT fk_file_place_file_id FOREIGN KEY(file_id) REFERENCES file (id),
    CONSTRAINT fk_file_place_batch_id FOREIGN KEY(batch_id) REFERENCES batch (id)
);

CREATE INDEX ix_file_place_batch_id ON file_place (batch_id);

CREATE INDEX ix_file_place_file_id ON file_place (file_id);

CREATE TABLE stage_link (
    id TEXT NOT NULL,
    stage_id TEXT NOT NULL,
    evidence_id TEXT NOT NULL,
    status TEXT DEFAULT '' NOT NULL,
    note TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_stage_link PRIMARY KEY (id),
    CONSTRAINT fk_stage_link_stage_id FOREIGN KEY(stage_id) REFERENCES stage_event (id),
    CONSTRAINT fk_stage_link_evidence_id FOREIGN KEY(evidence_id) REFERENCES evidence (id)
);

CREATE INDEX ix_stage_link_evidence_id ON stage_link (evidence_id);

CREATE INDEX ix_stage_link_stage_id ON stage_link (stage_id);

CREATE TABLE fact_element (
    id TEXT NOT NULL,
    fact_id TEXT NOT NULL,
    element_id TEXT NOT NULL,
    CONSTRAINT pk_fact_element PRIMARY KEY (id),
    CONSTRAINT uq_fact_element_fact_id_element_id UNIQUE (fact_id, element_id),
    CONSTRAINT fk_fact_element_fact_id FOREIGN KEY(fact_id) REFERENCES fact (id),
    CONSTRAINT fk_fact_element_element_id FOREIGN KEY(element_id) REFERENCES element (id)
);

CREATE INDEX ix_fact_element_element_id ON fact_element (element_id);

CREATE INDEX ix_fact_element_fact_id ON fact_element (fact_id);

CREATE TABLE proof_link (
    id TEXT NOT NULL,
    evidence_id TEXT NOT NULL,
    element_id TEXT,
    fact_id TEXT,
    stance TEXT DEFAULT '' NOT NULL,
    weight INTEGER NOT NULL,
    purpose TEXT DEFAULT '' NOT NULL,
    objection TEXT DEFAULT '' NOT NULL,
    answer TEXT DEFAULT '' NOT NULL,
    CONSTRAINT pk_proof_link PRIMARY KEY (id),
    CONSTRAINT fk_proof_link_evidence_id FOREIGN KEY(evidence_id) REFERENCES evidence (id),
    CONSTRAINT fk_proof_link_element_id FOREIGN KEY(element_id) REFERENCES element (id),
    CONSTRAINT fk_proof_link_fact_id FOREIGN KEY(fact_id) REFERENCES fact (id)
);

CREATE INDEX ix_proof_link_element_id ON proof_link (element_id);

CREATE INDEX ix_proof_link_evidence_id ON proof_link (evidence_id);

CREATE INDEX ix_proof_link_fact_id ON proof_link (fact_id);

CREATE TABLE link_cite (
    id TEXT NOT NULL,
    link_id TEXT NOT NULL,
    cite_id TEXT NOT NULL,
    CONSTRAINT pk_link_cite PRIMARY KEY (id),
    CONSTRAINT uq_link_cite_link_id_cite_id UNIQUE (link_id, cite_id),
    CONSTRAINT fk_link_cite_link_id FOREIGN KEY(link_id) REFERENCES proof_link (id),
    CONSTRAINT fk_link_cite_cite_id FOREIGN KEY(cite_id) REFERENCES cite (id)
);

CREATE INDEX ix_link_cite_cite_id ON link_cite (cite_id);

CREATE INDEX ix_link_cite_link_id ON link_cite (link_id);
