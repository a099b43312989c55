import type { Answer } from "#gateway/client/agency-client.ts";
import { caseOf, moveCase, noteStep } from "../door/case-calls.ts";
import type { Door } from "../door/door.ts";
import { POLICE } from "../door/drive.ts";
import { assess, ratingOf, review } from "../door/rating-calls.ts";
import { moveReferral, referralOf } from "../door/referral-calls.ts";
import { timersOf } from "../door/timer-calls.ts";
import { at, type Check, type LeakClass } from "./leak-class.ts";
import { ASSESS, CASE, RAG, REFERRAL, REFERRAL_MOVES, REVIEW, STEP, TIMERS, TRANSITION } from "./outlets.ts";

type Ask = (door: Door, personId: string) => Promise<Answer>;

/** One check for each way in which a rating or a case is asked for or moved, as somebody who may do so. */
export function eachRating(checkOf: (ask: Ask) => Check): LeakClass["checks"] {
  return {
    [TIMERS]: checkOf((door, personId) => timersOf(door, POLICE, personId)),
    [RAG]: checkOf((door, personId) => ratingOf(door, POLICE, personId)),
    [ASSESS]: checkOf(assess),
    [REVIEW]: checkOf(review),
    [CASE]: checkOf((door, personId) => caseOf(door, POLICE, personId)),
    [TRANSITION]: checkOf(moveCase),
    [STEP]: checkOf(noteStep),
    [REFERRAL]: checkOf((door, personId) => referralOf(door, POLICE, personId)),
    ...at(REFERRAL_MOVES, (outlet) =>
      checkOf((door, personId) => moveReferral(door, outlet as (typeof REFERRAL_MOVES)[number], personId)),
    ),
  };
}
