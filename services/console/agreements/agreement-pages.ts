import { Hono } from "hono";
import { changePages } from "../changes/change-pages.tsx";
import type { ConsoleDependencies, ConsoleEnv } from "../console-env.ts";
import { listPages } from "./list-pages.tsx";
import { movePages } from "./move-pages.tsx";
import { rulePages } from "./rule-pages.tsx";
import { versionPages } from "./version-pages.tsx";

/** For data protection officers: where their agreements stand, what each rule says, what would change, and their signature. */
export function agreementPages(deps: ConsoleDependencies): Hono<ConsoleEnv> {
  return new Hono<ConsoleEnv>()
    .route("/", listPages(deps))
    .route("/", versionPages(deps))
    .route("/", movePages(deps))
    .route("/", changePages(deps))
    .route("/", rulePages(deps));
}
