import fc from "fast-check";
import { agreement } from "./arbitrary-agreement.ts";
import { recordAbout, requestBy } from "./arbitrary-record.ts";
import { focus } from "./arbitrary-rule.ts";
import type { Case } from "./compare.ts";

/** One or two agreements or versions of one, a request and a record that have something to say to each other. */
export const drawnCase: fc.Arbitrary<Case> = focus.chain((about) =>
  fc.record({
    agreements: fc.oneof(
      { weight: 5, arbitrary: fc.tuple(agreement("drawn-one", about)) },
      { weight: 1, arbitrary: fc.tuple(agreement("drawn-one", about), agreement("drawn-two", about)) },
      { weight: 1, arbitrary: fc.tuple(agreement("drawn-one", about), agreement("drawn-one", about, 2)) },
    ),
    request: requestBy(about),
    record: recordAbout(about),
  }),
);
