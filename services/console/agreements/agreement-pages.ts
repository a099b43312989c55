import { Hono } from "hono";
import type { ConsoleDependencies, ConsoleEnv } from "../console-env.ts";
import { listPages } from "./list-pages.tsx";

/** For data protection officers: where their agreements stand, what is shared, what would change, and their signature. */
export function agreementPages(deps: ConsoleDependencies): Hono<ConsoleEnv> {
  return new Hono<ConsoleEnv>().route("/", listPages(deps));
}
