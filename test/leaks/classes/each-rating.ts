import type { Answer } from "#gateway/client/agency-client.ts";
import type { Door } from "../door/door.ts";
import { POLICE } from "../door/drive.ts";
import { assess, ratingOf, review } from "../door/rating-calls.ts";
import { timersOf } from "../door/timer-calls.ts";
import type { Check, LeakClass } from "./leak-class.ts";
import { ASSESS, RAG, REVIEW, TIMERS } from "./outlets.ts";

type Ask = (door: Door, personId: string) => Promise<Answer>;

/** One check for each way in which a rating is asked for or moved, as somebody who may do so. */
export function eachRating(checkOf: (ask: Ask) => Check): LeakClass["checks"] {
  return {
    [TIMERS]: checkOf((door, personId) => timersOf(door, POLICE, personId)),
    [RAG]: checkOf((door, personId) => ratingOf(door, POLICE, personId)),
    [ASSESS]: checkOf(assess),
    [REVIEW]: checkOf(review),
  };
}
