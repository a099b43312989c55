import type { Exchanges } from "#schemas/generated/types.ts";

type Checked = Exchanges["agreement-check-answer"];
type Change = NonNullable<Checked["change"]>;

/** What a version changes for one party, what it must tick, and the digest to sign: plain text for whoever is to sign it. */
export function changeForParty({ id, version, digest, change }: Checked, party: string): string {
  if (change === null) {
    return `${id} version ${version} has faults: it cannot be signed before they are corrected.\n`;
  }
  const concerns = (line: Change["gains"][number]) => line.party === party || line.originators.includes(party);
  const gains = change.gains.filter(concerns);
  const losses = change.losses.filter(concerns);
  const lines = [
    change.headline,
    "",
    ...gains.flatMap(({ key, isSpecial, sentence }) => [sentence, `  ${isSpecial ? "must be ticked: " : ""}${key}`]),
    ...[...losses, ...change.terms].map(({ sentence }) => sentence),
    "",
    whoSigns(change, party),
    `What you sign: ${digest}`,
  ];
  return `${lines.join("\n")}\n`;
}

function whoSigns({ signatures: { every, oneOf } }: Change, party: string): string {
  if (every.some((one) => one.party === party)) {
    return "Your party must sign.";
  }
  return oneOf.some((one) => one.party === party)
    ? `One of these must sign: ${oneOf.map(({ label }) => label).join(", ")}.`
    : "Your party need not sign.";
}
