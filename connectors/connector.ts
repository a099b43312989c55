import type { AgencyEvent, PersonReference } from "#schemas/agency-event.ts";
import type { AgencyType } from "#schemas/vocabulary.ts";

/**
 * Row errors common to every file connector (handbook 4.7) and those of the crime CSV (4.1 and tag-hits 4.1). The hub
 * adds UNKNOWN_FEED, for a file whose name belongs to no feed.
 */
export type RowErrorCode =
  | "INVALID_COLUMN_COUNT"
  | "MISSING_REQUIRED_FIELD"
  | "INVALID_DATE"
  | "DATE_ORDER"
  | "INVALID_IDENTIFIER_FORMAT"
  | "INVALID_CHECK_LETTER"
  | "UNKNOWN_CODE"
  | "OUT_OF_RANGE"
  | "MALFORMED_RECORD"
  | "DUPLICATE_RECORD"
  | "UNKNOWN_REFERENCE"
  | "CONSENT_MISSING"
  | "REFERRER_NOT_PERMITTED"
  | "FILE_TOO_LARGE"
  | "INVALID_ENCODING"
  | "INVALID_HEADER"
  | "XML_NOT_ACCEPTED"
  | "INVALID_CRIME_TYPE"
  | "MISSING_BATCH_ID"
  | "INVALID_BATCH_ID_FORMAT"
  | "INVALID_BATCH_ID_DATE"
  | "MISSING_CRIME_REFERENCE"
  | "INVALID_FROM_DATE_FORMAT"
  | "INVALID_TO_DATE_FORMAT"
  | "CRIME_DATE_TIME_TO_AFTER_FROM"
  | "CRIME_DATE_TIME_EXCEEDS_WINDOW"
  | "INVALID_NUMBER"
  | "INVALID_TEXT"
  | "MISSING_LOCATION_DATA"
  | "DEPENDENT_LOCATION_DATA"
  | "MULTIPLE_LOCATION_DATA_TYPES"
  | "INVALID_LOCATION_DATA_RANGE"
  | "INVALID_POLICE_FORCE"
  | "MULTIPLE_POLICE_FORCES"
  | "MULTIPLE_BATCH_IDS"
  | "INVALID_ATTACHMENT"
  | "ALL_RECORDS_FAILED"
  | "LOCAL_TIME_MISSING"
  | "LOCAL_TIME_REPEATED"
  | "LOOKS_LIKE_LOCAL_TIME"
  | "LOCATION_PAIRS_DISAGREE"
  | "LOCATION_ZERO"
  | "LOCATION_SWAPPED"
  | "LOCATION_TRUNCATED"
  | "LOCATION_OUTSIDE_FORCE"
  | "DEVICE_IN_USE"
  | "UNKNOWN_FEED";

/** One thing wrong with one row, in words for the sending agency. Names the field, never its value unless it is a code. */
export type RowProblem = {
  readonly code: RowErrorCode;
  /** An error rejects the row; a warning lets it in, marked. */
  readonly kind: "error" | "warning";
  readonly why: string;
  readonly requiredAction: string;
};

/** What one row of a feed becomes. Any `error` among the problems means no events. */
export type Translation = {
  readonly events: readonly AgencyEvent[];
  readonly problems: readonly RowProblem[];
  /** Key of the row as the agency knows it, shown in the error file: a crime reference, a case id. */
  readonly recordRef: string | null;
  /** References that this row introduces for later rows and files, e.g. a client id or a device. */
  readonly introduces?: readonly KnownReference[];
  /** What this row adds to the events of the file as a whole; see `summarise`. */
  readonly gathered?: unknown;
};

/** A file once all its rows have been read. */
export type GatheredFile = {
  /** Of the rows without an error, in order. */
  readonly gathered: readonly unknown[];
  readonly rows: number;
  readonly rejected: number;
};

/** A record that a feed has introduced; `detail` is what later rows need of it. */
export type KnownReference = {
  readonly kind: string;
  readonly ref: string;
  readonly detail?: Readonly<Record<string, unknown>>;
};

/** What a translator may know besides its row. Pure: everything it needs has been fetched before. */
export type FeedContext = {
  readonly agencyId: string;
  readonly agencyType: AgencyType;
  readonly feedName: string;
  readonly fileName: string;
  readonly now: Date;
  /** Two-digit years above this are 19xx (linkage design 2.2). */
  readonly referenceYear: number;
  /** True only in demonstration and tests: QQ National Insurance numbers are accepted. */
  readonly acceptTestIdentifiers: boolean;
  /** References introduced earlier, by this or an earlier file of the same agency. */
  readonly find: (kind: string, ref: string) => KnownReference | null;
  /** Rows seen earlier in this same file, for DUPLICATE_RECORD: returns the digest noted for the key, then notes this one. */
  readonly noteInFile: (key: string, digest: string) => string | null;
  /** Builds the envelope with an id that is the same whenever the same row is sent again. */
  readonly event: (parts: EventParts) => AgencyEvent;
};

export type EventParts = {
  /** `<agencyType>.<entity>.<verb>` */
  readonly type: string;
  /** RFC 3339 UTC instant at which it happened. */
  readonly time: string;
  readonly recordedTime?: string;
  readonly sourceRecordRef: string;
  readonly person: PersonReference | null;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly dataSubjectCategory?: AgencyEvent["data"]["dataSubjectCategory"];
  readonly assertion?: "fact" | "assessment";
};

/** An XML element without namespaces; only elements of a record are ever built. */
export type XmlElement = {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  readonly text: string;
};

type FeedBase = {
  /** Kebab-case, e.g. `rms-extract`. */
  readonly name: string;
  /** Matched against the file name. */
  readonly fileName: RegExp;
  /** Files that lie in a folder together are read in this order, so that references resolve. */
  readonly order: number;
  /**
   * True where each file says how its records stand, all of each record together, so that what the last one says holds
   * even where an earlier one said it before. A feed of things that happened has none: there, the same again is a repeat.
   */
  readonly restates?: true;
  /**
   * Makes the events that stand for several rows, after the last row. An error here rejects the file as a whole; such a
   * feed publishes nothing before.
   */
  readonly summarise?: (
    file: GatheredFile,
    context: FeedContext,
  ) => { readonly events: readonly AgencyEvent[]; readonly problems: readonly RowProblem[] };
};

export type Translate<Row> = (row: Row, context: FeedContext) => Translation;

/** How a file is cut into rows and what each row means. */
export type Feed =
  | (FeedBase & {
      readonly format: "csv-with-header";
      readonly header: readonly string[];
      readonly translate: Translate<Readonly<Record<string, string>>>;
    })
  | (FeedBase & {
      readonly format: "csv-without-header";
      readonly translate: Translate<readonly string[]>;
      /** True of a header that some senders put in the first line; it is passed over. */
      readonly isHeader?: (cells: readonly string[]) => boolean;
    })
  | (FeedBase & {
      readonly format: "json-array";
      readonly translate: Translate<unknown>;
      /**
       * URL of the detail this row needs, if any. It is fetched before the row is translated, from allow-listed hosts
       * only, and found under the reference kind `detail-response`.
       */
      readonly detailUrl?: (row: unknown) => string | null;
      /** What a row means whose detail cannot be had; without it the row is rejected with that problem. */
      readonly withoutDetail?: (row: unknown, problem: RowProblem, context: FeedContext) => Translation;
    })
  | (FeedBase & { readonly format: "ndjson"; readonly translate: Translate<unknown> })
  | (FeedBase & { readonly format: "xml"; readonly recordElement: string; readonly translate: Translate<XmlElement> });

/** One agency type: its feeds, each a pure translator. */
export type Connector = { readonly agencyType: AgencyType; readonly feeds: readonly Feed[] };
