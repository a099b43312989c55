import type { AgreementStatus, StatusStep, WithheldFields } from "../policy-set.ts";
import { type AgreementLife, type VersionLife, versionOf } from "./agreement-life.ts";

/**
 * Where a version stands, by what has happened to it, to its agreement and to the version that follows it. A version
 * that is not there is in force for nobody.
 */
export function statusOfVersion(life: AgreementLife, version: number): AgreementStatus {
  const own = versionOf(life, version);
  if (own === null) {
    return { steps: [], boundFrom: {}, withheld: [] };
  }
  return { steps: stepsOf(life, own), boundFrom: boundFrom(life, own), withheld: withheldIn(life) };
}

function stepsOf(life: AgreementLife, own: VersionLife): readonly StatusStep[] {
  const { activation } = own;
  const written = own.stages.map(({ from, stage }) => ({ from, state: stage }));
  if (activation === null) {
    return written;
  }
  const begins = Date.parse(activation.from);
  const before = written.filter(({ from }) => Date.parse(from) < begins);
  const end = endOf(life, own);
  const during = [{ from: activation.from, state: stateFrom(life, begins) }, ...pausesAfter(life, begins)];
  const lasting = during.filter(({ from }) => end === null || Date.parse(from) < Date.parse(end.from));
  return [...before, ...lasting, ...(end === null ? [] : [end])];
}

/** A pause that began under the version before still holds when this one begins. */
function stateFrom({ pauses }: AgreementLife, begins: number): "active" | "suspended" {
  const last = pauses.findLast(({ from }) => Date.parse(from) <= begins);
  return last?.paused === true ? "suspended" : "active";
}

function pausesAfter({ pauses }: AgreementLife, begins: number) {
  return pauses
    .filter(({ from }) => Date.parse(from) > begins)
    .map(({ from, paused }) => ({ from, state: paused ? ("suspended" as const) : ("active" as const) }));
}

type End = { readonly from: string; readonly state: "superseded" | "terminated" };

/** The first of the next version's beginning and the end of the whole agreement. */
function endOf({ versions, termination }: AgreementLife, own: VersionLife): End | null {
  const next = versions.find(({ activation }) => activation !== null && activation.base === own.version);
  const ends: End[] = [
    ...(next?.activation ? [{ from: next.activation.from, state: "superseded" as const }] : []),
    ...(termination === null ? [] : [{ from: termination.from, state: "terminated" as const }]),
  ];
  return ends.toSorted((a, b) => Date.parse(a.from) - Date.parse(b.from))[0] ?? null;
}

/** Each party from its own signature, under this version or, where it need not sign again, under the one before. */
function boundFrom(life: AgreementLife, own: VersionLife): Readonly<Record<string, string>> {
  const signed = own.approvals.flatMap(({ party, at }) => (party === null ? [] : [[party, at] as const]));
  const base = own.activation === null || own.activation.base === null ? null : versionOf(life, own.activation.base);
  const earlier = base === null ? {} : boundFrom(life, base);
  const carried = Object.entries(earlier).filter(([party]) => own.activation?.carried.includes(party) === true);
  return { ...Object.fromEntries(carried), ...Object.fromEntries(signed) };
}

function withheldIn({ suspensions }: AgreementLife): readonly WithheldFields[] {
  return suspensions.flatMap(({ party, fields }) => (fields === null ? [] : [{ party, fields }]));
}
