import type { RunningHub } from "../start-hub.ts";
import { readAgenciesFile, writeAgenciesFile } from "./demo-agencies.ts";
import { listPeople } from "./list-people.ts";
import { playTheMorning } from "./play-the-morning.ts";
import { closeStage, heldFieldsOf, setStage } from "./stage.ts";
import { tellStory } from "./tell-story.ts";

export type Demonstration = AsyncDisposable & {
  /** Prints the sign-ins and what each agency received and was not given. */
  readonly tell: () => Promise<void>;
};

/**
 * The demonstration scheme: made-up agencies are enrolled, their feeds taken in and a coordinator works through
 * what does not link by itself. A later start on the same data enrols the same keys and loads nothing.
 */
export async function prepareDemonstration(hub: RunningHub, say: (line: string) => void): Promise<Demonstration> {
  const stage = await setStage(hub, say);
  const { dataDirectory, origin, consoleOrigin } = hub;
  const earlier = await readAgenciesFile(dataDirectory);
  let people = earlier?.people ?? [];
  await writeAgenciesFile(dataDirectory, { origin, agencies: stage.agencies, people });
  if (people.length === 0) {
    await playTheMorning(stage);
    people = await listPeople(stage);
    await writeAgenciesFile(dataDirectory, { origin, agencies: stage.agencies, people });
  }
  const file = { origin, agencies: stage.agencies, people };
  return {
    tell: () =>
      tellStory({ file, consoleOrigin, clientFor: stage.clientFor, heldFields: heldFieldsOf(stage.sql), say }),
    [Symbol.asyncDispose]: () => closeStage(stage),
  };
}
