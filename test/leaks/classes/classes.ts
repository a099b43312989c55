import { l01 } from "./l01-push.ts";
import { l02 } from "./l02-verdict.ts";
import { l03 } from "./l03-subscriber.ts";
import { l04 } from "./l04-asking.ts";
import { l05 } from "./l05-totals.ts";
import { l06 } from "./l06-other-endpoint.ts";
import { l07 } from "./l07-shared-object.ts";
import { l08 } from "./l08-two-rules.ts";
import { l09 } from "./l09-errors.ts";
import { l10 } from "./l10-write-echo.ts";
import { l11 } from "./l11-existence.ts";
import { l12 } from "./l12-copies.ts";
import { l13 } from "./l13-changed-agreement.ts";
import { l14 } from "./l14-paths.ts";
import { l15 } from "./l15-derived.ts";
import { l16 } from "./l16-joining-key.ts";
import { l17 } from "./l17-asking-is-telling.ts";
import { l18 } from "./l18-restricted.ts";
import type { LeakClass } from "./leak-class.ts";

/** The catalogue of design/leaks.md, class by class. */
export const CLASSES: readonly LeakClass[] = [
  ...[l01, l02, l03, l04, l05, l06, l07, l08, l09],
  ...[l10, l11, l12, l13, l14, l15, l16, l17, l18],
];
