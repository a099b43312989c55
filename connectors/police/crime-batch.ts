import type { AgencyEvent } from "#schemas/agency-event.ts";
import type { FeedContext, GatheredFile, RowProblem } from "../connector.ts";
import { CRIME_PROBLEMS } from "./crime-problems.ts";
import type { GatheredCrime } from "./read-crime.ts";

/** Few enough for one message of the bus, however long their texts. */
const CRIMES_PER_EVENT = 100;

/** The event of a batch: the crimes that could be read, about nobody. A file holds one force and one batch. */
export function summariseCrimeBatch(
  { gathered, rows, rejected }: GatheredFile,
  context: FeedContext,
): { readonly events: readonly AgencyEvent[]; readonly problems: readonly RowProblem[] } {
  const crimes = gathered.filter(isGatheredCrime);
  const [first] = crimes;
  if (first === undefined) {
    return { events: [], problems: [rows === 0 ? CRIME_PROBLEMS.noRows() : CRIME_PROBLEMS.allFailed()] };
  }
  const problems = mixedProblems(crimes);
  if (problems.length > 0) {
    return { events: [], problems };
  }
  const events: AgencyEvent[] = [];
  // The same line twice is one crime; with other content it never came this far.
  const distinct = [...new Map(crimes.map(({ crime }) => [crime.crimeReference, crime])).values()];
  for (let at = 0; at < distinct.length; at += CRIMES_PER_EVENT) {
    const part = distinct.slice(at, at + CRIMES_PER_EVENT);
    events.push(
      context.event({
        type: "police.crime-batch.received",
        // The last moment at which any of them can have happened: the same whenever the batch is read.
        time:
          part
            .map((crime) => crime.to)
            .sort()
            .at(-1) ?? "",
        sourceRecordRef: first.batchId,
        person: null,
        dataSubjectCategory: "other",
        payload: {
          batchId: first.batchId,
          policeForce: first.policeForce,
          rowCount: rows,
          accepted: crimes.length,
          rejected,
          crimes: part,
        },
      }),
    );
  }
  return { events, problems: [] };
}

function mixedProblems(crimes: readonly GatheredCrime[]): readonly RowProblem[] {
  const mixed = (values: readonly string[]) => new Set(values).size > 1;
  return [
    ...(mixed(crimes.map(({ policeForce }) => policeForce)) ? [CRIME_PROBLEMS.twoForces()] : []),
    ...(mixed(crimes.map(({ batchId }) => batchId)) ? [CRIME_PROBLEMS.twoBatches()] : []),
  ];
}

/** What `readCrime` gathered, and nothing else gathers in this feed. */
function isGatheredCrime(held: unknown): held is GatheredCrime {
  return typeof held === "object" && held !== null && "crime" in held && "batchId" in held;
}
