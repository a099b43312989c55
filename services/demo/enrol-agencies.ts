import { type Enrolment, registerAgencyKey } from "#gateway/caller/agency-keys.ts";
import type { Scheme } from "#schemas/scheme.ts";
import type { Sql } from "#services/platform/database/database.ts";
import type { Clock } from "#services/platform/environment/clock.ts";
import { type DemoAgency, loadOrMakeAgencies, publicHalf } from "./demo-agencies.ts";

const KEY_LIFETIME_MS = 13 * 30 * 86_400_000;
/** Made-up keys are valid a little before now, so that a test clock may start earlier than the machine's. */
const BACKDATED_MS = 86_400_000;

export type EnrolDependencies = {
  readonly sql: Sql;
  readonly clock: Clock;
  readonly scheme: Scheme;
  readonly dataDirectory: string;
};

/** Gives every agency and officer of the scheme a key and enters it in the hub's register; enrolling again changes nothing. */
export async function enrolAgencies(dependencies: EnrolDependencies): Promise<readonly DemoAgency[]> {
  const agencies = await loadOrMakeAgencies(dependencies.dataDirectory, dependencies.scheme);
  for (const agency of agencies) {
    await enrol(dependencies, { agencyId: agency.agencyId, use: "request" }, agency);
    for (const officer of agency.officers) {
      await enrol(dependencies, { agencyId: agency.agencyId, use: "officer", actor: officer.actor }, officer);
    }
  }
  return agencies;
}

async function enrol(
  { sql, clock }: EnrolDependencies,
  holding: Pick<Enrolment, "agencyId" | "use" | "actor">,
  holder: Pick<DemoAgency, "privateJwk">,
): Promise<void> {
  const now = clock.now().getTime();
  await registerAgencyKey(sql, {
    ...holding,
    publicJwk: publicHalf(holder.privateJwk),
    notBefore: new Date(now - BACKDATED_MS),
    notAfter: new Date(now + KEY_LIFETIME_MS),
  });
}
