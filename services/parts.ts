import type { Part } from "./part.ts";

/** Every part of the hub, in the order of starting: who is spoken to starts before who speaks. */
export const PARTS: readonly Part[] = [];
