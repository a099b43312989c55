import type { Agreement } from "./agreement-document.ts";
import { checkAgreement, type LineOf } from "./check-agreement.ts";
import type { Fault } from "./fault.ts";
import { indexAgreement } from "./index-agreement.ts";
import type { AgreementStatus, PolicySet, SharingTerms } from "./policy-set.ts";

/** An agreement as read from its file, which the caller parses. */
export type AgreementSource = {
  readonly document: unknown;
  readonly lineOf?: LineOf;
  readonly status: AgreementStatus;
};

/** Checks and indexes agreements. Any fault refuses all of them, with every fault named: half a policy is none. */
export function loadAgreements(
  sources: readonly AgreementSource[],
  terms: SharingTerms = {},
): { readonly policies: PolicySet } | { readonly faults: readonly Fault[] } {
  const checked = sources.map((source) => ({ source, checked: checkAgreement(source.document, source.lineOf) }));
  const sound: { readonly document: Agreement; readonly status: AgreementStatus }[] = [];
  const faults: Fault[] = [];
  for (const { source, checked: result } of checked) {
    if (result.outcome === "sound") {
      sound.push({ document: result.document, status: source.status });
    } else {
      faults.push(...result.faults);
    }
  }
  faults.push(...checkSet(sound.map(({ document }) => document)));
  return faults.length > 0 ? { faults } : { policies: policySet(sound, terms) };
}

/** Two different documents may not go by one name and version. */
function checkSet(documents: readonly Agreement[]): readonly Fault[] {
  const names = documents.map(({ id, version }) => `${id}@${version}`);
  return names.flatMap((name, at) =>
    names.indexOf(name) === at
      ? []
      : [
          {
            check: "set" as const,
            agreement: name,
            rule: null,
            path: ["id"],
            line: null,
            message: `There are two documents called ${name}; each version has one.`,
          },
        ],
  );
}

function policySet(
  agreements: readonly { readonly document: Agreement; readonly status: AgreementStatus }[],
  { hostOf = {}, precedence = [], leaseUntil = null }: SharingTerms,
): PolicySet {
  return {
    agreements: agreements.map(({ document, status }) => indexAgreement(document, status)),
    hostOf: new Map(Object.entries(hostOf)),
    precedence,
    leaseUntilMs: leaseUntil === null ? null : Date.parse(leaseUntil),
  };
}
