import { type ReadEvent, readOf, sourceOf } from "./workings.ts";

/** What housing, the prison and electronic monitoring say. */
export const circumstancesEvidence: Readonly<Record<string, ReadEvent>> = {
  ...readOf("housing.tenancy.started", (workings, { accommodationType: type }, event) => {
    workings.accommodation = { type, from: sourceOf(event) };
  }),
  ...readOf("housing.tenancy.ended", (workings) => {
    workings.accommodation = null;
    workings.stable = null;
    workings.notice = null;
  }),
  ...readOf("housing.accommodation.changed", (workings, said, event) => {
    const from = sourceOf(event);
    workings.accommodation = { type: said.accommodationType, from };
    workings.stable = { stable: said.accommodationStable.stable, from };
    const { notice } = said;
    workings.notice = notice === undefined ? null : { date: notice.date, expiry: notice.expiry ?? null, from };
  }),
  ...readOf("housing.notice.served", (workings, { date, expiry = null }, event) => {
    workings.notice = { date, expiry, from: sourceOf(event) };
  }),
  ...readOf("housing.duty-to-refer.received", (workings, { accommodationNow }, event) => {
    if (accommodationNow !== undefined) {
      workings.accommodation = { type: accommodationNow, from: sourceOf(event) };
    }
  }),
  ...readOf("prison.custody.received", (workings, { reason }) => {
    workings.inCustody = true;
    workings.release = reason === "ADMISSION" ? null : workings.release;
  }),
  ...readOf("prison.custody.released", (workings, { reason, currentPrisonStatus }, event) => {
    // Only this is a release (handbook 4.6): the prison sends the same event for a day at court.
    if (reason === "RELEASED" && currentPrisonStatus === "NOT_UNDER_PRISON_CARE") {
      workings.inCustody = false;
      workings.release = { at: event.time, from: sourceOf(event) };
    }
  }),
  ...readOf("electronic-monitoring.tag.fitted", (workings, { emsId, orderStart, orderEnd }, event) => {
    workings.tagOrder = { emsId, start: orderStart, end: orderEnd, from: sourceOf(event) };
  }),
  ...readOf("electronic-monitoring.tag.removed", ({ tagOrder, tagRemovals }, { emsId, activatedTo }, event) => {
    if (tagOrder !== null && tagOrder.emsId === emsId) {
      const { end: orderEnd, from: order } = tagOrder;
      tagRemovals.set(`${emsId}:${activatedTo}`, { at: activatedTo, orderEnd, order, from: sourceOf(event) });
    }
  }),
  ...readOf("electronic-monitoring.violation.recorded", ({ violations }, { emsId, breachDateTime }, event) => {
    violations.set(`${emsId}:${breachDateTime}`, { at: breachDateTime, from: sourceOf(event) });
  }),
  ...readOf("electronic-monitoring.match.qualified", ({ matches }, { matchId, qualifiedAt }, event) => {
    const match = { matchId, qualifiedAt: qualifiedAt ?? event.time, outcome: null, outcomeAt: null };
    matches.set(matchId, { ...match, from: sourceOf(event) });
  }),
  ...readOf("electronic-monitoring.match.rejected", ({ matches }, { matchId }) => {
    matches.delete(matchId);
  }),
  // A hit that fell away, as the hub tells of it.
  "electronic-monitoring.match.superseded": ({ matches }, { data }) => {
    matches.delete(String(data.additionalInformation["matchId"]));
  },
};
