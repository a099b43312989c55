import { londonDay } from "../../record/apply/london-day.ts";
import { daysBetween } from "../london-window.ts";
import type { Source } from "../rag-evidence.ts";
import { isConsented } from "./consented.ts";
import { type Cited, cite, citeAbsence, type Question, type RuleHit } from "./rule-hit.ts";

/** Kinds of accommodation that are nobody's address. */
const NO_ADDRESS: ReadonlySet<string> = new Set(["noFixedAbode", "rough", "sofa"]);

/** R10: no fixed abode, or a notice. One whose expiry was not sent counts from its service for as long as it stands. */
export function housingAtRisk({ evidence, settings, today }: Question): readonly RuleHit[] {
  const { accommodation, notice } = evidence;
  const homeless =
    accommodation !== null && NO_ADDRESS.has(accommodation.type)
      ? [amber("R10", "No fixed abode.", cite("R10", "housing.accommodationType", accommodation.from))]
      : [];
  const isNear =
    notice !== null &&
    notice.date <= today &&
    (notice.expiry === null || daysBetween(today, notice.expiry) <= settings.windowDays.R10);
  const served = isNear
    ? [amber("R10", noticeText(notice.expiry), cite("R10", "housing.noticeServed", notice.from))]
    : [];
  return [...homeless, ...served];
}

function noticeText(expiry: string | null): string {
  return expiry === null ? "A notice has been served." : `A notice expires on ${expiry}.`;
}

/** R11: released from custody lately. */
export function releasedLately({ evidence, window }: Question): readonly RuleHit[] {
  const { release } = evidence;
  const within = window("R11");
  return release !== null && within.covers(release.at)
    ? [
        {
          ...amber("R11", `Released on ${londonDay(release.at)}.`, cite("R11", "custody.releaseReason", release.from)),
          endsOn: within.endsOn(release.at),
        },
      ]
    : [];
}

type Expected = {
  readonly agencyId: string;
  readonly as: string;
  readonly since: string | null;
  readonly cited: readonly Cited[];
};

/** R12: an agency that is expected to send has sent nothing of the person for too long. */
export function nothingSent(question: Question): readonly RuleHit[] {
  const { evidence, settings, today } = question;
  return expectedToSend(question).flatMap(({ agencyId, as, since, cited }) => {
    const last = evidence.heard.find((one) => one.agencyId === agencyId);
    const from = last === undefined ? since : londonDay(last.at);
    if (from !== null && daysBetween(from, today) <= settings.windowDays.R12) {
      return [];
    }
    const text = last === undefined ? `Nothing yet from ${as}.` : `Nothing from ${as} since ${from}.`;
    return [{ ruleId: "R12", suggests: "amber", text, evidence: cited, endsOn: null }];
  });
}

function expectedToSend(question: Question): readonly Expected[] {
  return [...leadAgency(question), ...supervisingProbation(question), ...monitoring(question)];
}

/** That a drug service leads tells of treatment, and so needs the same consent. */
function leadAgency(question: Question): readonly Expected[] {
  const { evidence, settings } = question;
  const { leadAgencyId, registeredBy, registeredOn } = evidence.standing;
  const type = settings.agencies.find(({ agencyId }) => agencyId === leadAgencyId)?.agencyType;
  if (leadAgencyId === null || registeredBy === null || type === undefined || type === "iom-team") {
    return [];
  }
  const registered = cite("R12", "iom.registeredOn", registeredBy);
  if (type !== "drug-services") {
    return [{ agencyId: leadAgencyId, as: "the lead agency", since: registeredOn, cited: [registered] }];
  }
  return isConsented(question, "treatment.inTreatment", leadAgencyId)
    ? [
        {
          agencyId: leadAgencyId,
          as: "the lead agency",
          since: registeredOn,
          cited: [
            registered,
            cite("R12", "treatment.inTreatment", { agencyId: leadAgencyId, eventId: registeredBy.eventId }),
          ],
        },
      ]
    : [];
}

function supervisingProbation({ evidence, today }: Question): readonly Expected[] {
  const { sentence, inCustody, standing } = evidence;
  const supervises = sentence !== null && !inCustody && (sentence.until === null || sentence.until >= today);
  return supervises && sentence.from.agencyId !== standing.leadAgencyId
    ? [expects(sentence.from, "probation", cite("R12", "probation.sentence", sentence.from))]
    : [];
}

/** Until the tag comes off, which is a reason of its own. */
function monitoring({ evidence, today }: Question): readonly Expected[] {
  const { tagOrder, tagRemovals } = evidence;
  const runs = tagOrder !== null && tagOrder.start <= today && today <= tagOrder.end;
  const isOff = tagRemovals.some(({ order }) => order.eventId === tagOrder?.from.eventId);
  return runs && !isOff
    ? [expects(tagOrder.from, "electronic monitoring", cite("R12", "tag.tagOrder", tagOrder.from))]
    : [];
}

function expects({ agencyId }: Source, as: string, cited: Cited): Expected {
  return { agencyId, as, since: null, cited: [cited] };
}

/** R13: registered and not assessed. */
export function notAssessed({ evidence, settings }: Question): readonly RuleHit[] {
  const { assessedAt, registeredBy } = evidence.standing;
  if (assessedAt !== null) {
    return [];
  }
  const cited =
    registeredBy === null
      ? citeAbsence("R13", "iom.registeredOn", settings)
      : [cite("R13", "iom.registeredOn", registeredBy)];
  return [{ ruleId: "R13", suggests: "red", text: "Registered and not yet assessed.", evidence: cited, endsOn: null }];
}

function amber(ruleId: "R10" | "R11", text: string, cited: Cited): RuleHit {
  return { ruleId, suggests: "amber", text, evidence: [cited], endsOn: null };
}
