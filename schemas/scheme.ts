import type { CaseworkSettings } from "./casework-settings.ts";
import type { RagSchemeSettings } from "./rag-settings.ts";
import type { AgencyType } from "./vocabulary.ts";

/** An officer of an agency: `actor` is what Hub-Actor carries, `email` is matched against exclusion lists. */
export type Officer = {
  readonly agencyId: string;
  readonly actor: string;
  readonly role: string;
  readonly email: string;
};

/** What calls are counted as: looking at one thing, looking through many, and changing something. */
export const CALL_CLASSES = ["reads", "searches", "writes"] as const;
export type CallClass = (typeof CALL_CLASSES)[number];

export type SchemeAgency = {
  readonly agencyId: string;
  readonly agencyType: AgencyType;
  readonly label: string;
  /** Hosts from which an event's `detailUrl` of this agency may be fetched; none by default. */
  readonly detailHosts?: readonly string[];
  /** How many calls of a class it may make a minute; the hub's own limit where none is given. */
  readonly callsPerMinute?: Readonly<Partial<Record<CallClass, number>>>;
};

/** One IOM area: who takes part. Read from the file that HUB_SCHEME names. */
export type Scheme = {
  readonly schemeId: string;
  readonly title: string;
  readonly agencies: readonly SchemeAgency[];
  readonly officers: readonly Officer[];
  /** agencyTypes, first wins, when several agencies give a value of the same field at the same form. */
  readonly precedence: readonly AgencyType[];
  /** How it works with cases; the usual way where the file says nothing. */
  readonly casework?: CaseworkSettings;
  /** How it rates people; as the handbook has it where the file says nothing. */
  readonly rag?: RagSchemeSettings;
};
