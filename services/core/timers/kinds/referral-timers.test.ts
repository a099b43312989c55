import { expect, test } from "vitest";
import { TEST_SCHEME } from "#test/made-up-events.ts";
import { HeldValues } from "../../facts/held-values.ts";
import { timerSettingsOf } from "../timer-settings.ts";
import { referralTimers } from "./referral-timers.ts";

/** Of somebody who stands at a state: agencies were asked on Friday 20 November, and an urgent registration is of that day. */
function due(state: string, screenedFrom: string | null, unratifiedSince: string | null) {
  const held = new HeldValues(
    [{ field: "iom.lifecycleState", originator: "iom-team", itemKey: "", value: state, asOf: "2026-11-20T09:00:00Z" }],
    TEST_SCHEME,
  );
  const beside = { supervisedAt: null, screenedFrom, unratifiedSince };
  return referralTimers(held, timerSettingsOf(TEST_SCHEME), beside).map(({ kind, dueOn }) => [kind, dueOn]);
}

test.each([
  ["screening", "2026-11-20", null, [["screening", "2026-12-01"]]],
  ["pendingPanel", "2026-11-20", null, []],
  ["registered", "2026-11-20", "2026-11-20", [["ratification", "2026-12-25"]]],
  ["registered", "2026-11-20", null, []],
])("at %s, asked %s, not ratified since %s", (state, screenedFrom, unratifiedSince, wanted) => {
  expect(due(state, screenedFrom, unratifiedSince)).toEqual(wanted);
});
