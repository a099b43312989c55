import type { Scheme } from "#schemas/scheme.ts";
import type { Rest } from "./may-know.ts";
import type { CohortEligibility, ReferralBeside, ReferralLines } from "./referral-beside.ts";
import { fieldsOf, holdingOf, partOf, programmeOf } from "./rests-on.ts";

/** Who reads: what their agency said itself is theirs, and the rest is theirs by what it rests on. */
export type Reader = {
  readonly agencyId: string;
  readonly agencies: Scheme["agencies"];
  readonly mayKnow: (rests: readonly Rest[]) => boolean;
};

/** A referral as far as a reader may know of it who may know that there is one. */
export function referralView(beside: ReferralBeside, reader: Reader): ReferralLines {
  const { agencies, agencyId, mayKnow } = reader;
  const { made, form, answersBy, screening, assessment, programmes, lead, offered, ratifyBy, eligibility } = beside;
  const { urgentReason, ...asked } = form;
  const isOwn = (by: { readonly agencyId: string }) => by.agencyId === agencyId;
  return {
    made: doneIn(made),
    form: { ...asked, ...optional("urgentReason", urgentReason) },
    ...optional("answersBy", answersBy),
    screening: screening
      .filter((one) => isOwn(one) || mayKnow(holdingOf(one.agencyId, agencies)))
      .map(({ answer, note, answeredOn, ...one }) => ({
        ...one,
        ...optional("answer", answer),
        ...optional("note", note),
        ...optional("answeredOn", answeredOn),
      })),
    assessment: assessment
      .filter((one) => isOwn(one) || mayKnow(partOf(one.part, agencies)))
      .map(({ cost, part, finding, sources, ...by }) => ({
        part,
        ...doneIn(by),
        finding,
        sources,
        ...optional("cost", cost),
      })),
    programmes: programmes
      .filter((one) => isOwn(one) || mayKnow(programmeOf(one.programme, agencies)))
      .map(({ programme, isIn, criteria, ...by }) => ({ programme, isIn, criteria, ...doneIn(by) })),
    ...(lead === null || lead === undefined ? {} : { lead: leadIn(lead) }),
    offered: offered.map(doneIn),
    ...optional("ratifyBy", ratifyBy),
    eligibility: eligibility.map((one) => eligibilityIn(one, reader)),
  };
}

/** What rests on something withheld is not shown, and then whether it comes to a yes is not either. */
function eligibilityIn({ cohort, parts }: CohortEligibility, { agencies, mayKnow }: Reader) {
  const seen = parts.map(({ part, holds, says, restsOn }) =>
    mayKnow(fieldsOf(restsOn, agencies)) ? { part, holds, says } : { part, holds: "not-shown" as const },
  );
  const all = new Set(seen.map(({ holds }) => holds));
  if (all.has("not-shown")) {
    return { cohort, parts: seen };
  }
  const least = all.has("cannot-tell") ? ("cannot-tell" as const) : ("yes" as const);
  return { cohort, eligible: all.has("no") ? ("no" as const) : least, parts: seen };
}

function leadIn({ leadAgency, officerAgency, leadOfficer, ...by }: NonNullable<ReferralBeside["lead"]>) {
  return { leadAgency, officerAgency, leadOfficer, ...doneIn(by) };
}

/** Nothing beside who and when, whatever the core keeps with it. */
function doneIn({ agencyId, actor, on }: ReferralBeside["made"]): ReferralBeside["made"] {
  return { agencyId, actor, on };
}

function optional<Name extends string, Value>(name: Name, value: Value | null | undefined) {
  return (value === null || value === undefined ? {} : { [name]: value }) as { readonly [Key in Name]?: Value };
}
