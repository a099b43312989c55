import type { Officer } from "#schemas/scheme.ts";
import { firstOfficers } from "./outlets-of-people.ts";
import { leaksIn, type Probe } from "./probe.ts";

const AUDIT = "dpo-audit";
const PATH = "/v1/audit/disclosures";

type Listed = {
  readonly disclosures?: readonly { readonly receipt: { readonly id: string } }[];
  readonly cursor?: string | null;
};

/**
 * Everything that was disclosed so far, listed and explained to every data protection officer: names of fields, rules and clauses,
 * and of nobody's data one token; to everybody else nothing at all.
 */
export async function sweepDisclosures(probe: Probe): Promise<readonly string[]> {
  const problems: string[] = [];
  let total = 0;
  for (const officer of officersOf(probe, "dpo")) {
    const listed = await get(probe, officer, `${PATH}?limit=200`);
    const found = (listed.body as Listed).disclosures ?? [];
    total += found.length;
    problems.push(...(listed.status === 200 ? [] : [`the list to ${officer.agencyId}: answered ${listed.status}`]));
    problems.push(...listed.leaks);
    for (const { receipt } of found.slice(0, 20)) {
      const one = await get(probe, officer, `${PATH}/${receipt.id}`);
      problems.push(...(one.status === 200 ? [] : [`a disclosure to ${officer.agencyId}: answered ${one.status}`]));
      problems.push(...one.leaks);
    }
  }
  for (const officer of firstOfficers(probe).filter(({ role }) => role !== "dpo")) {
    const { status, leaks } = await get(probe, officer, PATH);
    problems.push(...(status === 403 ? [] : [`the list to ${officer.actor}: answered ${status}`]), ...leaks);
  }
  return total > 0 ? problems : [...problems, "nothing was ever disclosed"];
}

/** Each officer asks for what the others were given: a receipt of theirs is as unknown as none, unless its own data was in it. */
export async function sweepDisclosuresOfOthers(probe: Probe): Promise<readonly string[]> {
  const problems: string[] = [];
  const officers = officersOf(probe, "dpo");
  const own = new Map<string, ReadonlySet<string>>();
  for (const officer of officers) {
    const { body } = await get(probe, officer, `${PATH}?limit=200`);
    own.set(officer.agencyId, new Set(((body as Listed).disclosures ?? []).map(({ receipt }) => receipt.id)));
  }
  for (const officer of officers) {
    const seen = own.get(officer.agencyId) ?? new Set();
    const others = [...own.values()].flatMap((ids) => [...ids].filter((id) => !seen.has(id)).slice(0, 5));
    for (const id of others) {
      const { status, leaks } = await get(probe, officer, `${PATH}/${id}`);
      // Older than its first page, its own may be among them.
      problems.push(...(status === 404 || status === 200 ? [] : [`${officer.agencyId}: answered ${status}`]), ...leaks);
    }
  }
  return problems;
}

/** An invented person is about nobody, so nobody's data may come of it. */
export async function sweepExplanations(probe: Probe): Promise<readonly string[]> {
  const problems: string[] = [];
  const body = { party: "solent-probation", purpose: "iom-case-management", facts: { "lifecycle-state": "active" } };
  for (const officer of officersOf(probe, "dpo")) {
    const { agencyId, actor } = officer;
    probe.hub.take();
    const answer = await probe.hub
      .client(agencyId)
      .call("POST", "/v1/agreements/solent-iom/explanations", { actor, purpose: AUDIT, body });
    const leaks = leaksIn(probe, probe.hub.take());
    problems.push(...(answer.status === 200 ? [] : [`answered ${answer.status}`]), ...leaks);
  }
  return problems;
}

function officersOf({ hub }: Probe, role: string): readonly Officer[] {
  return hub.stage.hub.scheme.officers.filter((officer) => officer.role === role);
}

async function get(probe: Probe, { agencyId, actor }: Officer, path: string) {
  probe.hub.take();
  const { status, body } = await probe.hub.client(agencyId).call("GET", path, { actor, purpose: AUDIT });
  const leaks = leaksIn(probe, probe.hub.take()).map((leak) => `${path} to ${agencyId}: ${leak}`);
  return { status, body, leaks };
}
