import type { Fix, Silence, Track } from "./fix.ts";
import type { Parameters } from "./parameters.ts";

/** Two counted fixes that follow one another: a leg where the path between them is known, else a gap. */
export type Step = { readonly kind: "leg" | "gap"; readonly first: Fix; readonly second: Fix };

/** The path of a person: what counts, in order of time, and what was left out of it. */
export type PersonPath = {
  readonly counted: readonly Fix[];
  readonly steps: readonly Step[];
  /** All fixes in order of time, each moment once. */
  readonly fixes: readonly Fix[];
  readonly silences: readonly Silence[];
  /** The same moment and place again. */
  readonly repeated: number;
  /** The same moment at another place: the better accuracy was kept. */
  readonly contradicted: readonly Fix[];
  readonly jumps: readonly Fix[];
  /** RF, LBS, WiFi, too wide, of unknown accuracy, or while the tag told nothing of the person. */
  readonly uncounted: readonly Fix[];
};

/** Puts a person's fixes in order and joins those that count. The order of arrival changes nothing. */
export function pathOf(track: Track, parameters: Parameters): PersonPath {
  const { fixes, repeated, contradicted } = eachMomentOnce(track.fixes, parameters);
  const { silences } = track;
  const usable = fixes.filter((fix) => isUsable(fix, parameters) && !silences.some((span) => isDuring(fix, span)));
  const jumps = new Set(usable.filter((fix, at) => isJump(usable[at - 1], fix, usable[at + 1], parameters)));
  const counted = usable.filter((fix) => !jumps.has(fix));
  const kept = new Set(usable);
  return {
    fixes,
    counted,
    silences,
    steps: counted.slice(1).flatMap((second, at) => {
      const first = counted[at];
      return first === undefined ? [] : [{ kind: stepKind(first, second, silences, parameters), first, second }];
    }),
    repeated,
    contradicted,
    jumps: [...jumps],
    uncounted: fixes.filter((fix) => !kept.has(fix)),
  };
}

/** Whether a fix may count at all: GPS, and known to be accurate enough. */
function isUsable({ mechanism, accuracyM }: Fix, { accuracyMaxM }: Parameters): boolean {
  return mechanism === "GPS" && accuracyM !== null && accuracyM <= accuracyMaxM;
}

function eachMomentOnce(given: readonly Fix[], parameters: Parameters) {
  const fixes: Fix[] = [];
  const contradicted: Fix[] = [];
  let repeated = 0;
  // Of one moment the better comes first, whatever came first to us.
  for (const fix of given.toSorted((a, b) => a.at - b.at || byWorth(a, b, parameters))) {
    const held = fixes.at(-1);
    if (held?.at !== fix.at) {
      fixes.push(fix);
    } else if (isSamePlace(held, fix)) {
      repeated += 1;
    } else {
      contradicted.push(fix);
    }
  }
  return { fixes, contradicted, repeated };
}

/** Usable first, then the better accuracy; equals by place, so that the order of arrival never decides. */
function byWorth(a: Fix, b: Fix, parameters: Parameters): number {
  const rank = (fix: Fix) => (isUsable(fix, parameters) ? 0 : 1);
  const accuracy = (fix: Fix) => fix.accuracyM ?? Number.MAX_VALUE;
  return rank(a) - rank(b) || accuracy(a) - accuracy(b) || a.eastingCm - b.eastingCm || a.northingCm - b.northingCm;
}

function isSamePlace(a: Fix, b: Fix): boolean {
  return a.eastingCm === b.eastingCm && a.northingCm === b.northingCm;
}

function isDuring({ at }: Fix, { from, to }: Silence): boolean {
  return at > from && at < to;
}

/** A device that claims to have gone there and back faster than anybody travels. */
function isJump(before: Fix | undefined, fix: Fix, after: Fix | undefined, { jumpMps }: Parameters): boolean {
  return before !== undefined && after !== undefined && isFaster(before, fix, jumpMps) && isFaster(fix, after, jumpMps);
}

function isFaster(first: Fix, second: Fix, mps: number): boolean {
  const dx = second.eastingCm - first.eastingCm;
  const dy = second.northingCm - first.northingCm;
  const reach = mps * 100 * (second.at - first.at);
  return dx * dx + dy * dy > reach * reach;
}

function stepKind(first: Fix, second: Fix, silences: readonly Silence[], { legMaxS }: Parameters): Step["kind"] {
  const isJoined =
    first.activation === second.activation &&
    second.at - first.at <= legMaxS &&
    !silences.some(({ from, to }) => from < second.at && to > first.at);
  return isJoined ? "leg" : "gap";
}
