import { addMonths, type LeapDayRule, laterDate } from "../../facts/calendar.ts";

export type YouthOrder = {
  readonly type: string;
  /** First day, which stands for the conviction where no feed tells its day (handbook 6.6). */
  readonly start: string;
  readonly end: string | null;
  readonly convictedOn?: string;
};

export type TransitionInput = {
  readonly dateOfBirth: string;
  readonly orders: readonly YouthOrder[];
  readonly retainedByYot: boolean;
  /** Day the MACC registered the person; null while it has not. */
  readonly acceptedOn: string | null;
  readonly leapDay: LeapDayRule;
};

/** London days of the transition; T1 and T2 are null where nothing makes the person a candidate. */
export type TransitionDates = {
  readonly t1: string | null;
  readonly t2: string | null;
  readonly t3: string;
  /** The first day until which the order has to run for E3. */
  readonly mustRunTo: string;
};

const T1_MONTHS = 210;
const T2_MONTHS = 213;
const ADULT_MONTHS = 216;
const ORDER_BEYOND_MONTHS = 3;
/** Orders of at least the rank of a youth rehabilitation order (handbook 6.6, E2). */
const ORDERS_OF_RANK: ReadonlySet<string> = new Set(["YRO", "YRO_ISS", "DTO"]);

/** When a young person moves to adult services (handbook 6.6); a conviction or acceptance at 18 moves nobody. */
export function transitionDates(input: TransitionInput): TransitionDates {
  const { dateOfBirth, acceptedOn, leapDay } = input;
  const t3 = addMonths(dateOfBirth, ADULT_MONTHS, leapDay);
  const none = { t1: null, t2: null, t3, mustRunTo: mustRunTo(t3) };
  const convicted = eligibleOrders(input, t3).map(convictedOn).sort()[0];
  if (convicted === undefined) {
    return none;
  }
  const t1 = laterDate(addMonths(dateOfBirth, T1_MONTHS, leapDay), convicted);
  if (t1 >= t3) {
    return none;
  }
  const t2 = acceptedOn === null ? null : later(addMonths(dateOfBirth, T2_MONTHS, leapDay), acceptedOn, t1);
  return { ...none, t1, t2: t2 !== null && t2 < t3 ? t2 : null };
}

export function isOfRank({ type }: YouthOrder): boolean {
  return ORDERS_OF_RANK.has(type);
}

/** E3: at least three months of the order are left on the 18th birthday; one without an end runs on. */
export function runsBeyond({ end }: YouthOrder, birthday18: string): boolean {
  return end === null || end >= mustRunTo(birthday18);
}

function convictedOn({ start, convictedOn: on }: YouthOrder): string {
  return on ?? start;
}

/**
 * Once the scheme has accepted somebody, an order that now ends too soon re-opens the decision with the panel and
 * does not silently drop the person here.
 */
function eligibleOrders(input: TransitionInput, birthday18: string): readonly YouthOrder[] {
  return input.retainedByYot
    ? []
    : input.orders.filter((one) => isOfRank(one) && (input.acceptedOn !== null || runsBeyond(one, birthday18)));
}

function mustRunTo(birthday18: string): string {
  return addMonths(birthday18, ORDER_BEYOND_MONTHS);
}

function later(...dates: readonly string[]): string {
  return dates.reduce(laterDate);
}
