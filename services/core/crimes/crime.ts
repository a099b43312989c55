import type { EventPayloads } from "#schemas/generated/types.ts";

export type CrimeBatch = EventPayloads["police.crime-batch.received"];
export type Crime = CrimeBatch["crimes"][number];
