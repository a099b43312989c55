import type { AgencyEvent } from "#schemas/agency-event.ts";
import type { EventPayloads } from "#schemas/generated/types.ts";
import type { ApplyEvent, RecordChange } from "../record-change.ts";
import { noChange, onEvent } from "./on-event.ts";

/** What the events of a youth offending team say of a person. */
export const yotEvents: Readonly<Record<string, ApplyEvent>> = {
  ...onEvent("yot.order.made", putOrder),
  ...onEvent("yot.order.ended", putOrder),
  ...onEvent("yot.panel.decided", ({ yotPersonId, decision, date, retainedByYot }, { time: asOf }) => [
    ownNumber(yotPersonId, asOf),
    { kind: "set", field: "youth.panelDecision", value: { decision, date, retainedByYot }, asOf },
  ]),
  ...onEvent("yot.assessment.completed", ({ yotPersonId, ...summary }, { time: asOf }) => [
    ownNumber(yotPersonId, asOf),
    { kind: "set", field: "youth.assetPlusSummary", value: summary, asOf },
  ]),
  ...onEvent("yot.contact.recorded", noChange),
  ...onEvent("yot.safeguarding.changed", (said, { time: asOf }) => [
    ...(said.safeguardingStatus === undefined
      ? []
      : [{ kind: "set", field: "youth.safeguardingStatus", value: said.safeguardingStatus, asOf } as const]),
    ...(said.childExploitationRisk === undefined
      ? []
      : [{ kind: "set", field: "youth.childExploitationRisk", value: said.childExploitationRisk, asOf } as const]),
  ]),
};

/** An order is known by its kind and first day; its end may come forward, or be put right. */
function putOrder(
  { yotPersonId, orderType, start, end }: EventPayloads["yot.order.made" | "yot.order.ended"],
  { time: asOf }: AgencyEvent,
): readonly RecordChange[] {
  return [
    ownNumber(yotPersonId, asOf),
    {
      kind: "put-item",
      field: "youth.youthOrders",
      itemKey: `${orderType}:${start}`,
      value: { type: orderType, start, end },
      asOf,
    },
  ];
}

function ownNumber(yotPersonId: string, asOf: string): RecordChange {
  return { kind: "set", field: "youth.yotPersonId", value: yotPersonId, asOf };
}
