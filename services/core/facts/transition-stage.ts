import { addMonths, type LeapDayRule, laterDate, londonMidnight } from "./calendar.ts";
import { type Steps, tidySteps } from "./timeline.ts";

export type YouthOrder = {
  readonly type: string;
  readonly start: string;
  readonly end: string | null;
};

export type TransitionInput = {
  readonly dateOfBirth: string;
  readonly orders: readonly YouthOrder[];
  readonly retainedByYot: boolean;
  /** Day the MACC registered the person; null while it has not. */
  readonly acceptedOn: string | null;
  readonly leapDay: LeapDayRule;
};

/** Orders of at least the rank of a youth rehabilitation order (handbook 6.6, E2). */
const ORDERS_OF_RANK: ReadonlySet<string> = new Set(["YRO", "YRO_ISS", "DTO"]);
const T1_MONTHS = 210;
const T2_MONTHS = 213;
const ADULT_MONTHS = 216;
const ORDER_BEYOND_MONTHS = 3;

/** The youth transition of handbook 6.6 as a small calendar. */
export function transitionSteps(input: TransitionInput): Steps {
  const birthday18 = addMonths(input.dateOfBirth, ADULT_MONTHS, input.leapDay);
  const steps = [{ from: null, value: "none" }, ...beforeAdulthood(input, birthday18)];
  return tidySteps([...steps, { from: londonMidnight(birthday18), value: "t3" }]);
}

function beforeAdulthood(input: TransitionInput, birthday18: string): Steps {
  const { dateOfBirth, acceptedOn, leapDay } = input;
  const starts = eligibleOrders(input, birthday18).map(({ start }) => start);
  const firstStart = starts.sort()[0];
  if (firstStart === undefined) {
    return [];
  }
  const t1 = laterDate(addMonths(dateOfBirth, T1_MONTHS, leapDay), firstStart);
  const t2 = acceptedOn === null ? null : laterDate(addMonths(dateOfBirth, T2_MONTHS, leapDay), acceptedOn);
  const stages = [{ on: t1, value: "t1" }, ...(t2 === null ? [] : [{ on: laterDate(t2, t1), value: "t2" }])];
  return stages.filter(({ on }) => on < birthday18).map(({ on, value }) => ({ from: londonMidnight(on), value }));
}

/**
 * Once the scheme has accepted somebody, an order that now ends too soon re-opens the decision with the panel and
 * does not silently drop the person here. The feed gives no conviction date, so the order's start stands for it.
 */
function eligibleOrders(input: TransitionInput, birthday18: string): readonly YouthOrder[] {
  if (input.retainedByYot) {
    return [];
  }
  const mustRunTo = addMonths(birthday18, ORDER_BEYOND_MONTHS);
  const runsOn = ({ end }: YouthOrder): boolean => end === null || end >= mustRunTo;
  return input.orders.filter((order) => ORDERS_OF_RANK.has(order.type) && (input.acceptedOn !== null || runsOn(order)));
}
