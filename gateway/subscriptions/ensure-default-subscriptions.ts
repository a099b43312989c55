import { decideGate } from "#policies/decide.ts";
import type { Scheme } from "#schemas/scheme.ts";
import type { Purpose } from "#schemas/vocabulary.ts";
import { atOneMoment } from "../disclosure/decide-and-project.ts";
import { preparePseudonyms } from "../pseudonyms/prepare-pseudonyms.ts";
import type { PushDependencies } from "../push/push-dependencies.ts";
import { putSubscription } from "./put-subscription.ts";
import { findSubscription } from "./subscription-store.ts";

const NAME = "default";
const PURPOSE: Purpose = "iom-case-management";

/**
 * Gives each agency of the scheme one subscription to all registered people, where an agreement lets it have any. One that is
 * there stays as it is.
 */
export async function ensureDefaultSubscriptions(
  starting: PushDependencies & { readonly scheme: Scheme },
): Promise<void> {
  const dependencies = atOneMoment(starting);
  const { sql, engine, clock, scheme } = dependencies;
  for (const { agencyId } of scheme.agencies) {
    const request = {
      now: clock.now(),
      party: agencyId,
      actor: `subscription:${NAME}`,
      actorEmail: null,
      role: null,
      agreementId: null,
      purpose: PURPOSE,
      outlet: "updates",
      fields: null,
    };
    const terms = decideGate(request, engine.policies());
    if (terms.outcome === "chosen" && (await findSubscription(sql, agencyId, NAME)) === null) {
      await preparePseudonyms(engine, request);
      const wanted = { name: NAME, scope: { kind: "all-registered" }, mode: "projected", ifMatch: null } as const;
      await sql.begin((tx) => putSubscription(tx, dependencies, { ...wanted, request, terms }));
    }
  }
}
