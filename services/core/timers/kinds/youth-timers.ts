import type { PublishedTimer } from "#schemas/published-timer.ts";
import {
  assessTransition,
  type PanelDecision,
  type TransitionAssessment,
} from "../../casework/youth/assess-transition.ts";
import { panelDays, type TransferPanel } from "../../casework/youth/panel-calendar.ts";
import { addMonths } from "../../facts/calendar.ts";
import type { Held, HeldValues } from "../../facts/held-values.ts";
import { isAccepted } from "../../facts/lifecycle.ts";
import { memberFlag, memberText } from "../../facts/members.ts";
import { londonDay } from "../../record/apply/london-day.ts";
import { timer } from "../timer.ts";
import type { TimerSettings } from "../timer-settings.ts";
import { restingOn } from "./resting-on.ts";

const DECISIONS: readonly string[] = ["none", "mappa", "iom"] satisfies readonly PanelDecision[];
const SITTINGS_AHEAD_MONTHS = 12;

/** T1, the panel, T2 and T3 of handbook 6.6. An accepted person's days rest on the acceptance, too. */
export function youthTimers(held: HeldValues, settings: TimerSettings): readonly PublishedTimer[] {
  const born = held.birthDate();
  const orders = held.all("youth.youthOrders");
  if (born === null || orders.length === 0) {
    return [];
  }
  const panel = settings.transferPanels.find(({ yotAgencyId }) => yotAgencyId === orders[0]?.originator) ?? null;
  const assessment = assess(held, born, orders, panel, settings);
  const grounds = restingOn(held.first("identity.dateOfBirth"), ...orders, held.first("youth.panelDecision"));
  const accepted = restingOn(held.first("iom.lifecycleState"), held.first("iom.registeredOn"));
  const { t1, t2, t3 } = assessment.dates;
  const panelOn = assessment.panelOn ?? sittingAgain(assessment, panel, orders);
  const until = { lapsesOn: t3 };
  return [
    ...(t1 === null ? [] : [timer("transfer-starts", t1, grounds, until)]),
    ...(panelOn === null ? [] : [timer("transfer-panel", panelOn, [...grounds, ...accepted], until)]),
    ...(assessment.isUrgent && t1 !== null
      ? [timer("transfer-panel", t1, [...grounds, ...accepted], { ...until, of: "urgent" })]
      : []),
    ...(t2 === null ? [] : [timer("liaison-starts", t2, [...grounds, ...accepted], until)]),
    ...(t1 === null ? [] : [timer("comes-of-age", t3, grounds)]),
  ];
}

function assess(
  held: HeldValues,
  dateOfBirth: string,
  orders: readonly Held[],
  panel: TransferPanel | null,
  { leapDay }: TimerSettings,
): TransitionAssessment {
  const said = held.first("youth.panelDecision")?.value;
  const decision = memberText(said, "decision");
  const isIn = isAccepted(held.text("iom.lifecycleState") ?? "");
  return assessTransition(
    {
      dateOfBirth,
      orders: orders.flatMap(({ value }) => {
        const start = memberText(value, "start");
        return start === null ? [] : [{ type: memberText(value, "type") ?? "", start, end: memberText(value, "end") }];
      }),
      retainedByYot: memberFlag(said, "retainedByYot"),
      decision: isDecision(decision) ? decision : null,
      acceptedOn: isIn ? held.text("iom.registeredOn") : null,
      leapDay,
    },
    panel,
  );
}

/** A decision that is open again goes to the first sitting after what re-opened it was said. */
function sittingAgain(
  { isReopened, dates }: TransitionAssessment,
  panel: TransferPanel | null,
  orders: readonly Held[],
): string | null {
  const saidOn = orders
    .map(({ asOf }) => londonDay(asOf))
    .sort()
    .at(-1);
  if (!isReopened || panel === null || saidOn === undefined) {
    return null;
  }
  const days = panelDays(panel, saidOn, addMonths(saidOn, SITTINGS_AHEAD_MONTHS));
  return days.find((day) => day < dates.t3) ?? null;
}

function isDecision(text: string | null): text is PanelDecision {
  return text !== null && DECISIONS.includes(text);
}
