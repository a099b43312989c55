import { summariseChanges, summaryInText } from "#policies/change-summary.ts";
import { diffAgreements } from "#policies/diff-agreements.ts";
import { type RequiredSignatures, requiredSignatures, type Signatory } from "#policies/required-signatures.ts";
import { BadInput } from "./command.ts";
import { answering, type Output, readAgreement } from "./policy-files.ts";
import { readArguments } from "./read-arguments.ts";

const HELP = `concordat policy diff <old> <new> [--json]

Compares two versions of an agreement exactly: who gains or loses which field, in which form, for which purpose and
when; what else changes; and who has to sign. All parties count as having signed.

  <old>, <new>   agreement files; none for <old> at a first version, for <new> at an end
  --json         one JSON object: the difference, the summary and the signatures
  --help         this text

Exit: 0 compared, 1 an agreement has faults, 2 bad input.
`;

const NONE = "none";

/** `concordat policy diff`: the change summary of two versions, and the signatures that it needs. */
export function policyDiff(args: readonly string[], out: Output): Promise<number> {
  return answering(out, async () => {
    const { values, positionals } = readArguments(args, { json: { type: "boolean" }, help: { type: "boolean" } });
    if (values.help === true) {
      out.write(HELP);
      return;
    }
    const [old, next, ...rest] = positionals;
    if (old === undefined || next === undefined || rest.length > 0 || (old === NONE && next === NONE)) {
      throw new BadInput("Name two agreement files to compare, the old one first; none stands for no agreement.");
    }
    const [before, after] = await Promise.all([old, next].map((file) => (file === NONE ? null : readAgreement(file))));
    const difference = diffAgreements(before ?? null, after ?? null);
    const summary = summariseChanges(difference);
    const signatures = requiredSignatures(difference);
    out.write(
      values.json === true
        ? `${JSON.stringify({ difference, summary, signatures })}\n`
        : `${summaryInText(summary)}\n${signaturesInText(signatures)}`,
    );
  });
}

function signaturesInText({ every, oneOf }: RequiredSignatures): string {
  const named = (signatories: readonly Signatory[]) => signatories.map(({ label }) => label).join(", ");
  return [
    ...(every.length === 0 ? [] : [`To be signed by each of: ${named(every)}.\n`]),
    ...(oneOf.length === 0 ? [] : [`To be signed by one of: ${named(oneOf)}.\n`]),
  ].join("");
}
