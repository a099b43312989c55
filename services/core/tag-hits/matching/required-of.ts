import type { Required } from "./answer.ts";
import type { Zone } from "./crime-window.ts";
import type { Fix } from "./fix.ts";
import { accuracyFactor, type Parameters } from "./parameters.ts";
import type { PersonPath, Step } from "./person-path.ts";
import { requiredSpeed } from "./required-speed.ts";

const KMH_PER_MPS = 3.6;

/** The least required speed over every leg and gap that meets the window, and where it is attained. */
export function requiredOf(path: PersonPath, zone: Zone, parameters: Parameters): Required | null {
  let least: Required | null = null;
  for (const step of path.steps) {
    const required = requiredOn(step, zone, parameters);
    if (required !== null && (least === null || required.mps < least.mps)) {
      least = required;
    }
  }
  return least;
}

function requiredOn({ kind, first, second }: Step, zone: Zone, parameters: Parameters): Required | null {
  const perM = accuracyFactor(parameters) * 100;
  const pair = {
    t1: first.at,
    x1: first.eastingCm,
    y1: first.northingCm,
    t2: second.at,
    x2: second.eastingCm,
    y2: second.northingCm,
  };
  const ends = { accuracy1Cm: (first.accuracyM ?? 0) * perM, accuracy2Cm: (second.accuracyM ?? 0) * perM };
  const required = requiredSpeed(pair, ends, zone);
  if (required === null) {
    return null;
  }
  return { ...required, on: kind, first, second, isPlausible: required.mps <= plausibleMps(first, second, parameters) };
}

/** As fast as the person was seen going, with a margin; never less than ambling. */
function plausibleMps(first: Fix, second: Fix, { plausibleFactor, amblingMps }: Parameters): number {
  const dx = second.eastingCm - first.eastingCm;
  const dy = second.northingCm - first.northingCm;
  const seen = [
    Math.sqrt(dx * dx + dy * dy) / 100 / (second.at - first.at),
    (first.speedKmh ?? 0) / KMH_PER_MPS,
    (second.speedKmh ?? 0) / KMH_PER_MPS,
  ];
  return Math.max(amblingMps, plausibleFactor * Math.max(...seen));
}
