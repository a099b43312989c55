import type { PublishedTimer } from "#schemas/published-timer.ts";
import type { MeetingName } from "./meeting.ts";

/** What an agenda is made of: where a case stands, its colour, and what falls due. */
export type AgendaPerson = {
  readonly personId: string;
  readonly state: string | null;
  readonly colour: string | null;
  readonly timers: readonly PublishedTimer[];
};

export type AgendaItem = {
  readonly personId: string;
  /** Rules that put the person there, the weightiest first. */
  readonly because: readonly string[];
};

const WORKED_WITH: ReadonlySet<string> = new Set(["registered", "active", "custody", "transition"]);
const SELECTED: ReadonlySet<string> = new Set(["pendingPanel", "reRegistrationReview"]);
const COLOURS = ["red", "amber", "green"];

/**
 * Whom a meeting considers on a London day, by rule and in order: red before amber before green, then who has most that is due,
 * then what has been due longest (F-07, F-28, F-54). The same cases give the same agenda.
 */
export function buildAgenda(kind: MeetingName, people: readonly AgendaPerson[], today: string): readonly AgendaItem[] {
  return people
    .flatMap((person) => {
      const due = dueOn(person, today);
      const because = reasons(kind, person, due);
      return because.length === 0 ? [] : [{ person, due, because }];
    })
    .toSorted(
      (a, b) =>
        rank(a.person) - rank(b.person) ||
        b.due.length - a.due.length ||
        compareText(a.due[0]?.dueOn ?? "9999", b.due[0]?.dueOn ?? "9999") ||
        compareText(a.person.personId, b.person.personId),
    )
    .map(({ person: { personId }, because }) => ({ personId, because }));
}

function reasons(kind: MeetingName, person: AgendaPerson, due: readonly PublishedTimer[]): readonly string[] {
  const said = due.map(({ kind: timer }) => `due:${timer}`);
  const { state, colour } = person;
  const practice = WORKED_WITH.has(state ?? "") ? [colour === null ? "colour:none" : `colour:${colour}`, ...said] : [];
  const selection = [...(SELECTED.has(state ?? "") ? [`state:${state}`] : []), ...toRatify(person)];
  switch (kind) {
    case "map":
      return practice;
    case "macc":
      return selection;
    case "operationalGroup":
      return [...new Set([...selection, ...practice])];
    case "transferPanel":
      return said.filter((one) => one === "due:transfer-panel");
  }
}

/** An urgent registration comes before the next panel, and not only on its last day (F-05). */
function toRatify({ timers }: AgendaPerson): readonly string[] {
  return timers.some(({ kind }) => kind === "ratification") ? ["due:ratification"] : [];
}

function dueOn({ timers }: AgendaPerson, today: string): readonly PublishedTimer[] {
  return timers
    .filter(({ dueOn: on, lapsesOn }) => on <= today && (lapsesOn === null || today < lapsesOn))
    .toSorted((a, b) => compareText(a.dueOn, b.dueOn));
}

function rank({ colour }: AgendaPerson): number {
  const place = COLOURS.indexOf(colour ?? "");
  return place === -1 ? COLOURS.length : place;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
