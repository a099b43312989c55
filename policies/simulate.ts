import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { Fact, ReleaseForm } from "#schemas/vocabulary.ts";
import type { Agreement } from "./agreement-document.ts";
import { heightOf } from "./catalogue.ts";
import type { LoggedBasis } from "./logged-basis.ts";
import { type FieldOutcome, replayer } from "./simulation/replay-basis.ts";

/** Decisions of one scope that would have given one field in another form. */
export type SimulatedChange = {
  readonly party: string;
  readonly role: string;
  readonly purpose: string;
  readonly field: FieldPath;
  readonly direction: "gain" | "loss";
  readonly from: ReleaseForm;
  readonly to: ReleaseForm;
  readonly decisions: number;
  /** Persons whom they were about, each once. */
  readonly people: number;
  /** Officers who asked, each once, where the log tells them apart. Nobody asks for a pushed update. */
  readonly practitioners: number;
  /** Decisions of which the log does not tell who asked: `practitioners` may lack somebody. */
  readonly askerUnknown: number;
};

/** Decisions of which the log does not say enough. */
export type CannotTell = {
  readonly party: string;
  readonly role: string;
  readonly purpose: string;
  readonly field: FieldPath;
  /** Facts that were not recorded, and on whose value it depends. */
  readonly missing: readonly Fact[];
  readonly decisions: number;
  readonly people: number;
};

/** One field's changes over all recipients, for a sentence. */
export type SimulatedField = Pick<
  SimulatedChange,
  "field" | "direction" | "from" | "to" | "decisions" | "people" | "practitioners" | "askerUnknown"
>;

export type SimulationReport = {
  /** Decisions replayed; those under other agreements are not among them. */
  readonly decisions: number;
  /** Decisions in which at least one field would surely leave in another form. */
  readonly changed: number;
  /** Decisions in which it cannot be told of at least one field; they may be among the changed ones too. */
  readonly undecided: number;
  readonly changes: readonly SimulatedChange[];
  readonly byField: readonly SimulatedField[];
  readonly cannotTell: readonly CannotTell[];
  /** Decisions under other agreements, which were passed over. */
  readonly otherAgreements: number;
};

/** Tells people apart, or officers, and need mean nothing else. */
type Ref = string | number;

/** Decisions on one basis: how many about whom, each asked for by whom. Null where the log does not tell. */
export type ReplayedTimes = {
  readonly people: readonly Ref[];
  readonly askers: readonly (Ref | null)[];
  readonly times: readonly number[];
};

export type Simulation = {
  /** `times` decisions about one person on one basis. Give the same object for the same basis: it is then decided once. */
  readonly add: (basis: LoggedBasis, times: number, person: Ref, asker?: Ref) => void;
  /** All decisions on a basis at once. */
  readonly addAll: (basis: LoggedBasis, decisions: ReplayedTimes) => void;
  readonly report: () => SimulationReport;
};

/**
 * Replays logged decisions under two versions of an agreement (design/agreements section 9), every party counted as
 * having signed, and rules with dates of their own as they stand at `atMs`: unless said, when the new version begins.
 * Null before: nothing was shared.
 */
export function createSimulation(before: Agreement | null, after: Agreement, atMs?: number): Simulation {
  const replay = replayer(before, after, atMs ?? Date.parse(after.effective.from));
  const known = new WeakMap<LoggedBasis, Replayed>();
  const tally = newTally();
  const replayOnce = (basis: LoggedBasis): Replayed => {
    const replayed = known.get(basis) ?? tally.place(basis, replay(basis));
    known.set(basis, replayed);
    return replayed;
  };
  const addAll = (basis: LoggedBasis, decisions: ReplayedTimes) => {
    if (basis.agreement === after.id) {
      tally.count(replayOnce(basis), decisions, basis.outlet !== PUSHED);
    } else {
      tally.passOver(sumOf(decisions.times));
    }
  };
  return {
    add: (basis, times, person, asker) => addAll(basis, { people: [person], askers: [asker ?? null], times: [times] }),
    addAll,
    report: tally.report,
  };
}

/** The outlet of updates that are pushed, for which no officer asks. */
const PUSHED = "updates";

function sumOf(times: readonly number[]): number {
  return times.reduce((sum, each) => sum + each, 0);
}

/** Decisions counted together, and about whom and by whom they were. */
type Counted = {
  decisions: number;
  askerUnknown: number;
  readonly people: Set<Ref>;
  readonly practitioners: Set<Ref>;
};

type ChangeLine = Counted & {
  readonly of: Omit<SimulatedChange, "decisions" | "people" | "practitioners" | "askerUnknown">;
};

type UnknownLine = Counted & { readonly of: Omit<CannotTell, "decisions" | "people"> };

/** The lines that decisions on one basis count in. */
type Replayed = { readonly changes: readonly ChangeLine[]; readonly unknowns: readonly UnknownLine[] };

function newTally() {
  const changes = new Map<string, ChangeLine>();
  const unknowns = new Map<string, UnknownLine>();
  const counts = { decisions: 0, changed: 0, undecided: 0, otherAgreements: 0 };
  return {
    place: (basis: LoggedBasis, outcomes: readonly FieldOutcome[]): Replayed =>
      placeIn(changes, unknowns, basis, outcomes),
    passOver: (times: number) => {
      counts.otherAgreements += times;
    },
    count: (replayed: Replayed, decisions: ReplayedTimes, isAsked: boolean) => {
      const times = sumOf(decisions.times);
      counts.decisions += times;
      counts.changed += replayed.changes.length > 0 ? times : 0;
      counts.undecided += replayed.unknowns.length > 0 ? times : 0;
      for (const line of [...replayed.changes, ...replayed.unknowns]) {
        line.decisions += times;
        countIn(line, decisions, isAsked);
      }
    },
    report: (): SimulationReport => ({
      ...counts,
      changes: [...changes.values()].map(told).toSorted(mostFirst),
      byField: fieldsOf([...changes.values()]).toSorted(mostFirst),
      cannotTell: [...unknowns.values()]
        .map(({ of, decisions, people }) => ({ ...of, decisions, people: people.size }))
        .toSorted(mostFirst),
    }),
  };
}

function countIn(line: Counted, { people, askers, times }: ReplayedTimes, isAsked: boolean): void {
  for (const person of people) {
    line.people.add(person);
  }
  for (const [at, asker] of askers.entries()) {
    if (asker !== null) {
      line.practitioners.add(asker);
    } else if (isAsked) {
      line.askerUnknown += times[at] ?? 0;
    }
  }
}

function placeIn(
  changes: Map<string, ChangeLine>,
  unknowns: Map<string, UnknownLine>,
  { party, role, purpose }: LoggedBasis,
  outcomes: readonly FieldOutcome[],
): Replayed {
  const scope = { party, role, purpose };
  const replayed = { changes: new Set<ChangeLine>(), unknowns: new Set<UnknownLine>() };
  for (const outcome of outcomes) {
    const { field } = outcome;
    if (outcome.outcome === "changed") {
      const { from, to } = outcome;
      const direction = heightOf(field, to) > heightOf(field, from) ? ("gain" as const) : ("loss" as const);
      replayed.changes.add(lineIn(changes, { ...scope, field, direction, from, to }));
    } else {
      replayed.unknowns.add(lineIn(unknowns, { ...scope, field, missing: outcome.missing }));
    }
  }
  return { changes: [...replayed.changes], unknowns: [...replayed.unknowns] };
}

function lineIn<Of>(lines: Map<string, Counted & { readonly of: Of }>, of: Of): Counted & { readonly of: Of } {
  const key = JSON.stringify(of);
  const line = lines.get(key) ?? newLine(of);
  lines.set(key, line);
  return line;
}

function newLine<Of>(of: Of): Counted & { readonly of: Of } {
  return { of, decisions: 0, askerUnknown: 0, people: new Set<Ref>(), practitioners: new Set<Ref>() };
}

function told({ of, decisions, people, practitioners, askerUnknown }: ChangeLine): SimulatedChange {
  return { ...of, decisions, people: people.size, practitioners: practitioners.size, askerUnknown };
}

function mostFirst(one: { readonly decisions: number }, other: { readonly decisions: number }): number {
  return other.decisions - one.decisions;
}

/** The same change of one field for several recipients; a person or practitioner in two of them is one. */
function fieldsOf(lines: readonly ChangeLine[]): readonly SimulatedField[] {
  const fields = new Map<string, ChangeLine[]>();
  for (const line of lines) {
    const { field, from, to } = line.of;
    const key = `${field} ${from} ${to}`;
    const known = fields.get(key) ?? [];
    fields.set(key, known);
    known.push(line);
  }
  return [...fields.values()].flatMap((same) =>
    same.slice(0, 1).map(({ of: { field, direction, from, to } }) => ({
      field,
      direction,
      from,
      to,
      decisions: sumOf(same.map(({ decisions }) => decisions)),
      askerUnknown: sumOf(same.map(({ askerUnknown }) => askerUnknown)),
      people: new Set(same.flatMap(({ people }) => [...people])).size,
      practitioners: new Set(same.flatMap(({ practitioners }) => [...practitioners])).size,
    })),
  );
}
