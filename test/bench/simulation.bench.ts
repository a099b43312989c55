import { createHash, randomUUID } from "node:crypto";
import { readDecisions } from "#gateway/decisions/read-decisions.ts";
import { decide } from "#policies/decide.ts";
import { decisionBehind } from "#policies/decided-record.ts";
import { basisText } from "#policies/logged-basis.ts";
import type { LoadedAgreement } from "#policies/policy-set.ts";
import { createSimulation } from "#policies/simulate.ts";
import { FACT_VALUES, PERSON_FACTS } from "#schemas/vocabulary.ts";
import { closeDatabase, openDatabase, type Sql } from "#services/platform/database/database.ts";
import { readDraft, ruleOf } from "../agreement-drafts.ts";
import { startTestServers } from "../servers.ts";
import { type Benchmark, median } from "./figure.ts";
import { NOW, scenarioPolicies, scenarioRecord } from "./policy/scenario.ts";

const DECISIONS = 1_000_000;
const PEOPLE = 1_000;
/** People who differ in what is known of them; the others are as one of these. */
const KINDS = 300;
const DAYS = 30;
const ROUNDS = 3;
/** Of each agency, reading by turns. */
const OFFICERS = 40;
const PURPOSE = "iom-case-management";

/**
 * A month of decisions decided again under a draft, out of the database that keeps them. Every basis comes of a decision by the
 * engine, on invented people, for every role of the demonstration's agreement that the purpose is open to.
 */
export const benchmark: Benchmark = async (print) => {
  await using servers = await startTestServers({ migrations: ["ledger", "core", "gateway"] });
  const owner = openDatabase({ url: servers.ownerUrl, applicationName: "bench", maxConnections: 1 });
  const gateway = openDatabase({
    url: servers.databaseUrlFor("hub_gateway"),
    applicationName: "bench",
    maxConnections: 1,
  });
  try {
    const bases = await seed(owner);
    const [before, after] = versions();
    const times = { read: [] as number[], simulate: [] as number[], cpu: [] as number[] };
    let [decisions, changed] = [0, 0];
    for (let round = 0; round < ROUNDS; round += 1) {
      const simulation = createSimulation(before, after, NOW.getTime());
      const startedAt = performance.now();
      const cpuBefore = process.cpuUsage();
      let replayMs = 0;
      for await (const { basis, people, askers, times: made } of readDecisions(gateway, period())) {
        const replayedAt = performance.now();
        simulation.addAll(basis, { people, askers, times: made });
        replayMs += performance.now() - replayedAt;
      }
      const report = simulation.report();
      const { user, system } = process.cpuUsage(cpuBefore);
      times.cpu.push((user + system) / 1_000_000);
      times.simulate.push((performance.now() - startedAt) / 1_000);
      times.read.push((performance.now() - startedAt - replayMs) / 1_000);
      ({ decisions, changed } = report);
    }
    if (decisions !== DECISIONS || changed === 0 || changed === DECISIONS) {
      throw new Error(`the simulation saw ${decisions} decisions and ${changed} changes`);
    }
    const seconds = { unit: "s", better: "lower", n: ROUNDS } as const;
    print({
      figure: "1,000,000 logged decisions, read and decided again",
      value: round2(median(times.simulate)),
      ...seconds,
    });
    print({ figure: "node CPU of it, whatever else the machine does", value: round2(median(times.cpu)), ...seconds });
    print({ figure: "of which reading the log", value: round2(median(times.read)), ...seconds });
    print({ figure: "distinct bases", value: bases, unit: "bases", better: "lower", n: DECISIONS });
    print({
      figure: "log, a decision with its indexes",
      value: await bytesADecision(owner),
      unit: "bytes",
      better: "lower",
      n: DECISIONS,
    });
    print({ figure: "decisions that would change", value: changed, unit: "decisions", better: "lower", n: DECISIONS });
  } finally {
    await closeDatabase(gateway);
    await closeDatabase(owner);
  }
};

function versions() {
  const [before, after] = [readDraft("agreements/solent-iom.isa.yaml"), readDraft("agreements/solent-iom.isa.yaml")];
  // The first permit of the agreement then holds only for people who are active.
  ruleOf(after, "P01").when = { fact: "lifecycle-state", is: ["active"] };
  return [before, after];
}

function period() {
  const until = new Date(NOW.getTime() + 1);
  return { agreementId: "solent-iom", since: new Date(NOW.getTime() - DAYS * 86_400_000), until };
}

type Kind = { readonly digest: string; readonly basis: string; readonly party: string; readonly role: string };

/** Fills the log in the database itself; resolves to how many bases there are. */
async function seed(owner: Sql): Promise<number> {
  const kinds = [...new Map(everyKind().map((kind) => [kind.digest, kind])).values()];
  await owner`
    insert into gateway.decision_basis (digest, basis, given, originators)
    select decode(digest, 'hex'), basis, '{}', '{}'
    from jsonb_to_recordset(${JSON.stringify(kinds.map(({ digest, basis }) => ({ digest, basis: JSON.parse(basis) })))}::text::jsonb)
      as kind (digest text, basis jsonb)`;
  const people = Array.from({ length: PEOPLE }, () => randomUUID());
  await owner`
    create temporary table kind as
    select row_number() over () - 1 as n, decode(digest, 'hex') as digest, party, role
    from jsonb_to_recordset(${JSON.stringify(kinds.map(({ digest, party, role }) => ({ digest, party, role })))}::text::jsonb)
      as kind (digest text, party text, role text)`;
  await owner`
    create temporary table person as
    select place - 1 as n, id from unnest(${people}::uuid[]) with ordinality as person (id, place)`;
  // A fixed stride through kinds and people, so that every run counts the same.
  await owner`
    insert into gateway.decision
      (receipt_id, person_id, at, agreement_id, version, party, role, purpose, outlet, basis, asker)
    select gen_random_uuid(), person.id, ${NOW}::timestamptz - make_interval(secs => (serial % ${DAYS * 86_400})::integer),
      'solent-iom', 1, kind.party, kind.role, ${PURPOSE}, 'people.read', kind.digest,
      gateway.asker_of(kind.party, 'officer-' || serial % ${OFFICERS})
    from generate_series(1, ${DECISIONS}::integer) as made (serial)
      join kind on kind.n = (serial::bigint * 7919) % ${kinds.length}
      join person on person.n = (serial::bigint * 104729 + serial / 1000) % ${PEOPLE}`;
  await owner`analyze gateway.decision`;
  return kinds.length;
}

/** What each kind of person comes to for each role of each party. */
function everyKind(): readonly Kind[] {
  const policies = scenarioPolicies();
  const [agreement] = policies.agreements;
  return Array.from({ length: KINDS }, (_, serial) => recordOf(serial)).flatMap((record) =>
    callersOf(agreement).flatMap(({ party, role }) => {
      const request = { ...CALL, party, role, actorEmail: `${role}@${party}.example` };
      const decision = decide(request, record, policies);
      const permit = decision.outcome === "permit" ? decision : decisionBehind(decision);
      if (permit === undefined) return [];
      const basis = basisText(permit);
      return [{ digest: createHash("sha256").update(basis).digest("hex"), basis, party, role }];
    }),
  );
}

const CALL = {
  now: NOW,
  actor: "a-01",
  agreementId: "solent-iom",
  purpose: PURPOSE,
  outlet: "people.read",
  fields: null,
};

function callersOf(agreement: LoadedAgreement | undefined) {
  return [...(agreement?.parties.values() ?? [])].flatMap(({ id, roles }) =>
    roles.filter((role) => role !== "dpo").map((role) => ({ party: id, role })),
  );
}

/** A record of which some fields are not held, of a person of whom something else is known than of the next. */
function recordOf(serial: number) {
  const record = scenarioRecord(serial + 1);
  const fields = Object.entries(record.values).filter((_, at) => (at + serial) % 5 !== 0 || at % 7 === serial % 7);
  const facts = PERSON_FACTS.map((fact, at) => {
    const values = FACT_VALUES[fact];
    const value = values[(serial >> (at % 5)) % values.length] ?? "unknown";
    return [fact, { steps: [{ from: null, value }], readAt: NOW.toISOString() }];
  });
  return { ...record, values: Object.fromEntries(fields), facts: Object.fromEntries(facts) };
}

async function bytesADecision(owner: Sql): Promise<number> {
  const [row] = await owner<{ bytes: number }[]>`
    select pg_total_relation_size('gateway.decision')::float8 / ${DECISIONS}::float8 as bytes`;
  return Math.round(row?.bytes ?? Number.NaN);
}

function round2(value: number): number {
  return Math.round(value * 100) / 100;
}
