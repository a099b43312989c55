import type { AgencyClient } from "#gateway/client/agency-client.ts";
import { issueErasureNotices } from "#gateway/erasure/issue-erasure-notices.ts";
import { destroyPseudonymKeys } from "#gateway/pseudonyms/pseudonym-keys.ts";
import { closeDatabase, openDatabase, type Sql, type Transaction } from "#services/platform/database/database.ts";
import { readDraft } from "./agreement-drafts.ts";
import { type GatewayAtWork, held, NOW, startGatewayAtWork } from "./gateway-at-work.ts";

const DAY_MS = 86_400_000;
const PURPOSE = "iom-case-management";

export const AUDIT = "dpo-audit";
/** A day so many days after the tests' own. */
export const later = (days: number) => new Date(NOW.getTime() + days * DAY_MS);
/** The agreement under which everything is given. */
export const agreement = readDraft("agreements/solent-iom.isa.yaml");

const DPO: Readonly<Record<string, string>> = {
  "solent-probation": "dpo-probation",
  "solent-housing": "dpo-housing",
  "hampshire-police": "dpo-police",
  "iom-team": "dpo-iom",
  "solent-drug-services": "dpo-drugs",
};

export const consent = {
  consentId: "CN-1",
  takenBy: "solent-drug-services",
  state: "given" as const,
  fields: ["treatment.engagement"],
  recipients: ["solent-probation"],
  purposes: [PURPOSE],
  validFrom: "2026-06-08T00:00:00Z",
  expiresAt: null,
  withdrawnAt: null,
};

/** A made-up person of whom probation is given something by three others. */
export const dana = {
  values: {
    "police.pncId": held("hampshire-police", "2010/9999999X"),
    "iom.ragStatus": held("iom-team", "amber"),
    "treatment.engagement": held("solent-drug-services", "good"),
    "probation.roshLevel": held("solent-probation", "high"),
  },
  consents: [consent],
};

export type Notice = Readonly<Record<string, unknown>> & { readonly id: string };
type Answer = ReturnType<AgencyClient["call"]>;
type Who = { readonly actor: string; readonly purpose: string };

/** The gateway, somebody of whom something was given, and what is to be erased of it. */
export type ErasuresAtWork = AsyncDisposable & {
  readonly hub: GatewayAtWork;
  /** As the gateway itself signs in, so that what it may do in the database is tried as well. */
  readonly sql: Sql;
  /** Forgets all of that and adds a person; every version ends only once, so each test has its own. */
  readonly begin: () => Promise<{ readonly person: string; readonly version: number }>;
  readonly read: (agencyId: string, actor: string, personId: string, purpose?: string) => Answer;
  readonly inGateway: (work: (tx: Transaction) => Promise<unknown>) => Promise<void>;
  /** What the end of an agreement does, at the hub's time unless said otherwise. */
  readonly terminate: (now?: Date) => Promise<void>;
  readonly list: (agencyId: string, query?: string, who?: Who) => Answer;
  readonly noticesOf: (agencyId: string) => Promise<readonly Notice[]>;
  readonly answer: (agencyId: string, id: string, body: object, who?: Who) => Answer;
  /** The newest entries of the log of one kind, with their closed detail. */
  readonly entriesOf: (kind: string) => Promise<readonly Readonly<Record<string, unknown>>[]>;
};

export async function startErasures(): Promise<ErasuresAtWork> {
  const hub = await startGatewayAtWork();
  const url = hub.servers.databaseUrlFor("hub_gateway");
  const sql = openDatabase({ url, applicationName: "test", maxConnections: 2 });
  let version = 0;
  const dpoOf = (agencyId: string) => ({ actor: DPO[agencyId] ?? "", purpose: AUDIT });
  const list: ErasuresAtWork["list"] = (agencyId, query = "", who = dpoOf(agencyId)) =>
    hub.client(agencyId).call("GET", `/v1/erasure-notices${query}`, who);
  const inGateway: ErasuresAtWork["inGateway"] = async (work) => {
    await sql.begin(async (tx) => {
      await work(tx);
    });
  };
  return {
    hub,
    sql,
    begin: async () => {
      version += 1;
      hub.clock.set(NOW);
      await hub.owner`delete from gateway.erasure_item`;
      await hub.owner`delete from gateway.erasure_notice`;
      await hub.owner`delete from gateway.disclosed`;
      return { person: await hub.addPerson(dana), version };
    },
    read: async (agencyId, actor, personId, purpose = PURPOSE) =>
      hub.client(agencyId).call("GET", `/v1/people/${await hub.idFor(agencyId, personId)}`, { actor, purpose }),
    inGateway,
    terminate: (now = hub.clock.now()) =>
      inGateway(async (tx) => {
        await issueErasureNotices(tx, { agreement: { ...agreement, version }, reason: "terminated", now });
        await destroyPseudonymKeys(tx, agreement.id);
      }),
    list,
    noticesOf: async (agencyId) => ((await list(agencyId)).body as { notices: readonly Notice[] }).notices,
    answer: (agencyId, id, body, who = dpoOf(agencyId)) =>
      hub.client(agencyId).call("POST", `/v1/erasure-notices/${id}/answer`, { ...who, body }),
    entriesOf: (kind) => entriesOf(hub.owner, kind),
    [Symbol.asyncDispose]: async () => {
      await closeDatabase(sql);
      await hub[Symbol.asyncDispose]();
    },
  };
}

async function entriesOf(owner: Sql, kind: string) {
  const rows = await owner<{ entry: Buffer; detail: Buffer }[]>`
    select entry, detail from ledger.entry join ledger.entry_secret using (receipt_id) order by arrival desc limit 20`;
  const entries = rows.map(({ entry, detail }) => ({
    ...JSON.parse(entry.toString("utf8")),
    detail: JSON.parse(detail.toString("utf8")),
  }));
  return entries.filter((entry) => entry.kind === kind);
}
