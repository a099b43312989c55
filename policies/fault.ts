/** Which check of design/agreements section 3 found it; `schema` is the document's shape. */
export type FaultCheck =
  | "schema"
  | "names"
  | "times"
  | "originators"
  | "special-category"
  | "regimes"
  | "gateways"
  | "standing"
  | "condition-facts"
  | "evaluation"
  | "scope-size"
  | "effect"
  | "examples"
  | "set";

/** Where in the document: `["rules", 3, "from", 0]`. */
export type DocumentPath = readonly (string | number)[];

/** One thing wrong with an agreement, in a sentence for a data protection officer. */
export type Fault = {
  readonly check: FaultCheck;
  /** `<agreement id>@<version>` as far as the document says. */
  readonly agreement: string | null;
  /** Rule or example id. */
  readonly rule: string | null;
  readonly path: DocumentPath;
  readonly line: number | null;
  readonly message: string;
};

/** A fault as the check that finds it states it; the loader adds the document and the line. */
export type Finding = Pick<Fault, "check" | "rule" | "path" | "message">;
