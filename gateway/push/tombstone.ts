import { signUpdate, type UpdateSigner } from "./sign-update.ts";
import { updateId } from "./update-id.ts";

/** Stands in an update's place once it may not be handed out: its number, and neither whom nor what it was about. */
export function makeTombstone(signer: UpdateSigner, sequence: number, now: Date): string {
  const payload = {
    id: updateId(now),
    type: "hub.update.withdrawn",
    time: now,
    sequence,
    data: { mode: "control" },
  } as const;
  return signUpdate(signer, payload, null);
}
