import type { Agreement } from "#policies/agreement-document.ts";
import { loadAgreements } from "#policies/load-agreements.ts";
import type { AgreementStatus, PolicySet } from "#policies/policy-set.ts";
import type { Scheme } from "#schemas/scheme.ts";
import { validateAgreement } from "#schemas/validate.ts";
import type { Sql } from "#services/platform/database/database.ts";
import { type AgreementSignature, enterSignatures, readSignatures, statusFrom } from "./agreement-signatures.ts";
import { type AgreementFile, readAgreementFiles } from "./read-agreement-files.ts";

export type PolicySource = {
  readonly sql: Sql;
  readonly scheme: Scheme;
  readonly agreementsDirectory: string;
  readonly mode: "demo" | "production";
};

/**
 * Reads, checks and indexes every agreement of the folder, with its signatures. Any fault stops the start, with every
 * fault listed: half a policy is none.
 */
export async function loadPolicies({ sql, scheme, agreementsDirectory, mode }: PolicySource): Promise<PolicySet> {
  const { files, faults } = await readAgreementFiles(agreementsDirectory);
  refuse(faults.map(({ file, line, message }) => `${file}${at(line)}: ${message}`));
  if (mode === "demo") {
    await signForDemonstration(sql, files);
  }
  const signatures = await readSignatures(sql);
  const documents = files.map(({ document, lineOf }) => ({ document, lineOf, status: statusOf(document, signatures) }));
  const loaded = loadAgreements(documents, { hostOf: hostOf(scheme), precedence: scheme.precedence });
  if ("faults" in loaded) {
    refuse(loaded.faults.map((fault) => `${fault.agreement ?? "an agreement"}${at(fault.line)}: ${fault.message}`));
    throw new Error("the agreements cannot be used");
  }
  return loaded.policies;
}

function refuse(faults: readonly string[]): void {
  if (faults.length > 0) {
    throw new Error(`the agreements cannot be used:\n${faults.map((fault) => `  ${fault}`).join("\n")}`);
  }
}

function at(line: number | null): string {
  return line === null ? "" : `:${line}`;
}

function statusOf(document: unknown, signatures: readonly AgreementSignature[]): AgreementStatus {
  const outline = outlineOf(document);
  return statusFrom(signatures, outline?.id ?? "", outline?.version ?? 0);
}

/** The demonstration's parties sign everything when it first starts; later starts find the table as it was left. */
async function signForDemonstration(sql: Sql, files: readonly AgreementFile[]): Promise<void> {
  if ((await readSignatures(sql)).length === 0) {
    await enterSignatures(
      sql,
      files.flatMap(({ document }) => signaturesOf(document)),
    );
  }
}

function signaturesOf(document: unknown): readonly AgreementSignature[] {
  const outline = outlineOf(document);
  return (outline?.parties ?? []).map(({ id: party }) => ({
    agreementId: outline?.id ?? "",
    version: outline?.version ?? 0,
    party,
    signedAt: new Date(outline?.effective.from ?? ""),
  }));
}

type Outline = Pick<Agreement, "id" | "version" | "effective" | "parties">;

/** What signatures need of a document; null where it does not meet the schema, which the loader then reports. */
function outlineOf(document: unknown): Outline | null {
  // The schema has just been met, so the type states what is known.
  return validateAgreement(document).valid ? (document as Outline) : null;
}

/** The team counts as the police force that hosts it (design/agreements section 1), where the scheme has one force. */
function hostOf(scheme: Scheme): Readonly<Record<string, string>> {
  const forces = scheme.agencies.filter(({ agencyType }) => agencyType === "police");
  const [force] = forces;
  if (force === undefined || forces.length > 1) {
    return {};
  }
  const teams = scheme.agencies.filter(({ agencyType }) => agencyType === "iom-team");
  return Object.fromEntries(teams.map(({ agencyId }) => [agencyId, force.agencyId]));
}
