export type FaultDescription = {
  readonly name: string;
  readonly code?: string;
  readonly frames: readonly string[];
  readonly cause?: FaultDescription;
};

const FRAMES_MAX = 8;
const CAUSES_MAX = 3;

/** What may be logged of an unforeseen error: its kind and place. Not its message, which a driver may have filled with a person's data. */
export function describeFault(error: unknown, causesMax = CAUSES_MAX): FaultDescription {
  if (!(error instanceof Error)) {
    return { name: typeof error, frames: [] };
  }
  // A message may have lines that look like frames, so it is cut away first.
  const frames = (error.stack ?? "")
    .replace(error.message, "")
    .split("\n")
    .filter((line) => line.startsWith("    at "));
  return {
    name: error.name,
    ...("code" in error && typeof error.code === "string" ? { code: error.code } : {}),
    frames: frames.slice(0, FRAMES_MAX).map((line) => line.trim()),
    ...(error.cause === undefined || causesMax === 0 ? {} : { cause: describeFault(error.cause, causesMax - 1) }),
  };
}
