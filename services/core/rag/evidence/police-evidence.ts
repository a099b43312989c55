import type { AgencyEvent } from "#schemas/agency-event.ts";
import type { EventPayloads } from "#schemas/generated/types.ts";
import { type ReadEvent, readOf, sourceOf, type Workings } from "./workings.ts";

export const policeEvidence: Readonly<Record<string, ReadEvent>> = {
  ...readOf("police.arrest.recorded", arrested),
  ...readOf("police.charge.recorded", charged),
  ...readOf("police.wanted-status.changed", (workings, { status }, event) => {
    workings.wanted = { status, from: sourceOf(event) };
  }),
  ...readOf("police.warrant.issued", ({ warrants }, { warrantRef }, event) => {
    warrants.set(warrantRef, { warrantRef, from: sourceOf(event) });
  }),
  ...readOf("police.warrant.executed", ({ warrants }, { warrantRef }) => {
    if (warrantRef === undefined) {
      warrants.clear();
    } else {
      warrants.delete(warrantRef);
    }
  }),
  ...readOf("police.intelligence.graded", graded),
  ...readOf("police.intelligence.expired", (workings, { irRef }, event) => {
    if (irRef === undefined) {
      workings.intelligence.clear();
    } else {
      workings.intelligence.delete(irRef);
    }
    workings.intelligenceNone = sourceOf(event);
  }),
  ...readOf("police.drug-test-on-arrest.recorded", ({ tests }, { at, opiates, cocaine }, event) => {
    const positive = opiates === "positive" || cocaine === "positive";
    tests.push({ at, by: "arrest", positive, from: sourceOf(event) });
  }),
  ...readOf("police.match-outcome.recorded", ({ outcomes }, { matchId, outcome }, { time }) => {
    outcomes.set(matchId, { outcome, at: time });
  }),
};

/** An arrest is not history: no further action ends it without a trace, as it does in the record. */
function arrested(workings: Workings, said: EventPayloads["police.arrest.recorded"], event: AgencyEvent): void {
  const refs = refsOf(said);
  if (said.status === "noFurtherAction") {
    forget(workings, refs);
    return;
  }
  const key = `arrest:${refs[0] ?? said.arrestedAt}`;
  const { arrestedAt: at, hoCode = null } = said;
  workings.offending.set(key, { kind: "arrest", at, hoCode, refs, from: sourceOf(event) });
}

function charged(workings: Workings, said: EventPayloads["police.charge.recorded"], event: AgencyEvent): void {
  const refs = refsOf(said);
  if (said.outcome === "noFurtherAction") {
    forget(workings, refs);
    return;
  }
  const { chargedAt: at, hoCode = null } = said;
  const key = `charge:${refs[0] ?? ""}:${at}:${hoCode ?? ""}`;
  workings.offending.set(key, { kind: "charge", at, hoCode, refs, from: sourceOf(event) });
}

type Occasion = { readonly occurrenceRef?: string; readonly custodyRef?: string };

function refsOf({ occurrenceRef, custodyRef }: Occasion): readonly string[] {
  return [occurrenceRef, custodyRef].filter((ref) => ref !== undefined);
}

/** Where the force names no occasion, all that came before is what has ended. */
function forget({ offending }: Workings, ended: readonly string[]): void {
  for (const [key, { refs }] of offending) {
    if (ended.length === 0 || refs.some((ref) => ended.includes(ref))) {
      offending.delete(key);
    }
  }
}

function graded(
  { intelligence }: Workings,
  { irRef, grade, gradedAt, validUntil }: EventPayloads["police.intelligence.graded"],
  event: AgencyEvent,
): void {
  // 3x5x2: the source, then how the information is known.
  intelligence.set(irRef, {
    gradedAt,
    information: grade.charAt(1),
    validUntil: validUntil ?? null,
    from: sourceOf(event),
  });
}
