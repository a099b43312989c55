import type { Disclosure } from "#policies/project.ts";
import type { Exchanges } from "#schemas/generated/types.ts";
import { type CaseBeside, type ExplainedMove, lineOf } from "./case-beside.ts";

type View = Exchanges["case-view"];

/** A guard that the caller is not told of: it rests on what they may not see. */
const NOT_SHOWN = "not-shown";

/** Where a case stands and what each way on asks for, as far as a disclosure of the lines goes. */
export function caseView({ fields }: Disclosure, { moves }: CaseBeside): Pick<View, "case" | "moves"> {
  const lines = linesOf(fields["iom.ragReasons"]?.value);
  const state = textIn(fields, "iom.lifecycleState");
  const seen = {
    ...optional("state", state),
    ...optional("cohort", textIn(fields, "iom.cohort")),
    ...optional("registeredOn", textIn(fields, "iom.registeredOn")),
    ...optional("reRegistrationReviewOn", lines.get("review")),
  };
  // Without the state there is nothing to go on from.
  return {
    case: seen as View["case"],
    moves: state === undefined ? [] : moves.map((move, at) => viewOf(move, at, lines)),
  };
}

/** Guards of which a caller may not learn how they stand. */
export function hiddenGuards({ fields }: Disclosure, { moves }: CaseBeside): ReadonlySet<string> {
  const lines = linesOf(fields["iom.ragReasons"]?.value);
  return new Set(
    moves.flatMap(({ guards }, at) =>
      guards.flatMap(({ guard, state }) => (lines.has(lineOf(at, guard, state)) ? [] : [guard])),
    ),
  );
}

type Lines = ReadonlyMap<string, string>;

function linesOf(value: unknown): Lines {
  const lines = (Array.isArray(value) ? value : []) as readonly { readonly ruleId: string; readonly text: string }[];
  return new Map(lines.map(({ ruleId, text }) => [ruleId, text]));
}

function viewOf(
  { to, ground, by, isProposed, guards }: ExplainedMove,
  at: number,
  lines: Lines,
): View["moves"][number] {
  const seen = guards.map(({ guard, state }): View["moves"][number]["guards"][number] => {
    const says = lines.get(lineOf(at, guard, state));
    if (says === undefined) {
      return { guard, state: NOT_SHOWN };
    }
    return state === "met" ? { guard, state } : { guard, state, says };
  });
  const isWhole = seen.every(({ state }) => state !== NOT_SHOWN);
  return {
    to,
    ...(ground === null ? {} : { ground }),
    by: [...by],
    // What is proposed says of every guard that it is met.
    ...(isProposed && isWhole ? { proposed: true } : {}),
    guards: seen,
  };
}

function textIn(fields: Disclosure["fields"], field: "iom.lifecycleState" | "iom.cohort" | "iom.registeredOn") {
  const disclosed = fields[field];
  return disclosed?.form === "full" && typeof disclosed.value === "string" ? disclosed.value : undefined;
}

function optional<Name extends string>(name: Name, value: string | undefined) {
  return (value === undefined ? {} : { [name]: value }) as Partial<Record<Name, string>>;
}
