import type { FieldPath } from "#schemas/generated/field-paths.ts";
import type { PublishedTimer, TimerKind } from "#schemas/published-timer.ts";
import type { HeldValues } from "../../facts/held-values.ts";
import { memberText } from "../../facts/members.ts";
import { timer } from "../timer.ts";
import { restingOn } from "./resting-on.ts";

const LISTS = [
  ["plan-action", "iom.planActions"],
  ["meeting-action", "iom.meetingActions"],
] as const satisfies readonly (readonly [TimerKind, FieldPath])[];

/** Actions that somebody has promised by a day and not done. */
export function actionTimers(held: HeldValues): readonly PublishedTimer[] {
  return LISTS.flatMap(([kind, field]) =>
    held.all(field).flatMap((action) => {
      const dueOn = memberText(action.value, "dueOn");
      const isOpen = memberText(action.value, "state") === "open";
      return dueOn === null || !isOpen ? [] : [timer(kind, dueOn, restingOn(action), { of: action.itemKey })];
    }),
  );
}
