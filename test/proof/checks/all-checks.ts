import type { Check } from "../engine.ts";
import { PROPERTIES_OF_ANSWERS } from "../properties/properties-of-answers.ts";
import { PROPERTIES_OF_RULES } from "../properties/properties-of-rules.ts";
import { COMPILED } from "./compiled.ts";
import { EDGES } from "./edges.ts";
import { EXAMPLES } from "./examples.ts";
import { EXPLANATIONS } from "./explanations.ts";
import { FACTS } from "./facts.ts";
import { FORMS } from "./forms.ts";
import { GATE } from "./gate-cases.ts";
import { MEMORY } from "./memory.ts";
import { ORACLE } from "./oracle-cases.ts";
import { PROJECTION } from "./projection.ts";
import { TERMS } from "./terms.ts";

/** Every check that needs nothing but the engine's functions; Cedar's comes beside them, in its own process. */
export const CHECKS: readonly Check[] = [
  EXAMPLES,
  GATE,
  EDGES,
  TERMS,
  FORMS,
  FACTS,
  ...PROPERTIES_OF_RULES,
  ...PROPERTIES_OF_ANSWERS,
  EXPLANATIONS,
  COMPILED,
  MEMORY,
  ORACLE,
  PROJECTION,
];
