import { describe, expect, test } from "vitest";
import { PRESET_SETTINGS } from "#schemas/casework-settings.ts";
import type { PublishedTimer, TimerKind } from "#schemas/published-timer.ts";
import { type AgendaPerson, buildAgenda } from "./build-agenda.ts";
import { meetingsDue } from "./overdue-meetings.ts";

const TODAY = "2026-11-25";

function due(kind: TimerKind, dueOn: string, lapsesOn: string | null = null): PublishedTimer {
  return { timerId: kind, kind, dueOn, lapsesOn, because: [] };
}

function somebody(personId: string, more: Partial<AgendaPerson> = {}): AgendaPerson {
  return { personId, state: "active", colour: "amber", timers: [], ...more };
}

const PEOPLE: readonly AgendaPerson[] = [
  somebody("green", { colour: "green" }),
  somebody("none", { colour: null, state: "registered" }),
  somebody("amber, overdue longer", { timers: [due("rag-review", "2026-11-20")] }),
  somebody("amber, overdue", { timers: [due("rag-review", "2026-11-24")] }),
  somebody("amber, due later", { timers: [due("rag-review", "2026-11-26"), due("tag-ends", "2026-11-20", TODAY)] }),
  somebody("amber, much overdue", { timers: [due("rag-review", "2026-11-24"), due("plan-action", "2026-11-25")] }),
  somebody("red", { colour: "red" }),
  somebody("referred", { state: "pendingPanel", colour: null }),
  somebody("long inside", { state: "reRegistrationReview", colour: "red" }),
  somebody("closed", { state: "deregistered", colour: "red" }),
  somebody("young", { state: null, colour: null, timers: [due("transfer-panel", "2026-11-16", "2027-02-25")] }),
];

const order = (kind: Parameters<typeof buildAgenda>[0], people = PEOPLE) =>
  buildAgenda(kind, people, TODAY).map(({ personId }) => personId);

describe("whom a meeting considers", () => {
  test("a practitioner meeting: red, amber, green, none; then who has most that is due, and longest", () => {
    const expected = [
      "red",
      "amber, much overdue",
      "amber, overdue longer",
      "amber, overdue",
      "amber, due later",
      "green",
      "none",
    ];
    expect(order("map")).toEqual(expected);
    expect(order("map", PEOPLE.toReversed())).toEqual(expected);
  });

  test("each is there for reasons that say the rule", () => {
    const [, second] = buildAgenda("map", PEOPLE, TODAY);
    expect(second?.because).toEqual(["colour:amber", "due:rag-review", "due:plan-action"]);
  });

  test("the panel considers referrals and who comes back from a long sentence, and nobody else", () => {
    expect(buildAgenda("macc", PEOPLE, TODAY)).toEqual([
      { personId: "long inside", because: ["state:reRegistrationReview"] },
      { personId: "referred", because: ["state:pendingPanel"] },
    ]);
  });

  test("an operational group does both, a transfer panel only who is due for it", () => {
    expect(order("operationalGroup")).toHaveLength(9);
    expect(order("transferPanel")).toEqual(["young"]);
    expect(buildAgenda("transferPanel", PEOPLE, "2026-11-15")).toEqual([]);
  });
});

test("a meeting is overdue from the day after the scheme's limit, and not before it", () => {
  const last = new Map([["operationalGroup", "2026-11-11"] as const]);
  const on = (today: string) => meetingsDue(PRESET_SETTINGS.sussex, last, today);
  expect(on("2026-11-25")).toEqual([{ kind: "operationalGroup", nextBy: "2026-11-18", isOverdue: false }]);
  expect(on("2026-11-26")).toEqual([{ kind: "operationalGroup", nextBy: "2026-11-18", isOverdue: true }]);
  expect(meetingsDue(PRESET_SETTINGS.sussex, new Map(), "2026-11-25")).toEqual([]);
});
