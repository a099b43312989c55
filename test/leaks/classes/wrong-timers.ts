import type { Exchanges } from "#schemas/generated/types.ts";
import { TIMER_FIELDS } from "#schemas/published-timer.ts";
import type { Door } from "../door/door.ts";
import { type Caller, person } from "../door/drive.ts";
import { heldTimers, timersOf } from "../door/timer-calls.ts";
import { differing, expected, wrongForms } from "./judge.ts";

/**
 * What a caller is told of what falls due though the second reader does not give them all it rests on, and what they should have
 * been told. Those that rest on there being no value are left to their own tests: the second reader knows of values alone.
 */
export async function wrongTimers(door: Door, who: Caller, name: string): Promise<readonly string[]> {
  const { personId, ...one } = person(door, name);
  const want = await expected(door, who, { personId, ...one });
  const shownCells = "refused" in want ? [] : want.shown;
  const forms = "refused" in want ? {} : want.forms;
  const due = (await heldTimers(door, personId)).filter(
    ({ because, lapsesOn }) =>
      because.every(({ held }) => held) && (lapsesOn === null || door.now().toISOString().slice(0, 10) < lapsesOn),
  );
  const seen = due.filter(({ because }) =>
    because.every((fact) =>
      shownCells.some(
        ({ field, form, value }) =>
          field === fact.field &&
          form === "full" &&
          value.originator === fact.originator &&
          (value.itemKey ?? "") === fact.itemKey,
      ),
    ),
  );
  const { body, status } = await timersOf(door, who, personId);
  const { timers = [], fields = {} } = body as Partial<Exchanges["person-timers"]>;
  const known = new Set(due.map(({ timerId }) => timerId));
  const looked = Object.fromEntries(
    Object.entries(forms).filter(([field]) => (TIMER_FIELDS as readonly string[]).includes(field)),
  );
  return [
    ...differing(
      `what falls due, to ${who.actor}`,
      timers.map(({ timerId }) => timerId).filter((id) => known.has(id)),
      seen.map(({ timerId }) => timerId),
    ),
    ...(status === 200 && !("refused" in want) ? wrongForms(fields, { ...want, forms: looked }) : []),
    ...(due.length === 0 ? ["nothing falls due, which shows nothing"] : []),
  ];
}
