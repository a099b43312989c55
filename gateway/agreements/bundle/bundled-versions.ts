import type { AgreementLife } from "#policies/life/agreement-life.ts";
import type { BundledAgreement } from "./manifest.ts";

/** The versions that nodes know of, in order. A draft is one party's own: until it is proposed nobody decides by it. */
export function bundledVersions(lives: ReadonlyMap<string, AgreementLife>): readonly BundledAgreement[] {
  const inOrder = [...lives].toSorted(([one], [other]) => (one < other ? -1 : 1));
  return inOrder.flatMap(([id, { versions }]) =>
    versions
      .filter(({ stage }) => stage !== "draft" && stage !== "deleted")
      .map(({ version, digest }) => ({ id, version, digest })),
  );
}
