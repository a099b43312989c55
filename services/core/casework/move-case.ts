import type { CaseworkSettings } from "#schemas/casework-settings.ts";
import type { Transaction } from "../../platform/database/database.ts";
import type { IntakeRules } from "../intake/take-in-event.ts";
import { type CaseRefusal, refuseCase } from "../rag/managed-person.ts";
import { changeRecord } from "../record/change-record.ts";
import type { RecordChange } from "../record/record-change.ts";
import { appendCaseEvent, type CaseAct } from "./case-events-store.ts";
import type { CaseFacts } from "./case-facts.ts";
import type { CaseState } from "./case-states.ts";
import { caseworkEvent } from "./hub-event.ts";
import { decideMove } from "./lifecycle/decide-move.ts";
import type { Move } from "./lifecycle/move.ts";
import { isDecidedAt } from "./meetings/is-decided-at.ts";
import { type CaseRead, readCase } from "./read-case.ts";

export type CaseRules = IntakeRules & { readonly settings: CaseworkSettings };

export type CaseMove = Omit<Move, "role" | "meetingId" | "rationale"> & {
  readonly act: CaseAct;
  /** Until when a deferral waits at most. */
  readonly until: string | null;
};

export type MoveOutcome =
  | { readonly outcome: "done"; readonly eventId: string; readonly at: string; readonly state: CaseState }
  | CaseRefusal;

/**
 * Moves a case if every guard of the move holds, in the caller's transaction: the event of the case, the record's fields, the
 * ledger entry, the change feed and a pointer.
 */
export async function moveCase(tx: Transaction, asked: CaseMove, rules: CaseRules, now: Date): Promise<MoveOutcome> {
  const { act, until, ...said } = asked;
  const { settings, scheme } = rules;
  const read = await readCase(tx, act.personId, rules, now);
  if (read === null) {
    return refuseCase("person-unknown", "There is no such person.");
  }
  const move = { ...said, role: act.by.role, meetingId: act.meetingId, rationale: act.rationale };
  const decision = decideMove(read.facts, move, { settings, agencies: scheme.agencies });
  if (decision.outcome === "refused") {
    return refuseCase(decision.guard, decision.message);
  }
  if (isForPanel(read.facts, said) && !(await isDecidedAt(tx, act))) {
    return refuseCase(
      "not-decided-there",
      "The meeting has decided nothing of this person: record its decision first.",
    );
  }
  return putCase(tx, { read, act, until, ...said }, rules, now);
}

/** What a panel makes of a referral, and of a registration that it was not asked about (F-05, F-11). */
function isForPanel({ state }: CaseFacts, { ground }: Pick<Move, "ground">): boolean {
  return (state === "pendingPanel" && ground === null) || ground === "not-ratified";
}

export type PutCase = Omit<CaseMove, "act"> & { readonly act: CaseAct; readonly read: CaseRead };

/** Puts a case where it was decided that it goes: the caller has held the move against its guards. */
export async function putCase(
  tx: Transaction,
  { read, act, ...said }: PutCase,
  rules: CaseRules,
  now: Date,
): Promise<MoveOutcome> {
  const team = rules.scheme.agencies.find(({ agencyType }) => agencyType === "iom-team")?.agencyId;
  if (team === undefined) {
    return refuseCase("no-team", "The scheme has no team in whose name a case could be kept.");
  }
  const { facts } = read;
  const eventId = await appendCaseEvent(tx, act, { kind: "moved", from: facts.state, ...said }, now);
  await changeCase(tx, { act, eventId, team, changes: changesOf(facts, said, now), to: said.to }, rules, now);
  return { outcome: "done", eventId, at: now.toISOString(), state: said.to };
}

function changesOf(
  { today, state, cohort: before }: CaseFacts,
  { to, cohort }: Pick<CaseMove, "to" | "cohort">,
  now: Date,
): readonly RecordChange[] {
  const asOf = now.toISOString();
  const isTakenOn = to === "registered" && state !== "custody";
  return [
    { kind: "set", field: "iom.lifecycleState", value: to, asOf },
    ...(cohort === null || cohort === before
      ? []
      : [{ kind: "set" as const, field: "iom.cohort" as const, value: cohort, asOf }]),
    ...(isTakenOn ? [{ kind: "set" as const, field: "iom.registeredOn" as const, value: today, asOf }] : []),
  ];
}

type Change = {
  readonly act: CaseAct;
  readonly eventId: string;
  readonly team: string;
  readonly changes: readonly RecordChange[];
  readonly to: CaseState;
};

async function changeCase(tx: Transaction, { act, eventId, team, changes, to }: Change, rules: CaseRules, now: Date) {
  const { personId, by } = act;
  const speaker = { agencyId: team, agencyType: "iom-team", recordKey: "", now } as const;
  const pointer = { subject: "hub.lifecycle.changed", body: { personId, eventId } } as const;
  const events = [caseworkEvent(team, eventId, now)];
  const { fields } = await changeRecord(tx, { personId, events, speaker }, { ...rules, changesOf: () => changes }, [
    pointer,
  ]);
  await rules.appendEntry(tx, {
    kind: "alteration",
    time: now,
    agency: by.agencyId,
    actor: by.actor,
    recipients: [],
    resource: "case",
    personId,
    fields,
    detail: { eventId, to, role: by.role },
  });
}
