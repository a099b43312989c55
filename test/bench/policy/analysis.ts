import type { Agreement } from "#policies/agreement-document.ts";
import { diffAgreements, diffByField } from "#policies/diff-agreements.ts";
import type { Pieces } from "#policies/pieces.ts";
import { compileThroughout, reachByScope, reachOf, reachOfCompiled } from "#policies/reach.ts";
import { readDraft, ruleOf } from "#test/agreement-drafts.ts";
import { type Figure, median } from "../figure.ts";
import { scenarioPolicies } from "./scenario.ts";

const ROUNDS = 7;
const FILES = ["agreements/solent-iom.isa.yaml", "agreements/solent-substance-misuse.isa.yaml"];

/** Everything the demonstration's recipients can ever see, and what a new version would change of it. */
export function analysisFigures(): readonly Figure[] {
  const documents: readonly Agreement[] = FILES.map((file) => readDraft(file));
  const compiled = scenarioPolicies(documents).agreements.flatMap(compileThroughout);
  const { decisions } = reachOfCompiled(compiled);
  const [current] = documents;
  if (current === undefined) throw new Error("there is no agreement to measure");
  const next = widened();
  const compared = diffAgreements(current, next).decisions;
  return [
    { figure: "reach of the demonstration, decisions", value: decisions, unit: "decisions", better: "higher", n: 1 },
    seconds("reach from compiled tables", () => reachOfCompiled(compiled)),
    // A document read anew is one of which nothing was remembered.
    seconds("reach, cold", () => reachOf(scenarioPolicies(FILES.map((file) => readDraft(file))).agreements)),
    { figure: "exact difference, decisions compared", value: compared, unit: "decisions", better: "higher", n: 1 },
    seconds("exact difference of two versions, both compiled", () => diffAgreements(current, next)),
    seconds("exact difference from nothing, every decision", () => diffAgreements(null, next)),
    longestPiece("reach, cold: longest piece between other calls", () =>
      reachByScope(scenarioPolicies(FILES.map((file) => readDraft(file))).agreements),
    ),
    longestPiece("exact difference from nothing: longest piece between other calls", () =>
      diffByField(null, readDraft("agreements/solent-iom.isa.yaml")),
    ),
  ];
}

/** The next version: one rule's people are no longer asked after, and one limit is gone. */
function widened(): Agreement {
  const draft = readDraft("agreements/solent-iom.isa.yaml");
  draft.version = 2;
  delete ruleOf(draft, "P01").when;
  draft.rules = draft.rules.filter(({ id }: { readonly id: string }) => id !== "L01");
  return draft;
}

function seconds(figure: string, work: () => unknown): Figure {
  const taken = Array.from({ length: ROUNDS }, () => {
    const start = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1e6;
  });
  return { figure, value: Math.round(median(taken) * 1_000) / 1_000, unit: "s", better: "lower", n: ROUNDS };
}

/** How long the thread is held at most before a gateway may answer somebody else. */
function longestPiece(figure: string, begin: () => Pieces<unknown>): Figure {
  const longest = Array.from({ length: ROUNDS }, () => {
    const pieces = begin();
    let mostMs = 0;
    for (let isDone: boolean | undefined = false; isDone !== true; ) {
      const start = performance.now();
      isDone = pieces.next().done;
      mostMs = Math.max(mostMs, performance.now() - start);
    }
    return mostMs;
  });
  return { figure, value: Math.round(median(longest) * 10) / 10, unit: "ms", better: "lower", n: ROUNDS };
}
